// Random operations on channels do what a simple model of them says.
// asan
// valgrind
//
// In each step the driver does something at once (it tries, closes, cancels)
// or starts an operation in a task of its own, which takes effect when that
// first runs. Several steps may come before anything runs. Then everything that
// can run does, and the world is compared with the model: which operations
// have ended, how, and what is queued. Each item is a number of its own, and
// must be received or dropped, once.
// threads: no, so many turns of threads take too long
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    CHANNELS = 5,
    OPERATIONS = 8, /* at the same time */
    CLAUSES = 4,
    QUEUE = 4096,
    STEPS = 3000,
    SEEDS = 10,
};

static const int capacities[CHANNELS] = {0, 1, 3, PIRN_UNLIMITED,
                                         PIRN_CONFLATED};

enum direction { NOTHING, SEND, RECV };

/* What is the same in the world and in the model. */
struct outcome {
    bool has_ended;
    int index, rc, item; /* of the clause that was done */
};

struct clause {
    enum direction direction;
    int channel; /* -1: NULL */
    int item;
};

struct operation {
    bool is_used, has_started;
    bool is_select, has_default;
    int clauses;
    struct clause clause[CLAUSES];
    /* the world */
    struct pirn_scope *scope;
    int rc[CLAUSES], got[CLAUSES];
    struct outcome world;
    /* the model */
    struct outcome model;
    bool waits;
    long since; /* its place among those who wait */
};

static struct operation operations[OPERATIONS];
static chan(int) channels[CHANNELS];

static struct {
    int queue[QUEUE], count;
    bool is_closed;
} model[CHANNELS];

static long arrivals;
static char sent[SEEDS * STEPS * 20]; /* of each item: whether it was sent, */
static char fates[sizeof sent];       /* and how often received or dropped */
static int items, drops, model_drops, failures;
static unsigned long seed;

static int random_below(int n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (int)(seed % (unsigned)n);
}

static void fail(const char *what, int seed_number, int step)
{
    printf("seed %d, step %d: %s\n", seed_number, step, what);
    if (failures++ > 5)
        exit(1);
}

/* The model ---------------------------------------------------------------- */

static void end(struct operation *o, int index, int rc, int item)
{
    o->waits = false;
    o->model = (struct outcome){true, index, rc, item};
}

/* What has waited longest to send or receive on the channel, and where. */
static struct operation *first_waiting(int channel, enum direction direction,
                                       int *index)
{
    struct operation *best = NULL;
    for (int k = 0; k < OPERATIONS; k++) {
        struct operation *o = &operations[k];
        if (!o->is_used || !o->waits || (best && o->since > best->since))
            continue;
        for (int i = 0; i < o->clauses; i++)
            if (o->clause[i].direction == direction &&
                o->clause[i].channel == channel) {
                best = o;
                *index = i;
                break;
            }
    }
    return best;
}

static int model_send(int c, int item)
{
    int index;
    struct operation *o;
    if (model[c].is_closed)
        return -EPIPE;
    if ((o = first_waiting(c, RECV, &index))) {
        end(o, index, 0, item);
        return 0;
    }
    if (capacities[c] == PIRN_CONFLATED && model[c].count) {
        model[c].count = 0;
        model_drops++;
    }
    if (capacities[c] >= 0 && model[c].count >= capacities[c])
        return -EAGAIN;
    model[c].queue[model[c].count++] = item;
    return 0;
}

static int model_recv(int c, int *item)
{
    int index, from_sender = 0;
    struct operation *o = first_waiting(c, SEND, &index);
    if (o) {
        from_sender = o->clause[index].item;
        end(o, index, 0, 0);
        model[c].queue[model[c].count++] = from_sender;
    }
    if (!model[c].count)
        return model[c].is_closed ? -EPIPE : -EAGAIN;
    *item = model[c].queue[0];
    memmove(model[c].queue, model[c].queue + 1,
            (size_t)--model[c].count * sizeof(int));
    return 0;
}

static void model_close(int c)
{
    struct operation *o;
    int index;
    model[c].is_closed = true;
    while ((o = first_waiting(c, SEND, &index)))
        end(o, index, -EPIPE, 0);
    while ((o = first_waiting(c, RECV, &index)))
        end(o, index, -EPIPE, 0);
}

