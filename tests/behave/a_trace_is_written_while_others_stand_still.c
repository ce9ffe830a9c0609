/* A SIGQUIT has one worker write the trace, with the names of all tasks, while
 * on another one tasks take names and end. */
// env: PIRN_TRACE=trace.json
// env: PIRN_TRACE_EVENTS=2000
// workers: any
// threads: no, they have no workers
// expect: written
#include <pirn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>

enum { QUITS = 10 };

static atomic_bool is_over;

static async void be_named(int i)
{
    pirn_name("number %d", i);
    await pirn_yield_now();
    pirn_name("still number %d", i);
}

static async void name_others(void)
{
    for (int i = 0; !is_over; i++) {
        scope (s, .pinned = true) {
            for (int k = 0; k < 10; k++)
                spawn be_named(10 * i + k);
        }
    }
}

async int main(void)
{
    pirn_name("the first");
    scope (s, .pinned = true) {
        spawn_on(1) name_others();
        for (int i = 0; i < QUITS; i++) {
            raise(SIGQUIT);
            await pirn_sleep(100 * PIRN_US);
        }
        is_over = true;
    }
    puts("written");
    return 0;
}
