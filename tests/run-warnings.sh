#!/bin/sh
# run-warnings.sh FILE.c: translated, the file has the warnings that its
# elision has, each once, and no others. `// warning: -Wflag` on a line says
# that at least one of the compilers is known to warn there. Those of Pirn,
# -Wpirn-..., the elision does not have: they are just those of the comments.
. "$SRC/tests/common.sh"

file=$1
make_work "$file"
name=$(basename "$file" .c)
flags="-Wall -Wextra $(texts_of flags "$file")"

# `LINE FLAG` of each warning; what has none must not be there.
warnings() {
    grep -E "^[^ ].*:[0-9]+:[0-9]+: (warning|error): " "$1" |
        sed "s|^.*/$(basename "$file"):\([0-9]*\):[0-9]*: warning: .*\[\(-W[^]]*\)\]\$|\1 \2|" |
        sort -n
}

: >"$work/seen"
# What clang says does not depend on the level.
for way in "gcc -O0" "gcc -O2" "clang -O2"; do
    $way $flags -isystem "$SRC/include" -c "$file" \
        -o "$work/elided.o" 2>"$work/elided"
    "$PIRN" cc $way $flags -c "$file" \
        -o "$work/translated.o" 2>"$work/translated"
    for build in elided translated; do
        [ -f "$work/$build.o" ] || {
            cat "$work/$build"
            fail "$name, $build, does not compile: $way"
        }
        warnings "$work/$build" >"$work/$build.list"
    done
    grep -e ' -Wpirn-' "$work/translated.list" >"$work/pirn.list"
    sed -n '/\/\/ warning: -Wpirn-/{=; s|^.*// warning: ||p; }' "$file" |
        paste -d ' ' - - | diff -u - "$work/pirn.list" || {
        cat "$work/translated"
        fail "$name has other warnings of Pirn: $way"
    }
    grep -v -e ' -Wpirn-' "$work/translated.list" |
        diff -u "$work/elided.list" - || {
        cat "$work/translated"
        fail "$name has other warnings: $way"
    }
    cat "$work/translated.list" >>"$work/seen"
    rm -f "$work"/*.o
done

sed -n '/\/\/ warning: /{=; s|^.*// warning: ||p; }' "$file" |
    paste -d ' ' - - | while read -r line flag; do
    grep -q "^$line $flag=\{0,1\}[0-9]*\$" "$work/seen" ||
        fail "$name: no compiler warns of $flag in line $line"
done
