/* Switching among a million tasks in random memory order: each waits at a
 * gate of its own, the gates open in random order, and the ready tasks keep
 * that order. */
#include "../bench.h"

#include <pirn.h>

enum { TASKS = 1000000, TURNS = 10 };

static long sum;
static double begin;

static void close_gate(pirn_op *gate, void *place)
{
    *(pirn_op **)place = gate;
}

static async void take_turns(pirn_op **gate, int id, int weight)
{
    await pirn_suspend(close_gate, NULL, gate);
    for (int i = 0; i < TURNS; i++)
        await pirn_yield_now();
    sum += (long)id * weight;
}

async int main(void)
{
    scope (s) {
        pirn_op **gates = bench_pages(TASKS * sizeof *gates);
        for (int id = 0; id < TASKS; id++)
            spawn take_turns(&gates[id], id, 3);
        await pirn_yield_now(); /* now all of them wait */
        unsigned *order = bench_permutation(TASKS);
        for (unsigned i = 0; i < TASKS; i++)
            pirn_complete(gates[order[i]], 0);
        free(order);
        begin = bench_cpu_ns();
    }
    double end = bench_cpu_ns();
    bench_check(sum == 3L * TASKS * (TASKS - 1L) / 2, "the sum");
    bench_report("switch-1m-random", (end - begin) / (TURNS + 1) / TASKS, "ns");
    return 0;
}
