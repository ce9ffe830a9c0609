/* Coroutines behind pointers, and started from plain C.
 *
 *     pirn run examples/09_function_pointers.c
 *
 * The word `async` is part of the type: of a typedef, a member, an array
 * element. pirn_run starts a coroutine from an ordinary function, such as the
 * main of a program that is only partly written with coroutines. */
#include <stdio.h>
#include <string.h>

#include <pirn.h>

struct request {
    const char *verb;
    int value;
};

typedef async int handler(const struct request *request);

static async int increment(const struct request *request)
{
    await pirn_sleep(PIRN_MS);
    return request->value + 1;
}

static async int twice(const struct request *request)
{
    await pirn_yield_now();
    return request->value * 2;
}

static async int unknown(const struct request *request)
{
    printf("what is '%s'?\n", request->verb);
    return -1;
}

static const struct route {
    const char *verb;
    handler *handle;
} routes[] = {{"increment", increment}, {"twice", twice}, {NULL, unknown}};

static handler *find(const char *verb)
{
    const struct route *route = routes;
    while (route->verb && strcmp(route->verb, verb))
        route++;
    return route->handle;
}

static async int serve(const struct request *requests, int count)
{
    int sum = 0;
    for (int i = 0; i < count; i++)
        sum += await find(requests[i].verb)(&requests[i]);
    return sum;
}

int main(void)
{
    const struct request requests[] = {
        {"twice", 4}, {"increment", 1}, {"shrug", 0}};
    int sum = pirn_run(serve(requests, 3));
    printf("%d\n", sum);
    // expect: what is 'shrug'?
    // expect: 9
    return 0;
}
