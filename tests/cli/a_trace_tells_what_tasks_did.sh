# PIRN_TRACE: the events of a program whose order is known, names of all
# kinds, a ring that is full, and programs that end in all ways.
. "$SRC/tests/cli/parts/check.sh"

told() {
    python3 "$parts/trace.py" "$@"
}

cat >order.c <<'END'
#include <pirn.h>
#include <stdio.h>
static async int sleeper(int ms)
{
    pirn_name("%d \"ms\"\\\t\n\x01\xff<\xc3\xa9>", ms);
    await pirn_sleep(ms * PIRN_MS);
    return ms;
}
static async int asker(chan(int) c)
{
    int answer = 0;
    await pirn_chan_recv(c, &answer);
    return answer;
}
async int main(void)
{
    chan(int) c = pirn_chan_new(int, 0);
    int answer = 42;
    scope (s) {
        task(int) one = spawn sleeper(1);
        task(int) two = spawn asker(c);
        await pirn_yield_now();
        await pirn_chan_send(c, &answer);
        printf("%d\n", await one + await two);
    }
    pirn_chan_free(c);
    return 0;
}
END
cat >expected <<'END'
run main: woken by spawn; gives way at order.c:22 in main
run 1 "ms"\\\t\n\x01\ufffd<\xe9>: woken by spawn main; sleeps at order.c:6 in sleeper
run asker: woken by spawn main; waits to receive from a channel at order.c:12 in asker
run main:; awaits a task at order.c:24 in main
run asker: woken by a task main; ends
idle
run 1 "ms"\\\t\n\x01\ufffd<\xe9>: woken by a timer; ends
run main: woken by a task 1 "ms"\\\t\n\x01\ufffd<\xe9>; ends
spawn main -> 1 "ms"\\\t\n\x01\ufffd<\xe9>
spawn main -> asker
wake main -> asker
wake 1 "ms"\\\t\n\x01\ufffd<\xe9> -> main
dropped 0
END
for cc in gcc clang; do
    for level in -O0 -O2; do
        "$PIRN" cc $cc $level order.c -o order
        prints 43 env PIRN_CLOCK=virtual PIRN_TRACE=order.json ./order
        told order.json >got
        diff -u expected got
    done
done

# A tail call, where the frame is given back at the await: its place is told
# all the same, whichever of several it is, and wherever frames come from.
cat >tails.c <<'END'
#include <pirn.h>
static async int nap(int ms)
{
    if (ms == 1)
        return await pirn_sleep(ms * PIRN_MS);
    return await pirn_sleep(ms * PIRN_MS);
}
static async int later(int ms)
{
    await pirn_yield_now();
    return await nap(ms);
}
async int main(void)
{
    int sum = 0;
    scope (s) {
        task(int) t[] = {spawn nap(1), spawn nap(2), spawn later(3)};
        sum += await later(4);
        for (int i = 0; i < 3; i++)
            sum += await t[i];
    }
    return sum;
}
END
for cc in gcc clang; do
    "$PIRN" cc $cc -O2 tails.c -o tails
    for pool in 0 1; do
        PIRN_POOL=$pool PIRN_CLOCK=virtual PIRN_TRACE=tails.json ./tails
        told tails.json | grep '; sleeps' | sed 's/:.*;/:/' >got
        diff -u - got <<'END'
run nap: sleeps at tails.c:5 in nap
run nap: sleeps at tails.c:6 in nap
run main: sleeps at tails.c:11 in later
run later: sleeps at tails.c:11 in later
END
    done
done

# Several workers, whose tasks move while they run and are stolen while their
# worker takes note of them, and threads.
cat >crowd.c <<'END'
#include <pirn.h>
static struct pirn_mutex lock;
static async int roam(int n)
{
    for (int i = 0; i < 40; i++) {
        await pirn_move_to((unsigned)(n + i));
        await pirn_mutex_lock(&lock);
        await pirn_yield_now();
        pirn_mutex_unlock(&lock);
        if (i % 8 == 0)
            await pirn_sleep(PIRN_MS / 10);
    }
    return await pirn_yield_now();
}
async int main(void)
{
    scope (s) {
        for (int i = 0; i < 60; i++)
            spawn roam(i);
    }
    return 0;
}
END
"$PIRN" cc gcc -O2 crowd.c -o crowd
for size in 64 100000; do
    for i in $(seq 40); do
        PIRN_WORKERS=3 PIRN_TRACE=crowd.json PIRN_TRACE_EVENTS=$size ./crowd
    done
    told crowd.json >got
done
grep -q '^move roam -> roam$' got
grep -q '^wake roam -> roam$' got
[ "$(tail -1 got)" = "dropped 0" ]
[ "$(grep -c '^run roam:.*; ends$' got)" = 60 ]
absent 'is running' <got

