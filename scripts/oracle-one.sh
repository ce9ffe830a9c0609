#!/bin/sh
# oracle-one.sh FILE.c: one program for oracle.sh; prints the line about it.
file=$1
base=${file%.c}
name=$(basename "$file")
work=$PWD/$name
mkdir "$work" "$work/here"
cd "$work/here" || exit 1

# outcome WHAT [MORE]: says so, keeps the directory if that is of interest, and ends.
outcome() {
    echo "$name: $1: ${2:-}"
    rm -rf ./* ../program
    case $1 in
    same | unfit) rm -rf "$work" ;;
    esac
    exit 0
}
first_error() {
    grep -m 1 -E 'error|Error|undefined reference|internal' ../messages |
        sed "s|$base|${name%.c}|g" || head -1 ../messages
}

input=/dev/null
[ ! -e "$base.in" ] || input=$base.in
flags=
[ ! -e "$base.flags" ] || flags=$(cat "$base.flags")
set --
if [ -e "$base.args" ]; then
    while IFS= read -r argument; do
        set -- "$@" "$argument"
    done <"$base.args"
fi

# build COMMAND...: makes ../program.
build() {
    (
        ulimit -v 8000000
        ulimit -f 400000
        timeout -k 5 120 "$@" -w $flags "$file" -o ../program -lm
    ) >../messages 2>&1
}
# run SECONDS OUTPUT [ARGUMENTS]: its output, and at the end its status.
run() {
    seconds=$1
    output=$2
    shift 2
    (
        ulimit -v 4000000
        ulimit -f 400000
        ulimit -c 0
        timeout -k 5 "$seconds" ../program "$@"
    ) <"$input" >"$output" 2>/dev/null
    status=$?
    rm -rf ./*
}

build $COMPILER || outcome unfit "not compiled as they are"
run 10 ../expected "$@"
[ $status != 124 ] || outcome unfit "too slow as they are"
[ $status -lt 128 ] || outcome unfit "ended by a signal as they are"
plain=$status
for wanted in "$base.expect" "$base.expected" "$file.expected"; do
    [ ! -e "$wanted" ] || cmp -s "$wanted" ../expected ||
        outcome unfit "not printing what is expected, as they are"
done
run 10 ../again "$@"
cmp -s ../expected ../again && [ $status = $plain ] ||
    outcome unfit "not doing the same twice, as they are"
rm -f ../again

for mode in --async-all --async-all=yield "--async-all=yield:$SEED"; do
    build "$PIRN" cc "$mode" $COMPILER || {
        error=$(first_error)
        # A sentence of the translator ends with the rule.
        case $error in
        *error:*" ["[!-]*"]") outcome refused "$mode: $error" ;;
        *) outcome "does not build" "$mode: $error" ;;
        esac
    }
    run "$SECONDS_TO_RUN" ../output "$@"
    case $status in
    $plain) ;;
    124) outcome differs "$mode: took more than $SECONDS_TO_RUN seconds" ;;
    *) outcome differs "$mode: exit status $status instead of $plain" ;;
    esac
    cmp -s ../expected ../output || outcome differs "$mode: other output"
done
outcome same
