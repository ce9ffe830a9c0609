/* C++20 coroutines as somebody who knows them writes them: task<T> starts
 * when it is awaited, passes control by symmetric transfer in both
 * directions, and has its frame from free lists by size over 2 MiB pages.
 * One thread, so nothing is atomic. There is no cancellation: this is a
 * floor for C++, not a library. */
#ifndef BENCH_COROUTINE_HPP
#define BENCH_COROUTINE_HPP

#include "bench.h"
#include <coroutine>
#include <cstddef>
#include <exception>
#include <utility>

namespace pool
{
constexpr std::size_t grain = 16, largest = 1024, chunk = std::size_t(2) << 20;
struct node {
    node *next;
};
inline node *lists[largest / grain + 1];
inline char *bump, *bump_end;

[[gnu::noinline]] inline void *refill(std::size_t size)
{
    if (size > std::size_t(bump_end - bump)) {
        bump = static_cast<char *>(bench_pages(chunk * 16));
        bump_end = bump + chunk * 16;
    }
    void *p = bump;
    bump += size;
    return p;
}

inline void *take(std::size_t size)
{
    std::size_t c = (size + grain - 1) / grain;
    if (size > largest) [[unlikely]]
        return ::operator new(size);
    node *n = lists[c];
    if (!n) [[unlikely]]
        return refill(c * grain);
    lists[c] = n->next;
    return n;
}

inline void give(void *p, std::size_t size)
{
    if (size > largest) [[unlikely]]
        return ::operator delete(p);
    std::size_t c = (size + grain - 1) / grain;
    node *n = static_cast<node *>(p);
    n->next = lists[c];
    lists[c] = n;
}
} // namespace pool

struct pooled {
    static void *operator new(std::size_t size)
    {
        return pool::take(size);
    }
    static void operator delete(void *p, std::size_t size)
    {
        pool::give(p, size);
    }
};

/* The run queue: a ring that grows, and prefetches what it comes to next. */
struct run_queue {
    std::coroutine_handle<> *ring = nullptr;
    std::size_t size = 0, head = 0, tail = 0;

    void push(std::coroutine_handle<> h)
    {
        if (tail - head == size) [[unlikely]]
            grow();
        ring[tail++ & (size - 1)] = h;
    }
    void run()
    {
        while (head != tail) {
            __builtin_prefetch(ring[(head + 8) & (size - 1)].address());
            ring[head++ & (size - 1)].resume();
        }
    }
    [[gnu::noinline]] void grow()
    {
        std::size_t n = size ? size * 2 : 256;
        auto *larger = new std::coroutine_handle<>[n];
        for (std::size_t i = head; i != tail; i++)
            larger[i - head] = ring[i & (size - 1)];
        delete[] ring;
        ring = larger;
        tail -= head;
        head = 0;
        size = n;
    }
};
inline run_queue ready;

/* co_await yield_now: to the end of the run queue. */
struct yield_awaiter {
    bool await_ready() const noexcept
    {
        return false;
    }
    void await_suspend(std::coroutine_handle<> h) const noexcept
    {
        ready.push(h);
    }
    void await_resume() const noexcept
    {
    }
};
inline constexpr yield_awaiter yield_now;

/* What the promises of tasks that give a value have in common. */
template <class T> struct promise : pooled {
    std::coroutine_handle<> continuation;
    T value;

    std::suspend_always initial_suspend() noexcept
    {
        return {};
    }
    void return_value(T v) noexcept
    {
        value = v;
    }
    void unhandled_exception() noexcept
    {
        std::terminate();
    }
};