# What a task waits for is told, though another worker has brought it meanwhile.
cat >apart.c <<'END'
#include <pirn.h>
static async int echo(int i)
{
    return i;
}
async int main(void)
{
    int sum = 0;
    scope (s, .pinned = true) {
        for (int i = 0; i < 20000; i++) {
            task(int) t = spawn_on (1) echo(i);
            sum += await t;
        }
    }
    return sum == 0;
}
END
"$PIRN" cc gcc -O2 apart.c -o apart
PIRN_WORKERS=2 PIRN_TRACE=apart.json ./apart
told apart.json >got
grep -q '^run main:.*; awaits a task at apart.c' got
grep '^run main:' got | absent 'is ready'
grep '^run main:' got | absent 'gives way'
"$PIRN" cc --threads gcc -O2 crowd.c -o crowd
PIRN_TRACE=crowd.json PIRN_TRACE_EVENTS=4096 ./crowd
told crowd.json >got
[ "$(grep -c '^run roam:.*; ends$' got)" = 60 ]
grep -q '^blocked$' got

# The oldest are lost: of many turns the last are told.
cat >many.c <<'END'
#include <pirn.h>
#include <stdlib.h>
static async int turn(int turns)
{
    pirn_name("a name that is longer than one event has room for");
    for (int i = 0; i < turns; i++)
        await pirn_yield_now();
    return 0;
}
async int main(int count, char **words)
{
    (void)count;
    scope (s) {
        await spawn turn(atoi(words[1]));
    }
    return 0;
}
END
"$PIRN" cc gcc -O2 many.c -o many
PIRN_TRACE=many.json PIRN_TRACE_EVENTS=100 ./many 1000
# The spawn of main, two runs and stops of it, and a wake; the spawn of the
# other, its 1,001 runs and stops, and its name in 5 parts: 2,014 in all, and
# there is room for 128. Before the last 10 of these, from where the other
# runs for the last time, that is 59 runs, and stops.
told many.json >got
[ "$(tail -1 got)" = "dropped 1886" ]
name='a name that is longer than one event has room for'
grep -q "^run $name:; gives way" got
[ "$(grep '^run' got | tail -1)" = "run main: woken by a task $name; ends" ]
[ "$(grep -c '^run' got)" = 61 ]
for events in -1 0 many 99999999999999999999; do
    exits 134 env PIRN_TRACE=many.json PIRN_TRACE_EVENTS=$events ./many 1
    says "PIRN_TRACE_EVENTS=$events: it is to be 1 to 268435456"
done

# However a program ends.
cat >ends.c <<'END'
#include <pirn.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
async int main(int count, char **words)
{
    chan(int) c = pirn_chan_new(int, 0);
    int item;
    (void)count;
    pirn_name("main that %s", words[1]);
    await pirn_yield_now();
    switch (*words[1]) {
    case 's':
        await pirn_chan_recv(c, &item);
        break;
    case 'm':
        await pirn_chan_recv((chan(int))NULL, &item);
        break;
    case 'e':
        exit(7);
    case 'q':
        raise(SIGQUIT);
        await pirn_yield_now();
        await pirn_sleep(PIRN_MS);
        _exit(0);
    case 'f':
        if (fork() == 0)
            exit(0);
        wait(NULL);
    }
    pirn_chan_free(c);
    return 0;
}
END
"$PIRN" cc gcc -O2 -w ends.c -o ends
PIRN_TRACE=end.json
PIRN_CLOCK=virtual
export PIRN_TRACE PIRN_CLOCK
exits 121 ./ends sticks
told end.json >got
grep -q '^run main that sticks:; waits to receive from a channel at' got
exits 134 ./ends misuses
told end.json >got
grep -q '^run main that misuses:; is running' got
exits 7 ./ends exits
told end.json >got
grep -q '^run main that exits:; is running' got
exits 0 env --default-signal=QUIT ./ends quits
told end.json >got
grep -q '^run main that quits: woken by spawn; gives way' got
exits 0 ./ends forks
told end.json >got
grep -q '^run main that forks:; ends' got
[ "$(wc -l <got)" = 3 ]

# Where it cannot be written, or only once.
exits 0 env PIRN_TRACE= ./ends fine
[ ! -s said ]
exits 0 env PIRN_TRACE=none/x.json ./ends fine
says "pirn: cannot open the trace 'none/x.json': No such file or directory"
exits 0 env PIRN_TRACE=/dev/full ./ends fine
says "pirn: cannot write the trace '/dev/full': No space left on device"
exits 0 env PIRN_HOG_MS=1000 ./ends fine
says "pirn: PIRN_TRACE does not go with PIRN_HOG_MS, and nothing is recorded"
exits 0 sh -c 'PIRN_TRACE=/dev/stdout ./ends fine | cat >piped.json'
told piped.json >got
grep -q '^run main that fine:; ends' got

# A lane for each thread; a runtime goes on in that of the one before it.
cat >threads.c <<'END'
#include <pirn.h>
#include <pthread.h>
static async int nap(void)
{
    int rc = await pirn_sleep(PIRN_MS);
    return rc;
}
static void *work(void *name)
{
    for (int i = 0; i < 3; i++)
        pirn_run(nap());
    return name;
}
int main(void)
{
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, work, NULL);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
END
"$PIRN" cc gcc -O1 threads.c -o threads
./threads
told end.json >got
[ "$(grep -c '^run nap: woken by spawn; sleeps at threads.c:5' got)" = 12 ]
[ "$(grep -c '^run nap: woken by a timer; ends' got)" = 12 ]
[ "$(grep -c thread_name end.json)" = 4 ]
