/* One step of a C++20 generator: resume it, get a value. */
#include "../coroutine.hpp"

template <class T> struct generator {
    struct promise_type : pooled {
        T value;

        generator get_return_object() noexcept
        {
            return {std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        std::suspend_always initial_suspend() noexcept
        {
            return {};
        }
        std::suspend_always final_suspend() noexcept
        {
            return {};
        }
        std::suspend_always yield_value(T v) noexcept
        {
            value = v;
            return {};
        }
        void return_void() noexcept
        {
        }
        void unhandled_exception() noexcept
        {
            std::terminate();
        }
    };
    std::coroutine_handle<promise_type> h;

    bool next(T &value)
    {
        h.resume();
        if (h.done())
            return false;
        value = h.promise().value;
        return true;
    }
};

[[gnu::noipa]] static generator<long> multiples(long of, long n)
{
    for (long i = 0; i < n; i++)
        co_yield i *of;
}

static long sum_of_multiples(long of, long n)
{
    generator<long> g = multiples(of, n);
    long sum = 0, value;
    while (g.next(value))
        sum += value;
    g.h.destroy();
    return sum;
}

int main()
{
    long n = bench_opaque(50000000);
    bench_check(sum_of_multiples(3, 1000) == 1498500, "1000 multiples of 3");
    double begin = bench_cpu_ns();
    long sum = sum_of_multiples(3, n);
    double end = bench_cpu_ns();
    bench_check(sum == n * (n - 1) / 2 * 3, "n multiples of 3");
    bench_report("generator", (end - begin) / (double)n, "ns/step");
}
