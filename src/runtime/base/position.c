/* Where the running task is. Its frames tell where it was resumed, but what
 * has been called since stands on the native stack, and nobody notes down
 * which frame runs: that would be a store for each resumption. So, when
 * somebody asks, the stack is unwound. Each call that is the entry or the
 * step of a coroutine is known by the address where its function begins. The
 * outermost is a step; the frame that it was given is in a register or on the
 * stack as it stood in that call, and is known by its own step.
 *
 * It is a search, for messages: whatever it reads may be no longer there, and
 * is read by the kernel, which says so. */
#include "runtime/base/tables.h"
#include <sys/uio.h>
#include <unistd.h>
#include <unwind.h>

enum {
    REGISTERS = 12,
    WORDS = 1024, /* of the stack of one call */
};

/* The registers that calls preserve. */
#ifdef __x86_64__
static const int preserved[] = {3, 6, 12, 13, 14, 15};
#elif defined(__aarch64__)
static const int preserved[] = {19, 20, 21, 22, 23, 24, 25, 26, 27, 28};
#else
static const int preserved[] = {-1};
#endif

struct search {
    struct pirn__position *place;
    const struct pirn_table *last; /* the outermost so far, if it is a step */
    uintptr_t low, high;           /* its part of the stack; high is 0 until
                                      the next call is seen */
    uintptr_t registers[REGISTERS];
};

bool pirn__peek(void *to, const void *from, size_t size)
{
    struct iovec here = {to, size}, there = {(void *)(uintptr_t)from, size};
    return process_vm_readv(getpid(), &here, 1, &there, 1, 0) == (ssize_t)size;
}

const struct pirn_frame *pirn__peek_caller(const struct pirn_frame *frame)
{
    struct pirn_frame head;
    const struct pirn_frame *caller;
    if (!pirn__peek(&head, frame, sizeof head))
        return NULL;
    caller = head.link.caller;
    if (!caller || !pirn__peek(&head, caller, sizeof head))
        return NULL;
    return pirn__table_of(head.step) || pirn__native_of(head.step) ? caller
                                                                   : NULL;
}

static void note_step(struct search *search, struct _Unwind_Context *context)
{
    search->low = _Unwind_GetCFA(context);
    search->high = 0;
    for (size_t i = 0; i < sizeof preserved / sizeof *preserved; i++)
        if (preserved[i] >= 0)
            search->registers[i] = _Unwind_GetGR(context, preserved[i]);
}

static _Unwind_Reason_Code visit(struct _Unwind_Context *context, void *arg)
{
    struct search *search = arg;
    struct pirn__position *place = search->place;
    if (search->last && !search->high)
        search->high = _Unwind_GetCFA(context);
    uintptr_t function = _Unwind_GetRegionStart(context);
    const struct pirn_table *table = function ? pirn__table_at(function) : NULL;
    if (!table)
        return _URC_NO_REASON;
    if (place->count < PIRN__POSITION_DEPTH)
        place->running[place->count] = table;
    else
        place->running[PIRN__POSITION_DEPTH - 1] = table;
    place->count++;
    search->last = (uintptr_t)table->step == function ? table : NULL;
    if (search->last)
        note_step(search, context);
    return _URC_NO_REASON;
}

/* True if word is the address of a frame of the coroutine. */
static bool is_frame(struct pirn__position *place,
                     const struct pirn_table *table, uintptr_t word)
{
    struct pirn_frame head;
    if (word % 8 || word < 4096 ||
        !pirn__peek(&head, (const void *)word, sizeof head) ||
        head.step != table->step ||
        (head.state != PIRN__RUNNING && !pirn__line_in(table, head.state)))
        return false;
    place->resumed = (const struct pirn_frame *)word;
    place->state = head.state;
    return true;
}

static void find_frame(struct search *search)
{
    struct pirn__position *place = search->place;
    uintptr_t stack[WORDS];
    for (size_t i = 0; i < REGISTERS; i++)
        if (is_frame(place, search->last, search->registers[i]))
            return;
    size_t count = search->high > search->low
                       ? (search->high - search->low) / sizeof *stack
                       : 0;
    if (count > WORDS)
        count = WORDS;
    if (count == 0 ||
        !pirn__peek(stack, (const void *)search->low, count * sizeof *stack))
        return;
    for (size_t i = 0; i < count; i++)
        if (is_frame(place, search->last, stack[i]))
            return;
}

void pirn__position_find(struct pirn__position *place)
{
    struct search search = {.place = place};
    *place = (struct pirn__position){.count = 0};
    _Unwind_Backtrace(visit, &search);
    if (search.last)
        find_frame(&search);
}
