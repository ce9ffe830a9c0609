# The example of the tutorial's chapter "More than one core" prints the same with
# any number of workers, whichever way that is said.
. "$SRC/tests/cli/parts/check.sh"

"$PIRN" cc gcc -O2 "$SRC/examples/18_workers.c" -o workers
sed -n 's|^// expect: ||p' "$SRC/examples/18_workers.c" >wanted
for count in 1 2 8; do
    ./workers $count >output
    cmp output wanted
    PIRN_WORKERS=$count ./workers >output
    cmp output wanted
done