template <class T> struct task {
    struct promise_type : promise<T> {
        task get_return_object() noexcept
        {
            return task(handle::from_promise(*this));
        }
        auto final_suspend() noexcept
        {
            struct to_continuation {
                bool await_ready() noexcept
                {
                    return false;
                }
                std::coroutine_handle<>
                await_suspend(std::coroutine_handle<promise_type> h) noexcept
                {
                    return h.promise().continuation;
                }
                void await_resume() noexcept
                {
                }
            };
            return to_continuation{};
        }
    };
    using handle = std::coroutine_handle<promise_type>;

    explicit task(handle h) noexcept : h(h)
    {
    }
    task(task &&o) noexcept : h(std::exchange(o.h, {}))
    {
    }
    ~task()
    {
        if (h)
            h.destroy();
    }
    bool await_ready() noexcept
    {
        return false;
    }
    handle await_suspend(std::coroutine_handle<> caller) noexcept
    {
        h.promise().continuation = caller;
        return h;
    }
    T await_resume() noexcept
    {
        return h.promise().value;
    }

    handle h;
};

/* A task on its own: runs from the run queue; may be awaited once. */
template <class T> struct spawned {
    struct promise_type : promise<T> {
        bool done = false;

        spawned get_return_object() noexcept
        {
            handle h = handle::from_promise(*this);
            ready.push(h);
            return spawned(h);
        }
        auto final_suspend() noexcept
        {
            struct to_continuation {
                bool await_ready() noexcept
                {
                    return false;
                }
                std::coroutine_handle<>
                await_suspend(std::coroutine_handle<promise_type> h) noexcept
                {
                    h.promise().done = true;
                    if (h.promise().continuation)
                        return h.promise().continuation;
                    return std::noop_coroutine();
                }
                void await_resume() noexcept
                {
                }
            };
            return to_continuation{};
        }
    };
    using handle = std::coroutine_handle<promise_type>;

    explicit spawned(handle h) noexcept : h(h)
    {
    }
    spawned(spawned &&o) noexcept : h(std::exchange(o.h, {}))
    {
    }
    ~spawned()
    {
        if (h)
            h.destroy();
    }
    bool await_ready() noexcept
    {
        return h.promise().done;
    }
    void await_suspend(std::coroutine_handle<> caller) noexcept
    {
        h.promise().continuation = caller;
    }
    T await_resume() noexcept
    {
        return h.promise().value;
    }

    handle h;
};

/* A task that nobody awaits: it counts itself out of its group, which wakes
 * whoever awaits the group when the last one has gone. */
struct group {
    std::size_t running = 0;
    std::coroutine_handle<> waiter;

    bool await_ready() noexcept
    {
        return running == 0;
    }
    void await_suspend(std::coroutine_handle<> h) noexcept
    {
        waiter = h;
    }
    void await_resume() noexcept
    {
    }
};

struct member {
    struct promise_type : pooled {
        group &g;

        /* The first parameter of the coroutine is its group. */
        template <class... A> promise_type(group &g, A &&...) noexcept : g(g)
        {
        }
        member get_return_object() noexcept
        {
            g.running++;
            ready.push(
                std::coroutine_handle<promise_type>::from_promise(*this));
            return {};
        }
        std::suspend_always initial_suspend() noexcept
        {
            return {};
        }
        auto final_suspend() noexcept
        {
            struct leave {
                bool await_ready() noexcept
                {
                    return false;
                }
                void
                await_suspend(std::coroutine_handle<promise_type> h) noexcept
                {
                    group &g = h.promise().g;
                    h.destroy();
                    if (--g.running == 0 && g.waiter)
                        ready.push(std::exchange(g.waiter, {}));
                }
                void await_resume() noexcept
                {
                }
            };
            return leave{};
        }
        void return_void() noexcept
        {
        }
        void unhandled_exception() noexcept
        {
            std::terminate();
        }
    };
};

/* Runs t, and all that it starts, to the end. */
template <class T> T run(task<T> t)
{
    t.h.promise().continuation = std::noop_coroutine();
    t.h.resume();
    ready.run();
    bench_check(t.h.done(), "the root task is still waiting");
    return t.h.promise().value;
}

#endif
