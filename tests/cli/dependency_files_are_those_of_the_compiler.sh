# Their names, targets and contents, whatever tells the compiler to make them.
. "$SRC/tests/cli/parts/check.sh"

mkdir src
cp "$parts/twice.h" "$parts/whole.c" src
sed -i 's/<pirn.h>/"twice.h"/' src/whole.c

# One `TARGET: FILE` per line, without the headers of pirn itself, which are
# not all the same in the elision.
rules() {
    for file in $(find . -name '*.d' -o -name deps | sort); do
        echo "in $file:"
        sed -e ':a' -e '/\\$/{N;s/\\\n//;ba' -e '}' "$file" |
            awk '{ for (i = 2; i <= NF; i++) print $1, $i; if (NF == 1) print }' |
            grep -v -e "pirn" -e '/usr/'
    done
}

compare() {
    for cc in gcc clang; do
        rm -rf out ./*.o ./*.d ./*.s a.out deps
        mkdir out
        $cc -isystem "$SRC/include" "$@" >/dev/null 2>&1
        rules >bare.rules
        rm -rf out ./*.o ./*.d ./*.s a.out deps
        mkdir out
        "$PIRN" cc $cc "$@" >/dev/null
        rules >pirn.rules
        grep -q . pirn.rules || {
            echo "no dependencies: $cc $*"
            exit 1
        }
        diff -u bare.rules pirn.rules || {
            echo "other dependencies: $cc $*"
            exit 1
        }
    done
}

compare -MD -c src/whole.c
compare -MMD -c src/whole.c
compare -MMD -MP -c src/whole.c -o out/thing.obj
compare -MD -MF deps -c src/whole.c
compare -MD -MFdeps -c src/whole.c -oout/x.o
compare -MMD -MT 'one two' -MQ 'a$b' -MF deps -c src/whole.c -o out/x.o
compare -MD -S src/whole.c
compare -MD -S src/whole.c -o out/whole.s
compare -MD src/whole.c -o out/program
compare -MD src/whole.c
compare -MMD -c src/whole.c -o out/no-suffix
compare -MMD -fsyntax-only src/whole.c -MF deps
compare -Wp,-MMD,deps -c src/whole.c -o out/x.o
compare -MM -MF deps src/whole.c
compare -M -MG -MF deps src/whole.c

# Without a file, -M prints; nothing is compiled.
for cc in gcc clang; do
    "$PIRN" cc $cc -MM src/whole.c | grep -q '^whole.o: src/whole.c'
done
