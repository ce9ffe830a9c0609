/* Tasks: made.
 *
 * `spawn f(x)` calls f's entry with the spawner. That brings us here through
 * pirn__frame_start, which makes the task with its first frame behind it;
 * the entry stores its arguments there; and pirn__spawn makes it ready. */
#include "runtime/runtime.h"
#include "runtime/wait/block.h"
#include "runtime/wait/lease.h"
#include <stdlib.h>

#define INLINE inline __attribute__((always_inline))

/* Making ------------------------------------------------------------------- */

/* A task in a block of the class given, with its first frame at offset. */
static INLINE void *task_init(struct pirn__loop *loop, char *block,
                              size_t offset, unsigned class_, pirn_step step)
{
    struct pirn_frame *frame = (struct pirn_frame *)(block + offset);
    struct pirn_task *task = (struct pirn_task *)frame - 1;
    frame->step = step;
    frame->state = 0;
    frame->info = PIRN__CLASS_NONE;
    task->waiter = NULL;
    task->waits_since = PIRN__WAIT_NONE;
    if (offset > sizeof *task) {
        /* There is a prefix, or at least room for it; and the block's info,
         * which is the class, no flags, is not that of the task. */
        struct pirn__prefix *prefix = pirn__prefix(task);
        prefix->home = loop;
        prefix->claim = PIRN__UNCLAIMED;
        prefix->none_yet = 0;
        task->flags = PIRN__TASK_IN_CREW;
        task->class_ = (uint8_t)class_;
    }
    task->leaf.caller = frame;
    task->leaf.result = NULL; /* and `rc` means nothing */
    loop->born = task;
    return frame;
}

/* Room for one more task among what is ready. */
static int reserve(struct pirn__loop *loop)
{
    int rc = pirn__ring_reserve(&loop->worker.ring, loop->tasks + 1);
    if (rc < 0 || pirn__likely(!loop->worker.crew))
        return rc;
    enum pirn__hold hold = pirn__hold_own(loop);
    rc = pirn__ring_reserve(&loop->member.queue, loop->tasks + 1);
    pirn__release(loop, hold);
    return rc;
}

/* The same from a new block; NULL: no memory. */
static void *make(struct pirn__loop *loop, size_t size, size_t align,
                  pirn_step step)
{
    size_t offset = pirn__offset_in(loop);
    if (align > 16)
        offset = pirn__wide_offset(align);
    if (reserve(loop) < 0)
        return NULL;
    unsigned class_ = pirn__frame_class(offset + size, align);
    char *block = pirn__block_refill(loop, class_, offset + size, align);
    if (!block)
        return NULL;
    class_ = ((struct pirn_frame *)block)->info;
    void *frame = task_init(loop, block, offset, class_, step);
    if (align > 16) {
        loop->born->flags = PIRN__TASK_SLOW | PIRN__TASK_WIDE;
        *pirn__wide_block(loop, loop->born) = block;
    } else if (class_ == PIRN__CLASS_MALLOC) {
        loop->born->flags = PIRN__TASK_SLOW;
    }
    return frame;
}

/* If a test has it fail, that counts for try_spawn alone, and only
 * pirn__spawn knows whether it is one: so the task is made, and refused. */
static __attribute__((noinline)) void *
task_new(struct pirn__loop *loop, size_t size, size_t align, pirn_step step)
{
    bool fails = pirn__fails(size);
    loop->born = loop->refused = NULL;
    if (fails && !loop->test)
        return NULL;
    void *frame = make(loop, size, align, step);
    if (fails) {
        loop->refused = loop->born;
        loop->born = NULL;
    }
    return frame;
}

/* A frame that is ready: the executor, which does not look for one after
 * every run, ends its batch. */
static __attribute__((noinline)) void *
frame_start(struct pirn_worker *w, size_t size, size_t align, pirn_step step)
{
    struct pirn_frame *frame = pirn__frame_new(w, size, align, step, 0);
    w->ready = frame;
    w->suspended = &frame->link;
    w->ring.end = 0;
    if (pirn__unlikely(w->crew))
        pirn__crew_ask(pirn__loop_of(w));
    return frame;
}

/* The child of a spawner: mostly there is a free block for it. */
static INLINE void *start_child(struct pirn__loop *loop, unsigned class_,
                                size_t size, size_t align, pirn_step step,
                                unsigned offset)
{
    unsigned more = offset / 8;
    if (pirn__unlikely(class_ == PIRN__CLASS_MALLOC ||
                       class_ > PIRN__CLASS_MAX - more))
        return task_new(loop, size, align, step);
    class_ += more;
    void *block = loop->worker.free[class_];
    /* as pirn__ring_reserve, which makes room once and for long */
    if (pirn__unlikely(!block ||
                       loop->tasks + 1 + PIRN__BATCH > loop->worker.ring.mask))
        return task_new(loop, size, align, step);
    char *next = loop->worker.free[class_] = *(void **)block;
    __builtin_prefetch(next, 1); /* for the next child; it may be NULL */
    __builtin_prefetch(next + 64, 1);
    return task_init(loop, block, offset, class_, step);
}

