# Names, directories and lines, for the compilers and for gdb.
. "$SRC/tests/cli/parts/check.sh"

mkdir sub
cp "$parts"/twice.[ch] "$parts/answer.c" sub
for cc in gcc clang; do
    for flags in -g -g3 "-g -O2" "-ggdb -gdwarf-4"; do
        "$PIRN" cc $cc $flags -c sub/twice.c -o twice.o
        $cc $flags -isystem "$SRC/include" -c sub/twice.c -o bare.o
        for object in twice bare; do
            objdump --dwarf=info $object.o |
                sed -n '/DW_TAG_compile_unit/,/DW_AT_comp_dir/p' |
                sed -n 's/.*\(DW_AT_name\|DW_AT_comp_dir\).*: /\1 /p' \
                    >$object.names
        done
        diff -u bare.names twice.names
        strings twice.o | absent "$TMPDIR"
        strings twice.o | absent "/pirn-[A-Za-z0-9]*/"
        readelf -s twice.o | grep -q 'FILE.* twice\.c$'
    done
done
command -v gdb >/dev/null || exit 0
for cc in gcc clang; do
    "$PIRN" cc $cc -g -O0 sub/answer.c sub/twice.c -o program
    exits 0 gdb -q -batch -nx -iex 'set debuginfod enabled off' \
        -ex 'break twice.c:7' -ex run -ex bt -ex 'print before' ./program
    says "twice.c:7"
    says "= 21"
done
