/* A million sleeping C++20 coroutines on the flat timing wheel. See pirn.c. */
#include "../coroutine.hpp"
#include "wheel.h"

constexpr int SLEEPERS = 1000000;

static long sum;
static long long pause_ends;
static double empty, full;

struct sleep_until : wheel_timer {
    long long time;
    std::coroutine_handle<> waiter;

    explicit sleep_until(long long time) noexcept : time(time)
    {
    }
    bool await_ready() noexcept
    {
        return false;
    }
    void await_suspend(std::coroutine_handle<> h) noexcept
    {
        waiter = h;
        expired = [](wheel_timer *t) {
            static_cast<sleep_until *>(t)->waiter.resume();
        };
        wheel_add(this, time);
    }
    void await_resume() noexcept
    {
    }
};

static member sleeper(group &, int a, int b, int c)
{
    co_await sleep_until(time_to_wake(pause_ends));
    sum += a + b * c;
}

static task<int> all_sleep()
{
    group g;
    pause_ends = bench_wall_ns() + 1000000000;
    for (int i = 0; i < SLEEPERS; i++)
        sleeper(g, i, i + 1, 2);
    co_await sleep_until(pause_ends);
    bench_check(sum == 0, "all asleep");
    full = bench_resident();
    co_await g;
    co_return 0;
}

int main()
{
    empty = bench_resident();
    double begin = bench_cpu_ns();
    wheel_now_ms = bench_wall_ns() / 1000000;
    task<int> root = all_sleep();
    root.h.promise().continuation = std::noop_coroutine();
    ready.push(root.h);
    for (ready.run(); wheel_timers; ready.run())
        wheel_turn();
    double end = bench_cpu_ns();
    bench_check(root.h.done(), "the root task has ended");
    bench_check(sum == 3L * SLEEPERS * (SLEEPERS - 1L) / 2 + 2L * SLEEPERS,
                "the sum");
    bench_report("sleeper-bytes", (full - empty) / SLEEPERS, "bytes");
    bench_report("sleeper-cpu", (end - begin) / SLEEPERS, "ns");
}
