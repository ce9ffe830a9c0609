// PIRN_DEBUG=1: generators and descriptors that are left, by who made them.
// env: PIRN_DEBUG=1
// asan
// valgrind
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <pirn.h>

static generator int numbers(int n)
{
    while (n > 0)
        yield n--;
}

static async generator int ticks(int n)
{
    while (n > 0) {
        await pirn_yield_now();
        yield n--;
    }
}

static gen(int) make(int n)
{
    return numbers(n);
}

static gen(int) (*const maker)(int) = make; /* keeps them reachable, too */
static gen(int) kept[8];

static async int serve(int listener, int *fd)
{
    *fd = await pirn_accept(listener, NULL, NULL);
    return *fd < 0;
}

async int main(void)
{
    int listener = pirn_tcp_listen("127.0.0.1", 0), fd, value, sum = 0;
    gen(int) closed = numbers(3), beside = numbers(pirn_next(closed, &value));
    pirn_gen_close(closed);
    pirn_gen_close(beside);
    for (int i = 0; i < 3; i++)
        kept[i] = maker(i);
    kept[3] = numbers(4);
    kept[4] = ticks(2);
    while (await pirn_next(kept[4], &value) == 1)
        sum += value;
    printf("%d\n", sum); // expect: 3
    scope (s) {
        spawn serve(listener, &fd);
        int client = await pirn_tcp_connect("127.0.0.1",
                                            pirn_tcp_port(listener));
        int second = await pirn_tcp_connect("127.0.0.1",
                                            pirn_tcp_port(listener));
        await pirn_close(client);
        close(second); /* by others than Pirn: it is closed all the same */
        await pirn_yield_now();
    }
    printf("end\n"); // expect: end
    return 0;
}
// stderr: pirn: 3 generators 'numbers' made at what_is_not_closed_is_told_at_exit.c:27 were never closed
// stderr: pirn: 1 generator 'numbers' made at what_is_not_closed_is_told_at_exit.c:47 was never closed
// stderr: pirn: 1 generator 'ticks' made at what_is_not_closed_is_told_at_exit.c:48 was never closed
// stderr: opened at what_is_not_closed_is_told_at_exit.c:35 was left open
// stderr: opened at what_is_not_closed_is_told_at_exit.c:41 was left open
