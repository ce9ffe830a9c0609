/* The order of a tested run. The tasks that are ready, and the timers of the
 * same time, are all allowed to come next; which one does is a choice, and a
 * run is the list of its choices.
 *
 * Of all runs the one of choices 0 is the usual one. pirn_test_explore goes
 * through the others by how often they deviate from that, which finds what is
 * wrong by the simplest run that shows it (as in Musuvathi and Qadeer,
 * "Iterative context bounding", 2007). A run is known by its deviations. Those
 * that have the same, and one more behind them, are its children in a tree,
 * known when it has been run: each step behind its last deviation offers one
 * child for each other choice. The tree is walked by levels; so the nodes to
 * come are a queue, and parents stay to tell the deviations of their
 * children. */
#include "runtime/run/test.h"
#include "runtime/runtime.h"
#include "runtime/wait/execute.h"
#include <stdio.h>
#include <stdlib.h>

struct pirn__node {
    uint32_t parent;
    uint32_t depth; /* how many deviations; 0: the usual run */
    struct pirn__deviation last;
};

enum {
    WIDEST = UINT16_MAX, /* as many choices are told apart */
    BUSY = 4,            /* most tasks in a turn of a random run, */
    IN_A_ROW = 16,       /* and operations of it that need not wait */
};

/* Choosing ----------------------------------------------------------------- */

void pirn__order_begin(struct pirn__test *test)
{
    test->random = test->plan.seed;
    test->steps = 0;
    test->played = 0;
}

static void note_width(struct pirn__test *test, size_t width)
{
    if (test->steps >= test->widths_size) {
        size_t size = test->widths_size ? 2 * test->widths_size : 256;
        pirn__test_memory_begin(test);
        uint16_t *widths = realloc(test->widths, size * sizeof *test->widths);
        pirn__test_memory_end(test);
        if (!widths)
            pirn__die("out of memory: cannot explore a test");
        test->widths = widths;
        test->widths_size = size;
    }
    test->widths[test->steps] = (uint16_t)width;
}

static unsigned planned(struct pirn__test *test, size_t count)
{
    const struct pirn__plan *plan = &test->plan;
    if (test->played == plan->count ||
        plan->deviations[test->played].step != test->steps)
        return 0;
    uint32_t choice = plan->deviations[test->played++].choice;
    if (choice < count)
        return choice;
    test->diverged++;
    return 0;
}

unsigned pirn__test_choose(struct pirn__test *test, size_t count)
{
    unsigned choice = 0;
    if (count < 2)
        return 0;
    if (count > WIDEST)
        count = WIDEST;
    if (test->plan.order == PIRN__ORDER_RANDOM)
        choice = (unsigned)(pirn__random(&test->random) % count);
    else if (test->plan.order == PIRN__ORDER_PLAN)
        choice = planned(test, count);
    if (test->kind == PIRN__TEST_EXPLORE)
        note_width(test, count);
    test->steps++;
    return choice;
}

bool pirn__test_chance(struct pirn__test *test, unsigned count)
{
    if (test->plan.order == PIRN__ORDER_RANDOM)
        return pirn__test_choose(test, count) == 0;
    return pirn__test_choose(test, 2) == 1;
}

static int64_t time_of(const struct pirn__list *node)
{
    return pirn__timer_time(pirn__container_of(node, struct pirn__timer, node));
}

struct pirn__list *pirn__test_timer(struct pirn__loop *loop,
                                    struct pirn__list *first)
{
    struct pirn__test *test = loop->test;
    struct pirn__list *node = first;
    size_t count = 0;
    int64_t time = time_of(first);
    do {
        count++;
        node = node->next;
    } while (node != first && time_of(node) == time);
    for (unsigned i = pirn__test_choose(test, count); i > 0; i--)
        first = first->next;
    return first;
}

/* Running ------------------------------------------------------------------ */

/* Takes the ready task at i, counted from the next one. The others keep their
 * order, if somebody relies on that. */
