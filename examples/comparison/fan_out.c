/* Asks several sources at once, takes what comes within the time limit, and
 * stops the rest. docs/comparison.md compares it with fan_out.go.
 *
 *     pirn run examples/comparison/fan_out.c */
// env: PIRN_CLOCK=virtual
// asan
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

struct source {
    const char *name;
    int64_t delay;
    int price; /* or -errno: the source has none */
};

/* A price, or -errno: -ECANCELED if it has been told to stop. */
static async int ask(const struct source *source)
{
    int rc = await pirn_sleep(source->delay);
    return rc < 0 ? rc : source->price;
}

static async void ask_into(const struct source *source, int *answer)
{
    *answer = await ask(source);
}

static async void ask_all(const struct source *sources, int *answers, int n)
{
    scope (s, .timeout = 500 * PIRN_MS) {
        for (int i = 0; i < n; i++)
            spawn ask_into(&sources[i], &answers[i]);
    }
}

async int main(void)
{
    static const struct source sources[] = {
        {"baker", 20 * PIRN_MS, 12},
        {"miller", 10 * PIRN_MS, 17},
        {"farmer", 3600 * PIRN_S, 9},
        {"smith", 5 * PIRN_MS, -ENOENT},
    };
    enum { N = sizeof sources / sizeof *sources };
    int answers[N], in_time = 0;
    await ask_all(sources, answers, N);
    for (int i = 0; i < N; i++) {
        if (answers[i] >= 0)
            printf("%s: %d\n", sources[i].name, answers[i]);
        else if (answers[i] == -ECANCELED)
            printf("%s: too late\n", sources[i].name);
        else
            printf("%s: no price\n", sources[i].name);
        in_time += answers[i] != -ECANCELED;
    }
    // expect: baker: 12
    // expect: miller: 17
    // expect: farmer: too late
    // expect: smith: no price
    printf("%d of %d in time\n", in_time, N); // expect: 3 of 4 in time
    return 0;
}
