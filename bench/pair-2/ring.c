/* The same by hand: two threads and a ring with a spin lock. Either looks at
 * how many items there are without the lock, and takes it only if it can put
 * one in or take one out. */
#include "../bench.h"

#include <pthread.h>

enum { ROOM = 128 };

/* All that the lock guards lies in its cache line. */
static struct {
    _Alignas(64) int is_locked;
    unsigned head, tail; /* taken out, put in so far */
    _Alignas(64) long items[ROOM];
} ring;

static void lock(void)
{
    while (__atomic_exchange_n(&ring.is_locked, 1, __ATOMIC_ACQUIRE))
        while (__atomic_load_n(&ring.is_locked, __ATOMIC_RELAXED))
            __builtin_ia32_pause();
}

static void unlock(void)
{
    __atomic_store_n(&ring.is_locked, 0, __ATOMIC_RELEASE);
}

static unsigned count(void)
{
    return __atomic_load_n(&ring.tail, __ATOMIC_RELAXED) -
           __atomic_load_n(&ring.head, __ATOMIC_RELAXED);
}

static void send(long item)
{
    while (count() == ROOM)
        __builtin_ia32_pause();
    lock();
    ring.items[ring.tail % ROOM] = item;
    __atomic_store_n(&ring.tail, ring.tail + 1, __ATOMIC_RELAXED);
    unlock();
}

static long receive(void)
{
    while (count() == 0)
        __builtin_ia32_pause();
    lock();
    long item = ring.items[ring.head % ROOM];
    __atomic_store_n(&ring.head, ring.head + 1, __ATOMIC_RELAXED);
    unlock();
    return item;
}

static void *produce(void *items)
{
    bench_pin(0);
    for (long i = 0; i < *(long *)items; i++) {
        send(i);
        bench_part();
    }
    return NULL;
}

static void *consume(void *items)
{
    long sum = 0;
    bench_pin(1);
    for (long i = 0; i < *(long *)items; i++) {
        sum += receive();
        bench_item();
    }
    return (void *)sum;
}

static long pass(long items)
{
    pthread_t producer, consumer;
    void *sum;
    bench_check(!pthread_create(&producer, NULL, produce, &items) &&
                    !pthread_create(&consumer, NULL, consume, &items),
                "two threads");
    pthread_join(producer, NULL);
    pthread_join(consumer, &sum);
    return (long)sum;
}

int main(void)
{
    long items = bench_size(2000000);
    bench_check(pass(1000) == 499500, "1000 items");
    long long begin = bench_wall_ns();
    long sum = pass(items);
    double time = (double)(bench_wall_ns() - begin);
    bench_check(sum == items * (items - 1) / 2, "the sum");
    bench_report("pair-2", time / (double)items, "ns");
    return 0;
}
