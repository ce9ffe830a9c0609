# Of each function that programs call, libpirn-threads.a has one of its own,
# which takes the lock, before that of the runtime; or the function needs none.
. "$SRC/tests/cli/parts/check.sh"

# What touches nothing that tasks share, and what such programs never call.
needs_none='pirn__\(broadcast\|chan\)_\(new\|try_new\)
pirn__copy
pirn__gen_.*
pirn__listen_at
pirn__run_options
pirn__\(drive\|drive_begin\|probe\|probe_random\)
pirn__test_.*
pirn_clock_use
pirn_tcp_listen
pirn_tcp_port
pirn_worker
pirn_workers'

functions() {
    readelf -sW "$1" | awk '$4 == "FUNC" && $5 == "GLOBAL" && $6 == "DEFAULT" &&
                            $7 != "UND" { print $8 }' | sort -u
}
printf '%s\n' "$needs_none" | sed 's/^/^/; s/$/$/' >none
functions "$BUILD/libpirn.a" >all
functions "$BUILD/libpirn-threads.a" >threads
sed -n 's/^pirn\.real\.//p' threads >renamed
grep -c . renamed >/dev/null
comm -23 all renamed | grep -v -f none >forgotten || true
[ ! -s forgotten ] || {
    echo "these have none in src/threads:"
    cat forgotten
    exit 1
}
# And each of these has both.
comm -23 renamed threads >lost
[ ! -s lost ] || {
    echo "these are renamed, and nothing stands before them:"
    cat lost
    exit 1
}
