# --threads: each task is a thread, all files are built in the same way, and
# what has to differ does.
. "$SRC/tests/cli/parts/check.sh"

cat >two.c <<'END'
#include <pirn.h>
#include <stdatomic.h>
#include <stdio.h>
#ifndef __PIRN_THREADS__
#error "not as threads"
#endif
static atomic_int here, there;
static async int first(void)
{
    here = 1;
    while (!there) /* no await: the other has to run beside it */
        ;
    return 1;
}
static async int second(void)
{
    there = 1;
    while (!here)
        ;
    return 2;
}
async int main(void)
{
    scope (s) {
        task(int) a = spawn first(), b = spawn second();
        printf("%d\n", await a + await b);
    }
    return 0;
}
END
for cc in gcc clang; do
    "$PIRN" cc --threads $cc -Wall -Wextra -Werror -O2 two.c -o two
    prints 3 ./two
done
prints 3 "$PIRN" run --threads two.c
"$PIRN" translate --threads two.c >two.i
absent 'pirn__r1' <two.i # no label of a state machine

# All in the same way, compiled and linked.
cat >part.c <<'END'
#include <pirn.h>
async int part(void)
{
    return await pirn_yield_now();
}
END
cat >whole.c <<'END'
#include <pirn.h>
async int part(void);
async int main(void)
{
    return await part();
}
END
"$PIRN" cc gcc -c part.c -o part.o
"$PIRN" cc gcc -c whole.c -o whole.o
"$PIRN" cc --threads gcc -c part.c -o part-threads.o
"$PIRN" cc --threads gcc -c whole.c -o whole-threads.o
"$PIRN" cc gcc whole.o part.o -o whole
"$PIRN" cc --threads gcc whole-threads.o part-threads.o -o whole-threads
./whole
./whole-threads
exits 1 "$PIRN" cc --threads gcc whole-threads.o part.o -o mixed
says pirn_object_of_plain_cc_linked_with_threads
exits 1 "$PIRN" cc gcc whole.o part-threads.o -o mixed
says pirn_object_of_cc_threads_linked_without_it
exits 1 "$PIRN" cc gcc whole-threads.o part-threads.o -o mixed
says pirn_object_of_cc_threads_linked_without_it

# What does not go together.
exits 2 "$PIRN" cc --threads --async-all gcc part.c
exits 2 "$PIRN" translate --threads --async-all part.c
exits 2 "$PIRN" frames --threads part.c
says 'have no frames'

# A thread that cannot be started.
cat >many.c <<'END'
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>
static async int idle(void)
{
    return await pirn_sleep(PIRN_NEVER);
}
async int main(int count, char **words)
{
    int failed = 0, fine = 0;
    (void)words;
    scope (s) {
        for (int i = 0; i < 50; i++) {
            if (count > 1) {
                spawn idle();
            } else if (pirn_spawned(try_spawn idle())) {
                fine++;
            } else {
                failed++;
            }
        }
        pirn_scope_cancel(s);
    }
    printf("%s\n", fine > 0 && failed > 0 ? "some" : "all or none");
    return 0;
}
END
"$PIRN" cc --threads gcc many.c -o many
cat >tight.sh <<'END'
ulimit -v 500000
ulimit -c 0
PIRN_STACK=64M
export PIRN_STACK
exec ./many "$@"
END
prints some sh tight.sh
exits 134 sh tight.sh spawn
says 'cannot start a thread'
PIRN_STACK=64K prints "all or none" ./many

# A trace calls its tasks by their names.
PIRN_TRACE_EVENTS=4096 "$PIRN" trace -o trace.json --threads \
    "$SRC/examples/four_pictures/together.c" >/dev/null
for name in A B C D; do
    grep -q "\"cat\":\"run\",\"name\":\"$name\"" trace.json
done