void *pirn__start(struct pirn_worker *w, unsigned class_, size_t size,
                  size_t align, pirn_step step)
{
    enum { ALONE = sizeof(struct pirn_task) };
    struct pirn__loop *loop = pirn__container_of(w, struct pirn__loop, spawner);
    if (pirn__likely(w->stack_limit == UINTPTR_MAX))
        return start_child(loop, class_, size, align, step, ALONE);
    if (w->stack_limit == PIRN__SPAWNER_IN_CREW)
        return start_child(loop, class_, size, align, step,
                           ALONE + sizeof(struct pirn__prefix));
    if (pirn__unlikely(w->stack_limit == PIRN__FORKED))
        pirn__die_forked();
    return frame_start(w, size, align, step);
}

/* Spawning ----------------------------------------------------------------- */

static struct pirn__large *large_new(size_t size, size_t align, unsigned flags)
{
    size_t offset = (sizeof(struct pirn__large) + align - 1) / align * align;
    size_t total = (offset + size + align - 1) / align * align;
    if (flags & PIRN__SPAWN_TRY ? pirn__fails(total)
                                : pirn__fails_for_good(total))
        return NULL;
    struct pirn__large *large =
        align > 16 ? aligned_alloc(align, total) : malloc(total);
    if (!large)
        return NULL;
    *large = (struct pirn__large){.step = pirn__large_end,
                                  .result = (char *)large + offset};
    return large;
}

/* Makes task ready, and notes that it is new, for the executor to look at when
 * the turn of its parent ends. If others have become ready between it and its
 * siblings, it is one among those. */
static INLINE void push_spawned(struct pirn__loop *loop,
                                struct pirn__ring *ring, struct pirn_task *task)
{
    if (pirn__likely(loop->spawned.to == ring->tail)) {
        loop->spawned.to++;
    } else if (loop->spawned.from == loop->spawned.to) {
        loop->spawned.from = ring->tail;
        loop->spawned.to = ring->tail + 1;
        ring->end = 0;
    }
    pirn__ring_push(ring, task);
}

/* It is for the worker of that number. */
static void assign(struct pirn__loop *loop, struct pirn_task *task,
                   unsigned number)
{
    struct pirn__crew *crew = loop->worker.crew;
    task->waits = PIRN__WAIT_ASSIGNED;
    if (number % crew->count == loop->member.number)
        return;
    task->waits = PIRN__WAIT_MOVE;
    task->wait.unused[0] = number % crew->count;
}

/* Makes the child, whose result has its place, a task of s. The caller makes
 * it ready, unless it is held back. */
static INLINE void adopt(struct pirn__loop *loop, struct pirn_task *task,
                         struct pirn_scope *s, struct pirn__site *site,
                         struct pirn_frame *end, void *result)
{
    task->site = (uint16_t)pirn__site_number(site);
    struct pirn_frame *first = (struct pirn_frame *)(task + 1);
    first->link.caller = end;
    first->link.result = result;
    task->scope = s;
    loop->tasks++;
    s->running++;
    pirn__list_append(&s->tasks, &task->siblings);
}

/* The same beside other workers. */
static void *adopt_in_crew(struct pirn__loop *loop, struct pirn_task *task,
                           struct pirn_scope *s, struct pirn__site *site,
                           struct pirn_frame *end, void *result, unsigned flags)
{
    pirn__prefix(task)->spawn_scope = s;
    if (flags & PIRN__SPAWN_ON)
        assign(loop, task, flags >> PIRN__SPAWN_SHIFT);
    else if (s->is_pinned && s->opened_on != loop->member.number)
        assign(loop, task, s->opened_on);
    if (flags & PIRN__SPAWN_PASSED_ON)
        pirn__scope_pass_on(loop, s);
    enum pirn__hold hold = pirn__hold_scope(loop, s);
    adopt(loop, task, s, site, end, result);
    bool may_begin = !s->tally || pirn__tally_spawned(loop, s, task);
    bool is_sent = may_begin && task->waits == PIRN__WAIT_MOVE;
    if (may_begin && !is_sent)
        push_spawned(loop, &loop->member.queue, task);
    pirn__release(loop, hold);
    if (pirn__unlikely(is_sent))
        pirn__crew_send(loop, task);
    if (pirn__crew_has_more(loop))
        pirn__crew_call(loop);
    return task;
}

