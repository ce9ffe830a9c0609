# `pirn cc ccache gcc`: the second compilation is found in the cache.
. "$SRC/tests/cli/parts/check.sh"

command -v ccache >/dev/null || exit 77
CCACHE_DIR=$PWD/cache
export CCACHE_DIR
cp "$parts/whole.c" "$parts/plain.c" .
hits() {
    ccache --print-stats |
        awk '/^(direct|preprocessed)_cache_hit/ { n += $2 } END { print n + 0 }'
}
for cc in gcc clang; do
    for file in whole plain; do
        before=$(hits)
        "$PIRN" cc ccache $cc -O1 -c $file.c -o first.o
        "$PIRN" cc ccache $cc -O1 -c $file.c -o $file.o
        cmp first.o $file.o
        [ "$(hits)" -gt "$before" ] || {
            ccache -s -v
            echo "no hit: $cc $file.c"
            exit 1
        }
    done
    "$PIRN" cc ccache $cc whole.o -o program
    prints 3 ./program 1 2
done
