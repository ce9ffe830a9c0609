// A dump may be made at any moment in the lives of the other tasks: whether
// these wait or run, it reads nothing that they have on their stacks.
// asan
// workers: any
// threads: any order, tsan
#include <pirn.h>
#include <stdio.h>

enum { TASKS = 8, ROUNDS = 100, DUMPS = 20 };

static struct pirn_mutex mutex;
static struct pirn_semaphore semaphore = PIRN_SEMAPHORE_INIT(2);
static chan(int) numbers;

/* Uses the stack on which the task has waited before. */
static void compute(int seed)
{
    volatile unsigned char bytes[4096];
    for (unsigned i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(seed + 255);
}

static async int take_turns(int depth)
{
    int number = depth, which = 0;
    if (depth > 0)
        return await take_turns(depth - 1);
    await pirn_mutex_lock(&mutex);
    await pirn_yield_now();
    pirn_mutex_unlock(&mutex);
    await pirn_semaphore_acquire(&semaphore, 1);
    which = await pirn_select(PIRN_SEND(numbers, &number),
                              PIRN_RECV(numbers, &number));
    pirn_semaphore_release(&semaphore, 1);
    return which;
}

/* It runs and ends without ever waiting. */
static async int add(int number)
{
    static _Atomic int sum;
    for (int i = 0; i < 100; i++)
        sum += number;
    return sum;
}

static async void work(void)
{
    for (int i = 0; i < ROUNDS; i++) {
        await take_turns(i % 5);
        for (int j = 0; j < 20; j++)
            compute(j);
        scope (s) {
            spawn add(i);
        }
    }
}

async int main(void)
{
    FILE *out = fopen("/dev/null", "w");
    numbers = pirn_chan_new(int, 1);
    scope (s) {
        for (int i = 0; i < TASKS; i++)
            spawn work();
        for (int i = 0; i < DUMPS; i++) {
            pirn_dump(out);
            await pirn_yield_now();
        }
    }
    pirn_chan_free(numbers);
    fclose(out);
    printf("over\n"); // expect: over
}
