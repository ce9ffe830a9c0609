// A task that waits in an async generator, from which others yield, is dumped
// with each of them, and may go from worker to worker.
// asan
// workers: any
// threads: no, the calls of a thread stand on its stack
#include <pirn.h>
#include <stdio.h>
#include <string.h>

static async generator int inner(int count)
{
    for (int i = 0; i < count; i++) {
        await pirn_move_to(1);
        await pirn_sleep(PIRN_NEVER);
        yield i;
    }
}

static async generator int middle(int count)
{
    yield_from inner(count);
}

static async generator int outer(int count)
{
    defer await pirn_move_to(0);
    yield_from middle(count);
}

static async void consume(int count)
{
    gen(int) g = outer(count);
    int i;
    await pirn_next(g, &i);
    await pirn_gen_close(g);
}

/* Of a dump, the calls and where they are, if the consumer waits. */
static bool print_calls(void)
{
    char line[256];
    FILE *dump = tmpfile();
    bool is_consumer = false;
    pirn_dump(dump);
    rewind(dump);
    while (fgets(line, sizeof line, dump)) {
        if (strncmp(line, "task ", 5) == 0)
            is_consumer = strstr(line, "consume) sleeps") != NULL;
        else if (is_consumer && strncmp(line, "    in ", 7) == 0)
            fputs(line + 4, stdout);
        else if (is_consumer)
            break;
    }
    fclose(dump);
    return is_consumer;
}

/* The value comes when the wait of the generator has been cancelled. */
async int main(void)
{
    scope (s) {
        task(void) t = spawn consume(4);
        do
            await pirn_sleep(PIRN_MS);
        while (!print_calls());
        // expect: in inner at a_chain_of_async_generators_is_dumped.c:14
        // expect: in yield_from
        // expect: in middle at a_chain_of_async_generators_is_dumped.c:21
        // expect: in yield_from
        // expect: in outer at a_chain_of_async_generators_is_dumped.c:27
        // expect: in pirn_next
        // expect: in consume at a_chain_of_async_generators_is_dumped.c:34
        pirn_cancel(t);
    }
}
