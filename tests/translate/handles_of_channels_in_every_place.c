// chan(T) is a type: of members, parameters, results, elements, and in plain C.
// asan
// elided: same
// with: parts/channels.c
#include <stdio.h>
#include "parts/channels.h"

struct packet {
    char name[12];
    double weights[3];
    struct packet *next;
};

typedef chan(struct packet) packets;
typedef const char *string;

struct pipe {
    packets in;
    chan(const char *) out, spare[2];
    chan(chan(long)) answers;
    async int (*serve)(chan(string) c);
};

struct __attribute__((aligned(64))) wide {
    char text[3];
};

struct empty {
};

static chan(long) numbers; /* at file scope */

static chan(long) plain_function(chan(long) c, const long *values, int count)
{
    for (int i = 0; i < count; i++)
        pirn_chan_try_send(c, &values[i]);
    return c;
}

static async chan(string) pass_on(chan(string) c, string s)
{
    await pirn_chan_send(c, &s);
    return c;
}

static async int serve(chan(string) c)
{
    string s;
    int rc = await pirn_chan_recv(c, &s);
    printf("%s\n", s);
    return rc;
}

static async void structs(void)
{
    const packets c = pirn_chan_new(struct packet, 2);
    struct pipe p = {.in = c,
                     .spare = {NULL, pirn_chan_new(const char *, 1)},
                     .serve = serve};
    struct packet got, *sent = &(struct packet){"one", {1, 2, 3}, NULL};
    await pirn_chan_send(p.in, sent);
    await pirn_chan_send(c, &(struct packet){"two", {4, 5, 6}, sent});
    for (int i = 0; i < 2; i++) {
        await pirn_chan_recv((&p)->in, &got);
        printf("%s %g %d\n", got.name, got.weights[2], got.next == sent);
    }
    // expect: one 3 0
    // expect: two 6 1
    p.out = await pass_on(p.spare[1], "hello");
    printf("%d\n", await p.serve(p.out));
    // expect: hello
    // expect: 0
    p.answers = pirn_chan_new(chan(long), PIRN_UNLIMITED);
    await pirn_chan_send(p.answers, &numbers);
    chan(long) back = NULL;
    await pirn_chan_recv(p.answers, &back);
    printf("%d\n", back == numbers); // expect: 1
    pirn_chan_free(p.answers);
    pirn_chan_free(p.out);
    pirn_chan_free(c);
}

static async void sizes(void)
{
    chan(struct wide) w = pirn_chan_new(struct wide, 3);
    chan(struct wide) u = pirn_chan_new(struct wide, PIRN_UNLIMITED);
    chan(struct empty) e = pirn_chan_new(struct empty, 1);
    chan(char) b = pirn_chan_new(char, 3);
    chan(short) h = pirn_chan_new(short, 3);
    struct wide wide = {"ab"};
    struct empty nothing;
    char text[4] = "xyz";
    short s = -3;
    for (int i = 0; i < 20; i++)
        await pirn_chan_send(u, &wide);
    await pirn_chan_send(w, &wide);
    wide.text[0] = 0;
    await pirn_chan_recv(w, &wide);
    printf("%s ", wide.text);
    wide.text[0] = 0;
    await pirn_chan_recv(u, &wide);
    printf("%s ", wide.text);
    for (int i = 0; i < 3; i++)
        await pirn_chan_send(b, text + i);
    for (int i = 0; i < 3; i++)
        await pirn_chan_recv(b, &text[2 - i]);
    printf("%s ", text);
    await pirn_chan_send(h, &s);
    s = 0;
    await pirn_chan_recv(h, &s);
    printf("%d ", s);
    printf("%d", await pirn_chan_send(e, &nothing));
    printf(" %zu", (size_t)pirn_chan_length(e));
    printf(" %d\n", await pirn_chan_recv(e, &nothing));
    // expect: ab ab zyx -3 0 1 0
    pirn_chan_free(w);
    pirn_chan_free(u);
    pirn_chan_free(e);
    pirn_chan_free(b);
    pirn_chan_free(h);
}

async int main(void)
{
    long chan = 5, values[] = {1, 2, 3}; /* only a word before ( */
    numbers = pirn_chan_new(long, 3);
    await structs();
    await sizes();
    plain_function(numbers, values, 3);
    while (pirn_chan_length(numbers)) {
        long n;
        await pirn_chan_recv(numbers, &n);
        chan += n;
    }
    printf("%ld\n", chan); // expect: 11
    printf("%d\n", await total(numbers_up_to(4))); // expect: 10
    pirn_chan_free(numbers);
    return 0;
}
