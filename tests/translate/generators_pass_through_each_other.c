// Generators as parameters, members, array elements and results.
// asan
// valgrind
#include <stdbool.h>
#include <stdio.h>

#include <pirn.h>

static generator int naturals(int n)
{
    for (int i = 2; i < n; i++)
        yield i;
}

static generator int without_multiples(gen(int) from, int of)
{
    int v;
    while (pirn_next(from, &v) == 1)
        if (v % of)
            yield v;
    pirn_gen_close(from);
}

static generator int primes(int n)
{
    gen(int) sieve = naturals(n);
    int v;
    while (pirn_next(sieve, &v) == 1) {
        yield v;
        sieve = without_multiples(sieve, v);
    }
    pirn_gen_close(sieve);
}

typedef generator int source(int n);

struct stream {
    gen(int) from;
    int seen;
    generator int (*make)(int n);
};

static bool stream_next(struct stream *stream, int *v)
{
    if (!pirn_spawned(stream->from))
        stream->from = stream->make(5);
    stream->seen++;
    return pirn_next(stream->from, v) == 1;
}

static gen(int) choose(bool which, source *a, source *b)
{
    return which ? a(4) : b(8);
}

static int sum(gen(int) g)
{
    int sum = 0, v;
    while (pirn_next(g, &v) == 1)
        sum += v;
    pirn_gen_close(g);
    return sum;
}

int main(void)
{
    gen(int) g = primes(30);
    int v;
    while (pirn_next(g, &v) == 1)
        printf("%d ", v);
    printf("end\n"); // expect: 2 3 5 7 11 13 17 19 23 29 end
    pirn_gen_close(g);
    struct stream stream = {.make = naturals};
    while (stream_next(&stream, &v))
        printf("%d ", v);
    printf("%d\n", stream.seen); // expect: 2 3 4 4
    pirn_gen_close(stream.from);
    printf("%d %d\n", sum(choose(true, naturals, primes)), // expect: 5 17
           sum(choose(false, naturals, primes)));
    gen(int) several[3] = {naturals(3), naturals(4), primes(5)};
    for (int i = 0; i < 3; i++)
        printf("%d ", sum(several[i]));
    printf("end\n"); // expect: 2 5 5 end
    return 0;
}
