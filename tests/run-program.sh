#!/bin/sh
# run-program.sh FILE.c: builds the program in every way and compares what it
# prints with what the file says. README.md tells the words for that.
. "$SRC/tests/common.sh"

file=$1
make_work "$file"
name=$(basename "$file" .c)
folder=$(dirname "$file")

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

# check [COMMAND...]: runs the program, under the command if there is one.
check() {
    timeout -k 5 100 "$@" "$work/program" $arguments \
        >"$work/output" 2>"$work/errors" </dev/null
    got=$?
    if [ $got != "${status:-0}" ]; then
        head -c 4000 "$work/output"
        head -c 8000 "$work/errors"
        fail "$name ended with $got: $way"
    fi
    diff -u "$work/expected" "$work/output" | head -50 | grep . &&
        fail "$name prints something else: $way"
    texts_of stderr "$file" >"$work/wanted"
    while IFS= read -r wanted; do
        grep -qF -e "$wanted" "$work/errors" || {
            cat "$work/errors"
            fail "$name does not say '$wanted' on stderr: $way"
        }
    done <"$work/wanted"
}

# by WAY PARTS...: pirn cc WAY, for instance of "gcc -O2".
by() {
    way=$1
    shift
    build "$way" "$PIRN" cc $way "$file" "$@"
    check
    case $way in
    gcc*) [ $valgrind = no ] || check_under_valgrind ;;
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

# Each compiler looks once for what it has to say. Half of the programs about
# the runtime are built by gcc -O0 and clang -O2, the others by gcc -O2 and
# clang -O0; those about the translator in all four ways.
half=$(($(echo "$name" | cksum | cut -d ' ' -f 1) % 2))
case $(basename "$folder")$half in
translate*)
    by "gcc -O2" "$@"
    by "gcc -O0 -w" "$@"
    by "clang -O2 -w" "$@"
    by "clang -O0" "$@"
    ;;
*0)
    by "gcc -O0" "$@"
    by "clang -O2" "$@"
    ;;
*)
    by "gcc -O2" "$@"
    by "clang -O0" "$@"
    ;;
esac

# As threads: in turns they do the same; and a file may say that no order of
# theirs makes a difference.
threads=$(texts_of threads "$file")
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
    build "gcc --threads TSan" "$PIRN" cc --threads gcc -g -O1 -w \
        -fsanitize=thread "$file" "$@" "$BUILD/libpirn-threads-tsan.a"
    check
    ;;
esac

if has_line "elided: same" "$file"; then
    for compiler in gcc clang; do
        build "elided, $compiler" \
            $compiler -O1 -isystem "$SRC/include" "$file" "$@"
        check
    done
fi

if has_line async-all "$file"; then
    for mode in --async-all --async-all=yield --async-all=yield:7; do
        build "gcc $mode" "$PIRN" cc $mode gcc -O1 -w "$file" "$@"
        check
    done
fi

# gcc with the runtime under the sanitizers, too; half of them also by clang.
if has_line asan "$file"; then
    checks="-w -fsanitize=address,undefined -fno-sanitize-recover=all"
    build "gcc ASan UBSan" "$PIRN" cc gcc -g1 -O1 $checks "$file" "$@" \
        "$BUILD/libpirn-asan.a"
    check
    if [ $half = 0 ]; then
        build "clang ASan UBSan" "$PIRN" cc clang -O0 $checks "$file" "$@"
        check
    fi
fi

if has_line tsan "$file"; then
    build "gcc TSan" "$PIRN" cc gcc -g -O1 -fsanitize=thread "$file" "$@" \
        "$BUILD/libpirn-tsan.a"
    check
fi
exit 0