static void model_start(struct operation *o)
{
    for (int i = 0; i < o->clauses; i++) {
        int item = 0, rc = -EAGAIN, c = o->clause[i].channel;
        if (c >= 0)
            rc = o->clause[i].direction == SEND
                     ? model_send(c, o->clause[i].item)
                     : model_recv(c, &item);
        if (rc != -EAGAIN) {
            end(o, i, rc, item);
            return;
        }
    }
    if (o->has_default) {
        end(o, o->clauses, 0, 0);
    } else {
        o->waits = true;
        o->since = ++arrivals;
    }
}

/* The world ---------------------------------------------------------------- */

static void count_drop(void *item)
{
    fates[*(int *)item]++;
    drops++;
}

static struct pirn_clause clause_of(struct operation *o, int i)
{
    int c = o->clause[i].channel;
    chan(int) channel = c < 0 ? NULL : channels[c];
    if (o->clause[i].direction == SEND)
        return PIRN_SEND(channel, &o->clause[i].item, &o->rc[i]);
    return PIRN_RECV(channel, &o->got[i], &o->rc[i]);
}

static async int run_select(struct operation *o)
{
    struct pirn_clause clauses[CLAUSES + 1];
    for (int i = 0; i < o->clauses; i++)
        clauses[i] = clause_of(o, i);
    clauses[o->clauses] = PIRN_AFTER(0);
    return await pirn_select_from(clauses, o->clauses + o->has_default);
}

static async int run_plain(struct operation *o)
{
    chan(int) c = channels[o->clause[0].channel];
    if (o->clause[0].direction == SEND)
        o->rc[0] = await pirn_chan_send(c, &o->clause[0].item);
    else
        o->rc[0] = await pirn_chan_recv(c, &o->got[0]);
    return o->rc[0] == -ECANCELED ? o->rc[0] : 0;
}

static async void run(struct operation *o)
{
    int index = 0;
    scope (s) {
        o->scope = pirn_scope_ref(s);
        if (o->is_select)
            index = await run_select(o);
        else
            index = await run_plain(o);
    }
    o->scope = NULL;
    o->world = (struct outcome){true, index, 0, 0};
    if (index >= 0 && index < o->clauses) {
        o->world.rc = o->rc[index];
        o->world.item = o->got[index];
    }
}

/* An operation has ended: what became of the item. */
static void settle(const struct operation *o)
{
    int i = o->world.index;
    if (i < 0 || i >= o->clauses || o->world.rc < 0)
        return;
    if (o->clause[i].direction == SEND)
        sent[o->clause[i].item]++;
    else
        fates[o->world.item]++;
}

static bool same(const struct outcome *a, const struct outcome *b)
{
    return a->has_ended == b->has_ended &&
           (!a->has_ended || (a->index == b->index && a->rc == b->rc &&
                              a->item == b->item));
}

/* Nothing is written for clauses that were not done. */
static bool is_clean(const struct operation *o)
{
    for (int i = 0; i < o->clauses; i++)
        if (i != o->world.index && (o->got[i] || (o->is_select && o->rc[i])))
            return false;
    return true;
}

static void compare(int number, int step)
{
    for (int k = 0; k < OPERATIONS; k++) {
        struct operation *o = &operations[k];
        if (!o->is_used)
            continue;
        if (!same(&o->world, &o->model))
            fail("an operation has ended otherwise", number, step);
        if (!o->world.has_ended)
            continue;
        if (!is_clean(o))
            fail("a clause that was not done has done something", number,
                 step);
        settle(o);
        o->is_used = false;
    }
    for (int c = 0; c < CHANNELS; c++)
        if (pirn_chan_length(channels[c]) != (size_t)model[c].count)
            fail("another length", number, step);
    if (drops != model_drops)
        fail("another number of drops", number, step);
}

/* Steps -------------------------------------------------------------------- */

static struct operation *unused_operation(void)
{
    for (int k = 0; k < OPERATIONS; k++)
        if (!operations[k].is_used)
            return &operations[k];
    return NULL;
}

