#!/bin/sh
# run-program.sh FILE.c: builds the program in every way and compares what it
# prints with what the file says. README.md tells the words for that.
. "$SRC/tests/common.sh"

file=$1
make_work "$file"
name=$(basename "$file" .c)
folder=$(dirname "$file")
kind=$(basename "$folder")

texts_of expect "$file" >"$work/expected"
status=$(texts_of exit "$file")
flags=$(texts_of flags "$file")
arguments=$(texts_of args "$file")
set --
for part in $(texts_of with "$file"); do
    set -- "$@" "$folder/$part"
done
texts_of env "$file" >"$work/environment"
while IFS= read -r setting; do
    export "${setting?}"
done <"$work/environment"
texts_of stderr "$file" >"$work/wanted"

# build WAY COMMAND...: makes $work/program.
build() {
    way=$1
    shift
    "$@" $flags -o "$work/program" >"$work/messages" 2>&1 || {
        cat "$work/messages"
        fail "$name does not build: $way"
    }
    [ ! -s "$work/messages" ] || {
        cat "$work/messages"
        fail "$name does not build without a message: $way"
    }
}

# check [COMMAND...]: runs the program, under the command if there is one. The
# limit is for those that hang: on a busy machine ten seconds become a hundred.
check() {
    got=0
    timeout -k 5 300 "$@" "$work/program" $arguments \
        >"$work/output" 2>"$work/errors" </dev/null || got=$?
    if [ $got != "${status:-0}" ]; then
        head -c 4000 "$work/output"
        head -c 8000 "$work/errors"
        fail "$name ended with $got: $way"
    fi
    cmp -s "$work/expected" "$work/output" || {
        diff -u "$work/expected" "$work/output" | head -50
        fail "$name prints something else: $way"
    }
    while IFS= read -r wanted; do
        grep -qF -e "$wanted" "$work/errors" || {
            cat "$work/errors"
            fail "$name does not say '$wanted' on stderr: $way"
        }
    done <"$work/wanted"
}

# With more workers than one it does the same, if the file says so.
check_with_workers() {
    [ "$workers" = any ] || return 0
    alone=$way
    for count in 2 8; do
        way="$alone, $count workers"
        PIRN_WORKERS=$count
        export PIRN_WORKERS
        check
    done
    unset PIRN_WORKERS
    way=$alone
}

# by WAY PARTS...: pirn cc WAY, for instance of "gcc -O2".
by() {
    way=$1
    shift
    build "$way" "$PIRN" cc $way "$file" "$@"
    check
    case $way in
    gcc*)
        check_with_workers
        [ $valgrind = no ] || check_under_valgrind
        ;;
    esac
}

check_under_valgrind() {
    valgrind=no # once is enough
    way="$way, valgrind"
    check valgrind -q --error-exitcode=99 --leak-check=full \
        --errors-for-leak-kinds=definite
}

valgrind=no
if has_line valgrind "$file"; then
    valgrind=yes
fi
workers=$(texts_of workers "$file")
threads=$(texts_of threads "$file")

# Under the sanitizers nothing is left out: compiled without optimizing, a
# program does all that it says, and it takes half the time to compile.
sane="-w -g1 -O0 -fno-sanitize-recover=all"
sane_asan="$sane -fsanitize=address,undefined"
check_under_asan() {
    build "gcc ASan UBSan" "$PIRN" cc gcc $sane_asan "$file" "$@" \
        "$BUILD/libpirn-asan.a"
    check
}

# `make check` builds and runs each program once, in the way that finds most.
if [ "${PIRN_TEST_ONCE:-}" ]; then
    if has_line asan "$file"; then
        check_under_asan "$@"
    else
        build "gcc -O0" "$PIRN" cc gcc -O0 "$file" "$@"
        check
    fi
    exit 0
fi

# Half of the programs about the runtime are built by gcc -O0 and clang -O2,
# the others by gcc -O2 and clang -O0; and in each half the first of the two
# looks for what it has to say. Those about the translator are built in all
# four ways, and each compiler looks once.
half=$(($(echo "$name" | cksum | cut -d ' ' -f 1) % 2))
case $kind$half in
translate*)
    by "gcc -O2" "$@"
    by "gcc -O0 -w" "$@"
    by "clang -O2 -w" "$@"
    by "clang -O0" "$@"
    ;;
*0)
    by "gcc -O0" "$@"
    by "clang -O2 -w" "$@"
    ;;
*)
    by "gcc -O2 -w" "$@"
    by "clang -O0" "$@"
    ;;
esac

# As threads: in turns they do the same; and a file may say that no order of
# theirs makes a difference.
case $threads in
no*) ;;
*)
    build "gcc --threads" "$PIRN" cc --threads gcc -O2 -w "$file" "$@"
    way="gcc --threads, in turns"
    PIRN_TURNS=1
    export PIRN_TURNS
    check
    unset PIRN_TURNS
    ;;
esac
case $threads in
"any order"*)
    way="gcc --threads"
    check
    ;;
esac
case $threads in
"any order, tsan")
    build "gcc --threads TSan" "$PIRN" cc --threads gcc -w -g1 -O0 \
        -fsanitize=thread "$file" "$@"
    check
    ;;
esac

# What the elision prints is C's own answer: either compiler can give it.
if has_line "elided: same" "$file"; then
    case $half in
    0) elider=gcc ;;
    *) elider=clang ;;
    esac
    build "elided, $elider" \
        $elider -O1 -isystem "$SRC/include" "$file" "$@"
    check
fi

if has_line async-all "$file"; then
    for mode in --async-all --async-all=yield --async-all=yield:7; do
        build "gcc $mode" "$PIRN" cc $mode gcc -O1 -w "$file" "$@"
        check
    done
fi

# Programs about the translator are compiled for ASan by clang, too.
if has_line asan "$file"; then
    check_under_asan "$@"
    if [ "$kind" = translate ]; then
        build "clang ASan UBSan" "$PIRN" cc clang $sane_asan "$file" "$@"
        check
    fi
fi

# Every program that waits may have a race in it, or the runtime under it.
tsan=yes
if [ "$kind" = translate ]; then
    has_line tsan "$file" || tsan=no
else
    [ -z "$(texts_of "no tsan" "$file")" ] || tsan=no
fi
if [ $tsan = yes ]; then
    build "gcc TSan" "$PIRN" cc gcc -w -g1 -O0 -fsanitize=thread "$file" "$@"
    check
    check_with_workers
fi
exit 0
