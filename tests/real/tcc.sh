# The compiler tcc with every function a coroutine passes its own tests, and
# compiles itself to the same object.
fetch=$SRC/tests/real/parts/fetch.sh
mkdir tcc
cd tcc
sh "$fetch" tcc
./configure --cc=gcc >log 2>&1

# build COMMAND...: makes tcc and its library with that compiler.
build() {
    make -s clean
    make -s -j2 CC="$*" CFLAGS="-w" >log 2>&1 || {
        tail -40 log
        exit 1
    }
}
# The tests say what they expect: compilers in the memory of compilers, programs of
# all kinds, checked bounds, and the library, used by a program that is turned,
# too. One of them is compiled for comparison, and its asm statements rely on what
# stands between them: not by CC.
says() {
    make -s -k -C tests CC="gcc -O0" CFLAGS="-w -I$PWD" \
        hello-exe hello-run vla_test-run tests2-dir pp-dir test3 btest ||
        echo "ends with $?"
    make -s -C tests CC="$*" CFLAGS="-w -I$PWD" libtest || echo "ends with $?"
}

build gcc -O0
says gcc -O0 >../expected 2>&1
[ "$(grep -c '^Test: ' ../expected)" -gt 100 ]
grep -q '^Auto Test3 OK' ../expected
./tcc -B. -Iinclude -w -c tcc.c -o ../plain.o
for mode in "--async-all gcc -O1" "--async-all=yield:1 clang -O0"; do
    build "$PIRN" cc $mode
    says "$PIRN" cc $mode >../output 2>&1
    ./tcc -B. -Iinclude -w -c tcc.c -o ../turned.o
    cmp ../plain.o ../turned.o
    diff -u ../expected ../output | head -40 | grep . && {
        echo "failed: $mode"
        exit 1
    }
done
exit 0
