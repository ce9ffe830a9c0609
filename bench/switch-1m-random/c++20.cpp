/* Switching among a million C++20 coroutines in random memory order: each
 * waits at a gate of its own, the gates open in random order, and the run
 * queue keeps that order. */
#include "../coroutine.hpp"

constexpr int TASKS = 1000000, TURNS = 10;

static long sum;
static double begin;

struct gate {
    std::coroutine_handle<> waiter;

    bool await_ready() noexcept
    {
        return false;
    }
    void await_suspend(std::coroutine_handle<> h) noexcept
    {
        waiter = h;
    }
    void await_resume() noexcept
    {
    }
};

static member take_turns(group &, gate &start, int id, int weight)
{
    co_await start;
    for (int i = 0; i < TURNS; i++)
        co_await yield_now;
    sum += (long)id * weight;
}

static task<int> all_take_turns()
{
    group g;
    gate *gates = static_cast<gate *>(bench_pages(TASKS * sizeof *gates));
    for (int id = 0; id < TASKS; id++)
        take_turns(g, gates[id], id, 3);
    co_await yield_now; /* now all of them wait */
    unsigned *order = bench_permutation(TASKS);
    for (unsigned i = 0; i < TASKS; i++)
        ready.push(gates[order[i]].waiter);
    free(order);
    begin = bench_cpu_ns();
    co_await g;
    co_return 0;
}

int main()
{
    run(all_take_turns());
    double end = bench_cpu_ns();
    bench_check(sum == 3L * TASKS * (TASKS - 1L) / 2, "the sum");
    bench_report("switch-1m-random", (end - begin) / (TURNS + 1) / TASKS, "ns");
}
