# Of a coroutine that blocks through plain functions each call on the way is
# shown, and what to write instead; other options and readings say more or less.
. "$SRC/tests/cli/parts/check.sh"

cat >names.c <<'END'
#include <netdb.h>
#include <pirn.h>
#include <sys/file.h>
#include <unistd.h>

#define LOOK_UP(host, list) getaddrinfo(host, NULL, NULL, list)

static int look_up(const char *host)
{
    struct addrinfo *list;
	return LOOK_UP(host, &list);
}
static int load(const char *host)
{
    return look_up(host) + 1;
}
static generator int locked(int fd)
{
    yield flock(fd, LOCK_EX);
}
async int main(void)
{
    int n = load("localhost");
    gen(int) g = locked(0);
    while (pirn_next(g, &n))
        n += (int)read(n, &n, 1);
    return n;
}
END
for cc in gcc clang; do
    # gcc counts the columns of a tab.
    [ $cc = gcc ] && column=16 || column=9
    exits 0 "$PIRN" cc $cc -c names.c
    cat >expected <<END
names.c:23:13: warning: 'load' calls 'getaddrinfo', which blocks the thread, and all tasks on it wait [-Wpirn-blocking]
   23 |     int n = load("localhost");
      |             ^~~~
names.c:15:12: note: 'load' calls 'look_up' here
   15 |     return look_up(host) + 1;
      |            ^~~~~~~
names.c:11:$column: note: 'look_up' calls 'getaddrinfo' here
   11 | 	return LOOK_UP(host, &list);
      | 	       ^~~~~~~~~~~
      = help: write 'await offload load(...)', or make 'load' a coroutine and write 'await pirn_resolve(...)'
names.c:24:18: warning: 'locked' calls 'flock', which blocks the thread, and all tasks on it wait [-Wpirn-blocking]
   24 |     gen(int) g = locked(0);
      |                  ^~~~~~
names.c:19:11: note: 'locked' calls 'flock' here
   19 |     yield flock(fd, LOCK_EX);
      |           ^~~~~
      = help: make 'locked' an async generator and write 'await offload flock(...)'
END
    diff expected said
    exits 0 "$PIRN" cc $cc -Wno-pirn-blocking -c names.c
    [ ! -s said ]
    exits 0 "$PIRN" cc $cc -Wno-pirn-blocking -Wpirn-may-block -c names.c
    says "names.c:26:19: warning: 'read' may block the thread"
    [ "$(grep -c warning: said)" = 1 ]
    # Where a task is a thread, it may block it.
    exits 0 "$PIRN" cc --threads $cc -Wpirn-may-block -c names.c
    [ ! -s said ]
    exits 0 "$PIRN" cc --async-all $cc -c names.c
    [ ! -s said ]
    exits 1 "$PIRN" cc $cc -Werror=pirn-blocking -c names.c
done

exits 0 "$PIRN" cc gcc -fdiagnostics-format=json -c names.c
python3 - said <<'END'
import json, sys
messages = json.load(open(sys.argv[1]))
assert len(messages) == 2
first = messages[0]
assert first["kind"] == "warning" and first["option"] == "-Wpirn-blocking"
notes = first["children"]
assert [n["message"] for n in notes[:2]] == [
    "'load' calls 'look_up' here", "'look_up' calls 'getaddrinfo' here"]
assert [n["locations"][0]["caret"]["line"] for n in notes[:2]] == [15, 11]
assert notes[2]["message"].startswith("write ") and not notes[2]["locations"]
END
