#!/bin/sh
# run-example.sh FILE.c: an example compiles as ordinary C without a warning,
# unless it has generators or defers, which have no elision; it builds; and if
# it says what it prints, it prints that.
. "$SRC/tests/common.sh"

file=$1
make_work "$file"
name=$(basename "$file" .c)
flags="-Wall -Wextra -Werror $(texts_of flags "$file")"

for compiler in gcc clang; do
    if ! grep -qwE 'generator|PIRN_GENERATOR|defer|PIRN_DEFER' "$file"; then
        $compiler $flags -O2 -isystem "$SRC/include" -c "$file" \
            -o "$work/elided.o" || fail "$name, elided: $compiler"
    fi
    grep -q '// expect:' "$file" ||
        "$PIRN" cc $compiler $flags -O2 "$file" -o "$work/program" ||
        fail "$name: $compiler"
done
grep -q '// expect:' "$file" || exit 0
exec sh "$SRC/tests/run-program.sh" "$file"
