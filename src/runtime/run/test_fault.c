/* What a test does to a run - cancels a task where it waits, has an
 * allocation or a system call fail - and what the run has left behind. */
#include "runtime/run/test.h"
#include "runtime/runtime.h"
#include <dirent.h>
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

/* Injuries ----------------------------------------------------------------- */

enum { ERRORS = 4 };

/* What each call is refused with; ended by 0. */
#define ERRORS_OF(NAME, ...) [PIRN__CALL_##NAME] = {__VA_ARGS__},
static const int errors[PIRN__CALLS][ERRORS] = {PIRN__FAULTS(ERRORS_OF)};

/* The test whose run goes on in this thread's loop, or NULL. */
static struct pirn__test *test_here(void)
{
    struct pirn__loop *loop = pirn__this_loop;
    return loop && loop->test && loop->test->is_armed ? loop->test : NULL;
}

/* For who repeats the run. */
static void print_hit(const struct pirn__test *test, const char *what)
{
    if (test->is_replay)
        fprintf(stderr, "pirn: %lu: here %s\n", test->turns, what);
}

static bool call_fault(enum pirn__call call)
{
    struct pirn__test *test = test_here();
    if (!test || ++test->calls != test->plan.at)
        return false;
    unsigned variant = test->plan.variant;
    test->was_hit = true;
    test->has_more_variants = variant + 1 < ERRORS && errors[call][variant + 1];
    print_hit(test, "a system call fails");
    errno = errors[call][variant];
    return true;
}

static bool allocation_fault(size_t size)
{
    struct pirn__test *test = test_here();
    (void)size;
    if (!test)
        return false;
    unsigned long n = ++test->allocations, at = test->plan.at;
    bool fails =
        test->plan.injury == PIRN__INJURY_ALLOCATION ? n == at : n >= at;
    if (fails)
        print_hit(test, "an allocation fails");
    test->was_hit |= fails;
    return fails;
}

/* The innermost scope of task that something may cancel: a defer's own, which
 * has no name, is not. */
static struct pirn_scope *innermost(const struct pirn_task *task)
{
    struct pirn_scope *s = task->scope;
    while (s->is_defer)
        s = s->parent;
    return s;
}

void pirn__injury_suspended(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn__test *test = loop->test;
    struct pirn__crew *crew = loop->worker.crew;
    struct pirn_scope *root = crew ? &crew->loops[0]->root : &loop->root;
    struct pirn_scope *scope = innermost(task);
    enum pirn__injury injury = test->plan.injury;
    bool cancels =
        injury == PIRN__INJURY_CANCEL || injury == PIRN__INJURY_CANCEL_ALL;
    if (!cancels || ++test->suspensions != test->plan.at)
        return;
    test->was_hit = true;
    test->has_more_variants = scope != root;
    print_hit(test, injury == PIRN__INJURY_CANCEL
                        ? "its innermost scope is cancelled"
                        : "everything is cancelled");
    pirn__scope_stop(injury == PIRN__INJURY_CANCEL ? scope : root,
                     (struct pirn_cancel_reason){.kind = PIRN_CANCEL_ASKED,
                                                 .text = "by the test"});
}

void pirn__injury_begin(struct pirn__test *test)
{
    enum pirn__injury injury = test->plan.injury;
    test->was_hit = test->has_more_variants = false;
    test->suspensions = test->allocations = test->calls = 0;
    if (injury == PIRN__INJURY_CALL)
        pirn__call_fault = call_fault;
    else if (injury == PIRN__INJURY_ALLOCATION ||
             injury == PIRN__INJURY_ALLOCATIONS) {
        pirn__fault = allocation_fault;
        pirn__fault_spares = true;
    }
}

void pirn__injury_end(struct pirn__test *test)
{
    (void)test;
    pirn__call_fault = NULL;
    if (pirn__fault_spares)
        pirn__fault = NULL;
    pirn__fault_spares = false;
}

bool pirn__injury_next(struct pirn__test *test)
{
    struct pirn__plan *plan = &test->plan;
    switch (plan->injury) {
    case PIRN__INJURY_NONE:
        plan->injury = test->kind == PIRN__TEST_CANCEL ? PIRN__INJURY_CANCEL
                       : test->kind == PIRN__TEST_ALLOCATION
                           ? PIRN__INJURY_ALLOCATION
                           : PIRN__INJURY_CALL;
        break;
    case PIRN__INJURY_CANCEL:
        if (!test->was_hit)
            return false;
        if (test->has_more_variants) {
            plan->injury = PIRN__INJURY_CANCEL_ALL;
            return true;
        }
        break;
    case PIRN__INJURY_ALLOCATION:
        if (!test->was_hit)
            return false;
        plan->injury = PIRN__INJURY_ALLOCATIONS;
        return true;
    case PIRN__INJURY_CANCEL_ALL:
        plan->injury = PIRN__INJURY_CANCEL;
        break;
    case PIRN__INJURY_ALLOCATIONS:
        plan->injury = PIRN__INJURY_ALLOCATION;
        break;
    case PIRN__INJURY_CALL:
        if (!test->was_hit)
            return false;
        if (test->has_more_variants) {
            plan->variant++;
            return true;
        }
        plan->variant = 0;
        break;
    }
    plan->at++;
    return true;
}

