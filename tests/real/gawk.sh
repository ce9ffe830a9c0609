# gawk with every function a coroutine passes its own tests: five hundred scripts.
# Those fail that need a locale that the machine does not have; they say what they
# say when it is built as it is.
fetch=$SRC/tests/real/parts/fetch.sh
sh "$fetch" gawk
cd gawk-*
./configure -q CFLAGS=-w --disable-nls --disable-extensions --without-readline \
    --disable-mpfr >log 2>&1

# build COMMAND...: makes ./gawk with that compiler.
build() {
    rm -f gawk ./*.o support/*.o support/*.a
    for part in "-C support all" gawk; do
        make -s -j2 CC="$*" $part >log 2>&1 || {
            tail -40 log
            exit 1
        }
    done
}
# differences: what the tests leave of those whose output is not the wanted one.
differences() {
    make -s -k -C test check >log 2>&1 || :
    (cd test && find . -name '_*' | sort | xargs tail -n +1 /dev/null)
}

build gcc -O0
differences >expected
[ "$(grep -c '^==>' expected)" -lt 10 ]
# Not with more places to suspend at: one of the tests draws numbers for minutes.
build "$PIRN" cc --async-all gcc -O1
differences >output
diff -u expected output | head -40 | grep . && exit 1
exit 0