/* The same in a scope of this worker alone, and for a usual task. */
static INLINE void adopt_own(struct pirn__loop *loop, struct pirn_task *task,
                             struct pirn_scope *s, struct pirn__site *site)
{
    pirn__prefix(task)->spawn_scope = s;
    adopt(loop, task, s, site, &pirn__task_end, task->wait.result);
    push_spawned(loop, &loop->member.queue, task);
}

/* Returns task. */
static __attribute__((noinline)) void *call_for(struct pirn__loop *loop,
                                                struct pirn_task *task)
{
    pirn__crew_call(loop);
    return task;
}

static __attribute__((noinline)) void *adopt_usual(struct pirn__loop *loop,
                                                   struct pirn_task *task,
                                                   struct pirn_scope *s,
                                                   struct pirn__site *site)
{
    enum pirn__hold hold = pirn__hold_own(loop);
    bool is_own = !pirn__is_shared(s);
    if (is_own)
        adopt_own(loop, task, s, site);
    pirn__release(loop, hold);
    if (!is_own)
        return adopt_in_crew(loop, task, s, site, &pirn__task_end,
                             task->wait.result, 0);
    return pirn__crew_has_more(loop) ? call_for(loop, task) : task;
}

/* The same with what is common first. (A user's function that is called while
 * something is held may spawn as well.) */
static INLINE void *adopt_simply(struct pirn__loop *loop,
                                 struct pirn_task *task, struct pirn_scope *s,
                                 struct pirn__site *site)
{
    if (pirn__unlikely(loop->member.inside || !pirn__hold_simply(loop)))
        return adopt_usual(loop, task, s, site);
    if (pirn__is_shared(s)) {
        pirn__go_outside(&loop->member);
        return adopt_usual(loop, task, s, site);
    }
    adopt_own(loop, task, s, site);
    pirn__go_outside(&loop->member);
    return pirn__crew_has_more(loop) ? call_for(loop, task) : task;
}

static inline bool is_small(size_t size, size_t align)
{
    return size <= PIRN__RESULT_INLINE && align <= _Alignof(uint64_t);
}

void *pirn__spawn_any(struct pirn_worker *w, struct pirn_scope *s,
                      struct pirn__site *site, size_t size, size_t align,
                      unsigned flags)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_task *task = loop->born;
    struct pirn_frame *end = &pirn__task_end;
    void *result = NULL;
    if (pirn__unlikely(s->closed))
        pirn__die("spawn in a scope that has ended");
    if (!task && loop->refused) {
        loop->born = loop->refused;
        loop->refused = NULL;
        if (!(flags & PIRN__SPAWN_TRY))
            return pirn__spawn_any(w, s, site, size, align, flags);
        pirn__task_unmake(loop, loop->born);
    }
    if (pirn__unlikely(!pirn__site_number(site)))
        pirn__site_register(site);
    if (task && flags & PIRN__SPAWN_DETACHED) {
        pirn__set_flag(task, PIRN__TASK_DETACHED);
    } else if (task && is_small(size, align)) {
        result = task->wait.result;
    } else if (task) {
        struct pirn__large *large = large_new(size, align, flags);
        if (large) {
            end = (struct pirn_frame *)large;
            result = large->result;
        } else {
            pirn__task_unmake(loop, task);
            task = NULL;
        }
    }
    if (!task) {
        if (flags & PIRN__SPAWN_TRY)
            return NULL;
        pirn__die("out of memory: cannot spawn a task (try_spawn may fail)");
    }
    if (s->is_fail_fast && flags & PIRN__SPAWN_SIGNED) {
        end = pirn__fail_fast_end((unsigned)size);
        result = task->wait.result;
    }
    if (pirn__unlikely(loop->worker.crew))
        return adopt_in_crew(loop, task, s, site, end, result, flags);
    adopt(loop, task, s, site, end, result);
    if (!s->tally || pirn__tally_spawned(loop, s, task))
        push_spawned(loop, &loop->worker.ring, task);
    return task;
}

/* The common cases: beside no other workers, and beside others. (A void result
 * has no use for its place.) */
void *pirn__spawn_small(struct pirn_worker *w, struct pirn_scope *s,
                        struct pirn__site *site, size_t size, unsigned flags)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_task *task = loop->born;
    unsigned slow = PIRN__LOOK_AT(s->is_slow_path);
    if (pirn__unlikely(!task || !pirn__site_number(site)))
        return pirn__spawn_any(w, s, site, size, 1, flags);
    if (pirn__unlikely(slow)) {
        if (slow != PIRN__SLOW_IN_CREW || flags & PIRN__SPAWN_PASSED_ON)
            return pirn__spawn_any(w, s, site, size, 1, flags);
        return adopt_simply(loop, task, s, site);
    }
    adopt(loop, task, s, site, &pirn__task_end, task->wait.result);
    push_spawned(loop, &loop->worker.ring, task);
    return task;
}
