// While an operation that was spawned by itself waits, others that need not
// wait do not, and each of both ends when it should.
// asan
// workers: any
// threads: any order, tsan
#include <pirn.h>
#include <stdio.h>

enum { TASKS = 20, TIMES = 50 };

static chan(int) none, many;

/* Nobody has to wait for anything here. */
static async int exchange(int number)
{
    int item = 0;
    for (int i = 0; i < TIMES; i++) {
        await pirn_chan_send(many, &number);
        await pirn_chan_recv(many, &item);
    }
    return number;
}

async int main(void)
{
    struct pirn_event event = PIRN_EVENT_INIT;
    int sum = 0, items[TASKS];
    none = pirn_chan_new(int, 0);
    many = pirn_chan_new(int, TASKS);
    scope (s) {
        task(int) receives[TASKS], waits[TASKS], exchanges[TASKS];
        for (int i = 0; i < TASKS; i++) {
            receives[i] = spawn pirn_chan_recv(none, &items[i]);
            exchanges[i] = spawn exchange(i);
            waits[i] = spawn pirn_event_wait(&event);
            spawn pirn_yield_now();
            spawn exchange(i);
            sum += await exchange(i);
        }
        printf("%d\n", sum); // expect: 190
        for (int i = 0; i < TASKS; i++)
            sum += await exchanges[i];
        printf("%d\n", sum); // expect: 380
        pirn_event_set(&event);
        for (int i = 0; i < TASKS; i++)
            await pirn_chan_send(none, &i);
        for (int i = 0; i < TASKS; i++)
            sum += await receives[i] + await waits[i] - items[i];
        printf("%d\n", sum); // expect: 190
    }
    pirn_chan_free(none);
    pirn_chan_free(many);
}
