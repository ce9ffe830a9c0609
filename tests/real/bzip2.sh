# bzip2 with every function a coroutine passes its own tests, and compresses to
# the same bytes.
fetch=$SRC/tests/real/parts/fetch.sh
sh "$fetch" bzip2
cd bzip2-*

make -s CFLAGS="-O1 -w -D_FILE_OFFSET_BITS=64" bzip2 >log 2>&1
mv bzip2 plain
cat ./*.c >text
for mode in "--async-all gcc -O2" "--async-all=yield gcc -O0" \
    "--async-all=yield:1 clang -O0"; do
    make -s clean
    make -s -j2 CC="$PIRN cc $mode" CFLAGS="-w -D_FILE_OFFSET_BITS=64" \
        bzip2 bzip2recover >log 2>&1 && make -s CC=false test >>log 2>&1 || {
        tail -40 log
        echo "failed: $mode"
        exit 1
    }
    for level in 1 9; do
        ./plain -$level -c text >text.plain
        ./bzip2 -$level -c text >text.bz2
        cmp text.plain text.bz2
        ./bzip2 -t text.bz2
        ./bzip2 -dc text.bz2 | cmp - text
    done
    # What is broken is refused.
    head -c 20000 text.bz2 >cut.bz2
    status=0
    ./bzip2 -t cut.bz2 2>/dev/null || status=$?
    [ $status = 2 ]
done
