# Of each function that programs call, libpirn-threads.a has one of its own,
# which takes the lock, before that of the runtime; or the function needs none.
. "$SRC/tests/cli/parts/check.sh"

# What touches nothing that tasks share, and what such programs never call.
needs_none='pirn__\(broadcast\|chan\)_\(new\|try_new\)
pirn__copy
pirn__gen_.*
pirn__is_null
pirn__loaded
pirn__lookup_\(abandon\|end\|new\|start\)
pirn__offload
pirn__resolve_numeric
pirn__run_options
pirn__tcp_\(address\|listen\)
pirn__unix_\(address\|socket\)
__wrap_.*
pirn__\(drive\|drive_begin\|drive_end\|probe\|probe_random\)
pirn__test_.*
pirn__yield_refused
pirn_address
pirn_clock_use
pirn_post
pirn_runtime_release
pirn_resolve_by
pirn_process_\(start\|kill\)
pirn__process_reap
pirn_signal_\(open\|try_next\|fd\|close\)
pirn_tcp_listen
pirn_tcp_listen_with
pirn_tcp_port
pirn_udp_open
pirn_unix_listen
pirn_worker
pirn_workers'

# functions FILE VISIBILITY: those that it defines. An object that has been
# translated, which is known by its stamp, calls those in front itself.
functions() {
    readelf -sW "$1" | awk -v visibility="$2" '
        /^File:/ { is_translated = 0 }
        $8 == "pirn__stamp_this" { is_translated = 1 }
        !is_translated && $4 == "FUNC" && $5 == "GLOBAL" && $6 ~ visibility && $7 != "UND" {
            print $8 }' | sort -u
}
printf '%s\n' "$needs_none" | sed 's/^/^/; s/$/$/' >none
functions "$BUILD/libpirn.a" DEFAULT >all
functions "$BUILD/libpirn-threads.a" DEFAULT >threads
functions "$BUILD/libpirn-threads.a" . |
    sed -n 's/^pirn__behind_//p; s/^pirn\.behind\./pirn./p' | sort >renamed
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

# A coroutine of the runtime without one is an error of the linker.
cat >fresh.c <<'END'
#include "runtime/base/common.h"
int fresh(struct pirn_worker *w) PIRN__ENTRY(fresh);
int fresh(struct pirn_worker *w)
{
    (void)w;
    return 0;
}
END
cat >waits.c <<'END'
#include <pirn.h>
async int fresh(void);
async int main(void)
{
    return await fresh();
}
END
compile() {
    gcc -D_GNU_SOURCE -DPIRN__RUNTIME -I "$SRC/src" -I "$SRC/include" \
        -c fresh.c "$@"
}
compile -o fresh.o
compile -o fresh-threads.o -include "$SRC/src/threads/renamed.h"
"$PIRN" cc gcc waits.c fresh.o -o waits
./waits
exits 1 "$PIRN" cc --threads gcc waits.c fresh-threads.o -o waits
says "undefined reference to \`pirn.fresh'"
