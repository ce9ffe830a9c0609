/* The floor: two threads, each on a core of its own, that exchange a cache
 * line. It holds the number; an even one is for the one, an odd one for the
 * other to add one to. */
#include "../bench.h"

#include <pthread.h>

static _Alignas(64) long ball;

/* Adds one, rounds times, whenever the ball is odd or even as parity says. */
static void play(long parity, long rounds)
{
    bench_pin((int)parity);
    for (long i = 0; i < rounds; i++) {
        long caught;
        while ((caught = __atomic_load_n(&ball, __ATOMIC_ACQUIRE)) % 2 !=
               parity)
            __builtin_ia32_pause();
        __atomic_store_n(&ball, caught + 1, __ATOMIC_RELEASE);
        parity ? bench_part() : bench_item();
    }
}

static void *ping(void *rounds)
{
    play(0, *(long *)rounds);
    return NULL;
}

static void *pong(void *rounds)
{
    play(1, *(long *)rounds);
    return NULL;
}

static long pass(long rounds)
{
    pthread_t one, other;
    ball = 0;
    bench_check(!pthread_create(&one, NULL, ping, &rounds) &&
                    !pthread_create(&other, NULL, pong, &rounds),
                "two threads");
    pthread_join(one, NULL);
    pthread_join(other, NULL);
    return ball;
}

int main(void)
{
    long rounds = bench_size(1000000);
    bench_check(pass(1000) == 2000, "1000 rounds");
    long long begin = bench_wall_ns();
    long end = pass(rounds);
    double time = (double)(bench_wall_ns() - begin);
    bench_check(end == 2 * rounds, "the ball");
    bench_report("pingpong-2", time / (double)rounds, "ns");
    return 0;
}