static struct pirn_task *take(struct pirn__ring *ring, size_t i, bool swaps)
{
    size_t at = ring->head + i;
    struct pirn_task *task = ring->slots[at & ring->mask];
    if (swaps)
        ring->slots[at & ring->mask] = ring->slots[ring->head & ring->mask];
    else
        for (; at != ring->head; at--)
            ring->slots[at & ring->mask] = ring->slots[(at - 1) & ring->mask];
    ring->head++;
    return task;
}

/* A task has ended and handed its turn to the one that waited for it, which
 * has got its value: that has to queue like everybody. */
static struct pirn_frame *queue_up(struct pirn_worker *w,
                                   struct pirn_task *ended,
                                   struct pirn_frame *frame)
{
    struct pirn_task *task = w->current;
    (void)ended;
    task->leaf.caller = frame;
    task->leaf.result = NULL;
    pirn__ring_push(&w->ring, task);
    return NULL;
}

/* Whether task has queued up just now. */
static bool is_last(const struct pirn__ring *ring, const struct pirn_task *task)
{
    return ring->head != ring->tail &&
           ring->slots[(ring->tail - 1) & ring->mask] == task;
}

/* Runs task until it suspends or ends. Returns whether it has suspended. (A
 * step that yields only queues up, see abi.h.) */
static bool run_task(struct pirn_worker *w, struct pirn_task *task)
{
    static const struct pirn__observer observer = {.after_end = queue_up};
    w->current = task;
    pirn__run_turn(w, pirn__resumed(task), &observer);
    return w->current == task && (w->suspended || is_last(&w->ring, task));
}

static const char *name_of(const struct pirn_task *task)
{
    const struct pirn_frame *first = (const struct pirn_frame *)(task + 1);
    const struct pirn_table *table = pirn__test_table(first->step);
    return table ? table->name : "?";
}

/* For who repeats a run to see how it goes. */
static void print_turn(const struct pirn__test *test, const char *name,
                       const struct pirn__site *site, size_t ready,
                       const char *then)
{
    char where[200] = "";
    if (site && site->file)
        snprintf(where, sizeof where, " (spawned at %s:%u)", site->file,
                 site->line);
    fprintf(stderr, "pirn: %lu: at %.9g s, 1 of %zu ready: %s%s %s\n",
            test->turns, (double)test->time / 1e9, ready, name, where, then);
}

/* Of several workers. What a task has done is told when it is over, of which
 * others may have seen something by then; so this tells when it begins. */
void pirn__test_pick(struct pirn__loop *loop, struct pirn__ring *queue)
{
    struct pirn__test *test = loop->test;
    bool is_random = test->plan.order == PIRN__ORDER_RANDOM;
    size_t ready = queue->tail - queue->head;
    struct pirn_task *task =
        take(queue, pirn__test_choose(test, ready), is_random);
    queue->slots[--queue->head & queue->mask] = task;
    test->turns++;
    test->is_armed = true;
    test->was_patient = false;
    test->ahead = 0;
    if (is_random)
        loop->member.budget =
            1 + (unsigned)(pirn__random(&test->random) % IN_A_ROW);
    if (test->is_replay)
        print_turn(test, name_of(task), pirn__site_of(task), ready, "goes on");
}

unsigned pirn__test_batch(struct pirn__test *test)
{
    if (test->plan.order != PIRN__ORDER_RANDOM)
        return 1;
    return 1 + (unsigned)(pirn__random(&test->random) % BUSY);
}

void pirn__test_turn_ended(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn_worker *w = &loop->worker;
    if (w->current == task && (w->suspended || is_last(&w->ring, task)))
        pirn__injury_suspended(loop, task);
    if (loop->test->turns % 1024 == 0)
        pirn__test_check_time(loop->test);
}

static void run(struct pirn__loop *loop, struct pirn__test *test)
{
    struct pirn_worker *w = &loop->worker;
    struct pirn__ring *ring = &w->ring;
    bool is_random = test->plan.order == PIRN__ORDER_RANDOM;
    size_t ready = ring->tail - ring->head;
    struct pirn_task *task =
        take(ring, pirn__test_choose(test, ready), is_random);
    const char *name = test->is_replay ? name_of(task) : NULL;
    const struct pirn__site *site = pirn__site_of(task);
    if (is_random)
        w->budget = 1 + (unsigned)(pirn__random(&test->random) % IN_A_ROW);
    test->turns++;
    bool has_suspended = run_task(w, task);
    if (name)
        print_turn(test, name, site, ready,
                   has_suspended ? pirn__wait_kinds[task->waits]->name
                                 : "has ended");
    if (has_suspended)
        pirn__injury_suspended(loop, task);
    w->current = NULL;
}

