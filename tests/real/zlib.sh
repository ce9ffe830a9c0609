# zlib with every function a coroutine passes its own tests, which use it from
# main and through function pointers, and compresses to the same bytes.
fetch=$SRC/tests/real/parts/fetch.sh
sh "$fetch" zlib
cd zlib-*

build() {
    [ ! -e configure.log ] || make -s distclean >/dev/null 2>&1 || :
    CC="$*" CFLAGS="-w" ./configure --static >log 2>&1 &&
        make -s -j2 static test >>log 2>&1 &&
        grep -q 'zlib test OK' log || {
        tail -40 log
        echo "failed: $*"
        exit 1
    }
}

cat ./*.c >text
build gcc -O1
cp minigzip plain
for mode in "--async-all gcc -O2" "--async-all=yield gcc -O0" \
    "--async-all=yield:1 clang -O0"; do
    build "$PIRN" cc $mode
    for level in 1 6 9; do
        ./plain -$level <text >text.plain
        ./minigzip -$level <text >text.gz
        cmp text.plain text.gz
        ./minigzip -d <text.gz | cmp - text
    done
done