static struct operation *make_operation(void)
{
    struct operation *o = unused_operation();
    if (!o)
        return NULL;
    *o = (struct operation){.is_used = true, .clauses = 1};
    o->is_select = random_below(3) > 0;
    if (o->is_select) {
        o->clauses = 1 + random_below(CLAUSES);
        o->has_default = random_below(6) == 0;
    }
    for (int i = 0; i < o->clauses; i++) {
        o->clause[i].direction = random_below(2) ? SEND : RECV;
        o->clause[i].channel =
            random_below(CHANNELS + o->is_select) - o->is_select;
        o->clause[i].item = ++items;
    }
    return o;
}

static void try_something(int number, int step)
{
    int c = random_below(CHANNELS), rc, expected, item = 0, model_item = 0;
    if (random_below(2)) {
        item = ++items;
        rc = pirn_chan_try_send(channels[c], &item);
        expected = model_send(c, item);
        model_item = item;
        if (rc == 0)
            sent[item]++;
    } else {
        rc = pirn_chan_try_recv(channels[c], &item);
        expected = model_recv(c, &model_item);
        if (rc == 0)
            fates[item]++;
    }
    if (rc != expected || item != model_item)
        fail("trying went otherwise", number, step);
}

static void cancel_something(void)
{
    struct operation *o = &operations[random_below(OPERATIONS)];
    if (!o->is_used || !o->has_started || !o->scope)
        return;
    pirn_scope_cancel(o->scope);
    if (o->waits)
        end(o, -ECANCELED, 0, 0);
}

/* A channel that is closed is freed, when nobody uses it, and made anew. */
static void renew(int c)
{
    if (channels[c]) {
        model_drops += model[c].count;
        pirn_chan_free(channels[c]);
    }
    channels[c] = pirn_chan_new(int, capacities[c]);
    pirn_chan_set_drop(channels[c], count_drop);
    memset(&model[c], 0, sizeof model[c]);
}

static bool is_in_use(int c)
{
    for (int k = 0; k < OPERATIONS; k++)
        for (int i = 0; operations[k].is_used && i < operations[k].clauses; i++)
            if (operations[k].clause[i].channel == c)
                return true;
    return false;
}

static void close_or_renew_something(void)
{
    int c = random_below(CHANNELS);
    if (!model[c].is_closed && random_below(4))
        return;
    if (!model[c].is_closed) {
        model_close(c);
        pirn_chan_close(channels[c]);
    } else if (!is_in_use(c)) {
        renew(c);
    }
}

static async void one_seed(int number)
{
    for (int c = 0; c < CHANNELS; c++)
        renew(c);
    scope (all) {
        for (int step = 0; step < STEPS; step++) {
            struct operation *started[OPERATIONS];
            int count = 0;
            do {
                int what = random_below(10);
                struct operation *o;
                if (what < 6) {
                    if (count < OPERATIONS && (o = make_operation())) {
                        started[count++] = o;
                        spawn run(o);
                    }
                } else if (what < 8) {
                    try_something(number, step);
                } else if (what < 9) {
                    cancel_something();
                } else {
                    close_or_renew_something();
                }
            } while (random_below(3));
            for (int i = 0; i < count; i++) {
                model_start(started[i]);
                started[i]->has_started = true;
            }
            for (int i = 0; i < 4; i++)
                await pirn_yield_now();
            compare(number, step);
        }
        for (int k = 0; k < OPERATIONS; k++)
            if (operations[k].is_used && operations[k].waits)
                end(&operations[k], -ECANCELED, 0, 0);
        pirn_scope_cancel(all);
    }
    compare(number, STEPS);
    for (int c = 0; c < CHANNELS; c++) {
        renew(c);
        pirn_chan_free(channels[c]);
        channels[c] = NULL;
    }
    if (drops != model_drops)
        fail("another number of drops at the end", number, STEPS);
}

async int main(void)
{
    int done = 0, wrong = 0;
    for (int number = 1; number <= SEEDS; number++) {
        seed = 88172645463325252 + (unsigned long)number * 1000003;
        await one_seed(number);
    }
    for (int i = 0; i <= items; i++) {
        done += sent[i] && fates[i];
        wrong += sent[i] != fates[i] || sent[i] > 1;
    }
    printf("%d %d\n", wrong, done > 10000); // expect: 0 1
    return failures != 0;
}