void pirn__test_turn(struct pirn__loop *loop)
{
    struct pirn__test *test = loop->test;
    struct pirn__ring *ring = &loop->worker.ring;
    unsigned count = pirn__test_batch(test);
    test->is_armed = true;
    if (ring->head != ring->tail)
        test->ahead = 0; /* something has come while it looked outside */
    for (; count > 0 && ring->head != ring->tail; count--) {
        test->was_patient = false;
        run(loop, test);
    }
    pirn__malloc_drain(&loop->worker);
    if (test->turns % 1024 == 0 && test->turns > 0)
        pirn__test_check_time(test);
}

/* True if a task of s, or of a scope below it, waits in the way given. */
static bool any_waits(struct pirn_scope *s, enum pirn__wait how)
{
    for (struct pirn__list *node = s->tasks.next; node != &s->tasks;
         node = node->next) {
        struct pirn_task *task =
            pirn__container_of(node, struct pirn_task, siblings);
        if (task->waits == how)
            return true;
        for (struct pirn_scope *inner = task->scope; inner != s;
             inner = inner->parent)
            if (any_waits(inner, how))
                return true;
    }
    return false;
}

bool pirn__test_any_waits(struct pirn__loop *loop, enum pirn__wait how)
{
    struct pirn__crew *crew = loop->worker.crew;
    return any_waits(crew ? &crew->loops[0]->root : &loop->root, how);
}

/* The tree of orders ------------------------------------------------------- */

static bool add_node(struct pirn__test *test, struct pirn__node node)
{
    if (test->nodes_count == test->options.runs)
        return false;
    if (test->nodes_count == test->nodes_size) {
        size_t size = test->nodes_size ? 2 * test->nodes_size : 64;
        struct pirn__node *nodes =
            realloc(test->nodes, size * sizeof *test->nodes);
        if (!nodes)
            pirn__die("out of memory: cannot explore a test");
        test->nodes = nodes;
        test->nodes_size = size;
    }
    test->nodes[test->nodes_count++] = node;
    return true;
}

/* The run of test->node has ended: its children. */
static void add_children(struct pirn__test *test)
{
    struct pirn__node node = test->nodes[test->node];
    uint32_t most = test->options.deviations;
    if (most == 0 || most > PIRN__DEVIATIONS)
        most = PIRN__DEVIATIONS;
    uint32_t step = node.depth > 0 ? node.last.step + 1 : 0;
    for (; step < test->steps && !test->is_cut; step++) {
        for (uint32_t i = 1; i < test->widths[step] && !test->is_cut; i++)
            test->is_cut =
                node.depth == most ||
                !add_node(test, (struct pirn__node){(uint32_t)test->node,
                                                    node.depth + 1,
                                                    {step, i}});
    }
}

static void plan_node(struct pirn__test *test)
{
    struct pirn__plan *plan = &test->plan;
    size_t node = test->node;
    plan->count = test->nodes[node].depth;
    for (unsigned i = plan->count; i > 0; i--) {
        plan->deviations[i - 1] = test->nodes[node].last;
        node = test->nodes[node].parent;
    }
}

bool pirn__order_next(struct pirn__test *test)
{
    if (test->plan.order == PIRN__ORDER_RANDOM) {
        test->plan.seed++;
        return true;
    }
    if (test->nodes_count == 0)
        add_node(test, (struct pirn__node){0, 0, {0, 0}});
    add_children(test);
    if (++test->node >= test->nodes_count)
        return false;
    plan_node(test);
    return true;
}

void pirn__order_deinit(struct pirn__test *test)
{
    free(test->widths);
    free(test->nodes);
}
