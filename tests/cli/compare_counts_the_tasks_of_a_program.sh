# A program is built and run both ways, and what the runtime made is counted.
. "$SRC/tests/cli/parts/check.sh"
. "$SRC/tests/cli/parts/holds.sh"

"$PIRN" cc gcc -O1 "$parts/sleepers.c" -o sleepers
"$PIRN" compare -n1 --json --programs ./sleepers ./sleepers 2000 >json 2>said
[ "$(cat said)" = 2000 ]
holds "a['tasks'] == b['tasks'] == 2001 and a['threads'] == 1"
PIRN_TASKS=$PWD/none prints 5 ./sleepers 5

exits 1 "$PIRN" compare -n 1 no-such-file.c
says "no-such-file.c"
exits 2 "$PIRN" compare -c "$parts/sleepers.c"
says "'-c' does not go with that"

# Built both ways by compare itself, and by hand.
both() {
    [ "$(cat said)" = 200 ]
    holds "a['name'] == '$1' and b['name'] == '$2'" \
        "all['right'] and a['tasks'] == b['tasks'] == 201" \
        "a['threads'] == 1 and b['threads'] >= 201" \
        "r['peak_virtual_bytes'] > 10 and r['system_calls'] > 10"
}
"$PIRN" compare -n1 --json -O1 "$parts/sleepers.c" 200 >json 2>said
both coroutines threads
"$PIRN" cc --threads gcc -O1 "$parts/sleepers.c" -o threaded
"$PIRN" compare -n1 --json --programs ./sleepers ./threaded 200 >json 2>said
both sleepers threaded
"$PIRN" compare -n 1 -O0 "$parts/sleepers.c" 10 >table
[ "$(head -1 table)" = 10 ]
grep -q '^  *coroutines  *threads  *ratio$' table

# Each thread has a stack of 16 KiB in the kernel. Where no cgroup can be made,
# or none is to be written to, that and the page tables are told.
"$PIRN" cc gcc -O1 "$parts/gathering.c" -o tasks
"$PIRN" cc --threads gcc -O1 "$parts/gathering.c" -o threads
gathered() {
    "$@" "$PIRN" compare -n1 --json --programs ./tasks ./threads 500 >json 2>said
    [ "$(cat said)" = 500 ]
    holds "b['peak_kernel_bytes'] > 500 * (16 << 10)" \
        "0 < a['peak_kernel_bytes'] < 1 << 20" \
        "a['peak_memory_bytes'] == sum(a['peak_%s_bytes' % which]
        for which in ('resident', 'kernel'))"
    holds "r['peak_memory_bytes'] > 5"
}
gathered env
find /sys/fs/cgroup -name 'pirn-*' 2>/dev/null | while read -r left; do
    kill -0 "${left##*-}" # of another one that runs now
done
"$PIRN" compare -n1 --programs ./tasks ./threads 1 >table
if grep -q '"kernel_is_all": true' json; then
    grep -q "^peak memory, the kernel's  *[1-9]" table
else
    grep -q "^peak memory, kernel's at least  *[1-9]" table
fi
if unshare -m mount --bind / / 2>/dev/null; then
    gathered unshare -m sh -c 'mount | sed -n "s/.* on \(.*\) type cgroup.*/\1/p" |
        while read -r top; do mount -o remount,bind,ro "$top"; done
        exec "$0" "$@"'
    grep -q '"kernel_is_all": false' json
fi