/* Blocks: a hash table with linear probing. -------------------------------- */

static size_t *slot_of(struct pirn__blocks *blocks, const void *block,
                       size_t *at)
{
    *at = ((uintptr_t)block >> 4) * 0x9e3779b97f4a7c15 >> 20 & blocks->mask;
    while (blocks->slots[*at] && blocks->slots[*at] != block)
        *at = (*at + 1) & blocks->mask;
    return at;
}

static void grow(struct pirn__blocks *blocks)
{
    struct pirn__blocks old = *blocks;
    size_t size = old.slots ? 2 * (old.mask + 1) : 64, at;
    blocks->slots = calloc(size, sizeof *blocks->slots);
    if (!blocks->slots)
        pirn__die("out of memory: cannot count the frames of a test");
    blocks->mask = size - 1;
    for (size_t i = 0; old.slots && i <= old.mask; i++)
        if (old.slots[i])
            blocks->slots[*slot_of(blocks, old.slots[i], &at)] = old.slots[i];
    free(old.slots);
}

void pirn__test_taken(struct pirn__test *test, void *block)
{
    struct pirn__blocks *blocks = &test->blocks;
    size_t at;
    if (!blocks->slots || 2 * blocks->count > blocks->mask) {
        pirn__test_memory_begin(test);
        grow(blocks);
        pirn__test_memory_end(test);
    }
    blocks->slots[*slot_of(blocks, block, &at)] = block;
    blocks->count++;
}

/* Those behind it close up, so that they are found without its slot. */
void pirn__test_given_back(struct pirn__test *test, void *block)
{
    struct pirn__blocks *blocks = &test->blocks;
    size_t at;
    if (!blocks->slots || !blocks->slots[*slot_of(blocks, block, &at)])
        return;
    blocks->slots[at] = NULL;
    blocks->count--;
    for (size_t i = (at + 1) & blocks->mask; blocks->slots[i];
         i = (i + 1) & blocks->mask) {
        void *moved = blocks->slots[i];
        blocks->slots[i] = NULL;
        blocks->slots[*slot_of(blocks, moved, &at)] = moved;
    }
}

extern const struct pirn_table *const __start_pirn_tables[]
    __attribute__((weak));
extern const struct pirn_table *const __stop_pirn_tables[]
    __attribute__((weak));

const struct pirn_table *pirn__test_table(pirn_step step)
{
    for (const struct pirn_table *const *table = __start_pirn_tables;
         table != __stop_pirn_tables; table++)
        if ((*table)->step == step)
            return *table;
    return NULL;
}

/* The frame in a block: its own, or the first of the task in it. */
static void print_block(void *block)
{
    const struct pirn_frame *frame = block;
    const struct pirn_table *table = pirn__test_table(frame->step);
    if (!table && malloc_usable_size(block) >=
                      sizeof(struct pirn_task) + sizeof(struct pirn_frame)) {
        frame = (const void *)((char *)block + sizeof(struct pirn_task));
        table = pirn__test_table(frame->step);
    }
    if (table)
        fprintf(stderr, "pirn: left behind: a frame of %s (%s:%u)\n",
                table->name, table->file, table->line);
    else
        fputs("pirn: left behind: a frame of the runtime\n", stderr);
}

static void print_blocks(struct pirn__blocks *blocks)
{
    enum { MOST = 5 };
    size_t told = 0;
    for (size_t i = 0; i <= blocks->mask && told < MOST; i++) {
        if (blocks->slots[i]) {
            print_block(blocks->slots[i]);
            told++;
        }
    }
    if (blocks->count > MOST)
        fprintf(stderr, "pirn: left behind: %zu more frames\n",
                blocks->count - MOST);
}

/* Descriptors -------------------------------------------------------------- */

enum { WORDS = 16 };

void pirn__descriptors_note(uint64_t open[WORDS])
{
    int saved = errno;
    DIR *directory = opendir("/proc/self/fd");
    memset(open, 0, WORDS * sizeof *open);
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        unsigned long fd = strtoul(entry->d_name, NULL, 10);
        if (entry->d_name[0] != '.' && fd < 64ul * WORDS &&
            fd != (unsigned long)dirfd(directory))
            open[fd / 64] |= (uint64_t)1 << fd % 64;
    }
    if (directory)
        closedir(directory);
    errno = saved;
}

static bool print_descriptors(const struct pirn__test *test)
{
    uint64_t open[WORDS];
    bool any = false;
    pirn__descriptors_note(open);
    for (unsigned fd = 0; fd < 64 * WORDS; fd++) {
        if ((open[fd / 64] & ~test->descriptors[fd / 64]) >> fd % 64 & 1) {
            fprintf(stderr, "pirn: left behind: descriptor %u is open\n", fd);
            any = true;
        }
    }
    return any;
}

bool pirn__test_leaks(struct pirn__test *test)
{
    struct pirn__blocks *blocks = &test->blocks;
    bool any = blocks->count > 0;
    if (any && !test->options.may_leak)
        print_blocks(blocks);
    free(blocks->slots);
    *blocks = (struct pirn__blocks){NULL, 0, 0};
    if (test->options.may_leak)
        return false;
    return print_descriptors(test) || any;
}
