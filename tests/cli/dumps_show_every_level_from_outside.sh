# SIGQUIT from outside, a program that has no time for it, a coroutine of a
# shared library in a stack, and gdb.
. "$SRC/tests/cli/parts/check.sh"

cat >wait.h <<'END'
#include <pirn.h>
async int wait_in_library(int fd);
END
cat >wait.c <<'END'
#include "wait.h"
async int wait_in_library(int fd)
{
    char c;
    return (int)await pirn_read(fd, &c, 1);
}
END
cat >program.c <<'END'
#include "wait.h"
#include <stdio.h>
static async int serve(int fd)
{
    int rc = await wait_in_library(fd);
    return rc + 1;
}
static async int busy(int fd)
{
    if (await pirn_yield_now() < 0 || fd < 0)
        for (volatile int i = 0;; i++)
            continue;
    return 0;
}
async int main(int count, char **words)
{
    (void)words;
    puts("ready");
    fflush(stdout);
    scope (s) {
        spawn serve(0);
        spawn busy(count > 1 ? -1 : 0);
    }
    puts("end");
    return 0;
}
END

# Until a file has the line.
wait_for() {
    until grep -q "$2" "$1" 2>/dev/null; do
        kill -0 $program || {
            cat "$1"
            exit 1
        }
        sleep 0.05
    done
}

# What a shell starts in the background ignores SIGQUIT.
begin() {
    rm -f out err
    mkfifo in
    env --default-signal=QUIT "$@" <in >out 2>err &
    program=$!
    exec 9>in
    rm in
    wait_for out ready
}

"$PIRN" cc gcc -O2 -fPIC -shared wait.c -o libwait.so
for cc in gcc clang; do
    "$PIRN" cc $cc -O2 program.c -L. -lwait -Wl,-rpath,"$PWD" -o program
    begin ./program
    kill -QUIT $program
    wait_for err '^    spawned by main at program.c:21'
    echo >&9
    wait $program
    exec 9>&-
    grep -q '^task 2 (serve) waits for something to read on descriptor 0' err
    grep -q '^    in wait_in_library at wait.c:5' err
    grep -q '^    in serve at program.c:5' err
    grep -q '^end' out

    # Here the loop has no turn: the second, a second later, ends it. On a busy
    # machine the first may come together with it; then a third does.
    begin ./program busy
    while kill -QUIT $program 2>/dev/null; do
        sleep 1.2
    done
    status=0
    wait $program || status=$?
    exec 9>&-
    [ $status = 131 ]
    [ ! -s err ]
done

# A process that is stopped: what a debugger is told.
command -v gdb >/dev/null || exit 0
exits 0 gdb -q -batch -nx -iex 'set debuginfod enabled off' \
    -ex 'set breakpoint pending on' -ex 'tbreak write' -ex run \
    -ex 'call (void)pirn_dump(0)' -ex kill ./program
says 'task 1 (main) is running'
