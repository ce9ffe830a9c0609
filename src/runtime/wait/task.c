/* Tasks: made, ended. How they are waited for is in join.c.
 *
 * `spawn f(x)` calls f's entry with the spawner. That brings us here through
 * pirn__frame_start, which makes the task with its first frame behind it;
 * the entry stores its arguments there; and pirn__spawn makes it ready. Its
 * last frame returns to pirn__task_end, which delivers the result. */
#include "runtime/runtime.h"
#include "runtime/wait/lease.h"
#include <stdlib.h>

/* Of an over-aligned frame in its block. The address of the block stands
 * before the task. */
enum { WIDE_OFFSET = 128 };

/* A result that does not fit in its task, and the frame that notes it down
 * there at the end of the task, when nothing else is in its place. */
struct pirn__large {
    PIRN__FRAME_HEADER;
    void *result;
};

static struct pirn_frame *task_end(struct pirn_frame *self,
                                   struct pirn_worker *w);

struct pirn_frame pirn__task_end = {.step = task_end};

/* Making ------------------------------------------------------------------- */

/* Puts a block, the info of which is its class, on the list of that. */
static inline void list_push(struct pirn__loop *loop, void *block,
                             unsigned class_)
{
    *(void **)block = loop->worker.free[class_];
    loop->worker.free[class_] = block;
}

static inline void block_push(struct pirn__loop *loop, void *block,
                              unsigned class_)
{
    ((struct pirn_frame *)block)->info = (uint16_t)class_;
    list_push(loop, block, class_);
}

/* What stands in a block before its first frame. */
static inline size_t offset_in(const struct pirn__loop *loop)
{
    return sizeof(struct pirn_task) + (pirn__unlikely(loop->worker.crew)
                                           ? sizeof(struct pirn__prefix)
                                           : 0);
}

/* A task in a block of the class given, with its first frame at offset. */
static inline __attribute__((always_inline)) void *
task_init(struct pirn__loop *loop, char *block, size_t offset, unsigned class_,
          pirn_step step)
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
        prefix->size = 0;
        prefix->messages = 0;
        prefix->is_freed = prefix->is_new = prefix->is_to_be_cancelled = false;
        task->flags = PIRN__TASK_SLOW;
        task->class_ = (uint8_t)class_;
    }
    task->leaf.caller = frame;
    task->leaf.result = NULL; /* and `rc` means nothing */
    loop->born = task;
    return frame;
}

/* Where the address of the block of an over-aligned task stands. */
static char **wide_block(const struct pirn__loop *loop, struct pirn_task *task)
{
    size_t before = offset_in(loop) - sizeof *task;
    return (char **)((char *)task - before) - 1;
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
    size_t offset = offset_in(loop);
    if (align > 16)
        offset = align < WIDE_OFFSET ? WIDE_OFFSET : align;
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
        *wide_block(loop, loop->born) = block;
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
    return frame;
}

/* The child of a spawner: mostly there is a free block for it. */
static inline __attribute__((always_inline)) void *
start_child(struct pirn__loop *loop, unsigned class_, size_t size, size_t align,
            pirn_step step, unsigned offset)
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

static void task_unmake(struct pirn__loop *loop, struct pirn_task *task)
{
    char *block = (char *)task + sizeof *task - offset_in(loop);
    task->waits = PIRN__WAIT_GONE;
    if (pirn__unlikely(loop->worker.crew)) {
        pirn__prefix(task)->spawn_scope = NULL;
        if (pirn__prefix(task)->messages) {
            pirn__prefix(task)->is_freed = true;
            return;
        }
    }
    if (task->flags & PIRN__TASK_WIDE)
        block = *wide_block(loop, task);
    if (task->class_ == PIRN__CLASS_MALLOC)
        pirn__block_free(loop, block);
    else
        block_push(loop, block, task->class_);
}

static struct pirn_frame *large_end(struct pirn_frame *self,
                                    struct pirn_worker *w)
{
    struct pirn_task *task = w->current;
    task->wait.large = (struct pirn__large *)self;
    pirn__set_flag(task, PIRN__TASK_LARGE | PIRN__TASK_SLOW);
    return task_end(&pirn__task_end, w);
}

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
    *large = (struct pirn__large){.step = large_end,
                                  .result = (char *)large + offset};
    return large;
}

/* Makes task ready, and notes that it is new, for the executor to look at when
 * the turn of its parent ends. If others have become ready between it and its
 * siblings, it is one among those. */
static inline __attribute__((always_inline)) void
push_spawned(struct pirn__loop *loop, struct pirn__ring *ring,
             struct pirn_task *task)
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

/* Makes the child, whose result has its place, a task of s. Who calls it makes
 * that ready, unless it is held back. */
static inline void adopt(struct pirn__loop *loop, struct pirn_task *task,
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
    bool may_begin = !s->watch || pirn__watch_spawned(loop, s, task);
    bool is_sent = may_begin && task->waits == PIRN__WAIT_MOVE;
    if (may_begin && !is_sent)
        push_spawned(loop, &loop->member.queue, task);
    pirn__release(loop, hold);
    if (pirn__unlikely(is_sent))
        pirn__crew_send(loop, task);
    pirn__crew_has_more(loop, !loop->member.is_slow);
    return task;
}

/* The same in a scope of this worker alone, if it still is that. */
static __attribute__((noinline)) void *adopt_alone(struct pirn__loop *loop,
                                                   struct pirn_task *task,
                                                   struct pirn_scope *s,
                                                   struct pirn__site *site)
{
    enum pirn__hold hold = pirn__hold_own(loop);
    if (pirn__unlikely(pirn__is_shared(s))) {
        pirn__release(loop, hold);
        return adopt_in_crew(loop, task, s, site, &pirn__task_end,
                             task->wait.result, 0);
    }
    pirn__prefix(task)->spawn_scope = s;
    adopt(loop, task, s, site, &pirn__task_end, task->wait.result);
    push_spawned(loop, &loop->member.queue, task);
    pirn__release(loop, hold);
    pirn__crew_has_more(loop, !loop->member.is_slow);
    return task;
}

static inline bool is_small(size_t size, size_t align)
{
    return size <= PIRN__RESULT_INLINE && align <= _Alignof(uint64_t);
}

/* Where the value of a child of a .fail_fast scope is looked at: the end of
 * the task, if its result is a signed integer of so many bytes. */
static struct pirn_frame *fail_fast_end(unsigned size);

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
        task_unmake(loop, loop->born);
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
            task_unmake(loop, task);
            task = NULL;
        }
    }
    if (!task) {
        if (flags & PIRN__SPAWN_TRY)
            return NULL;
        pirn__die("out of memory: cannot spawn a task (try_spawn may fail)");
    }
    if (s->is_fail_fast && flags & PIRN__SPAWN_SIGNED) {
        end = fail_fast_end((unsigned)size);
        result = task->wait.result;
    }
    if (pirn__unlikely(loop->worker.crew))
        return adopt_in_crew(loop, task, s, site, end, result, flags);
    adopt(loop, task, s, site, end, result);
    if (!s->watch || pirn__watch_spawned(loop, s, task))
        push_spawned(loop, &loop->worker.ring, task);
    return task;
}

/* The common case. (A void result has no use for its place.) */
void *pirn__spawn_small(struct pirn_worker *w, struct pirn_scope *s,
                        struct pirn__site *site, size_t size, unsigned flags)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_task *task = loop->born;
    unsigned slow = __atomic_load_n(&s->is_slow_path, __ATOMIC_RELAXED);
    if (pirn__unlikely(!task || slow || !pirn__site_number(site))) {
        if (!task || slow != PIRN__SLOW_IN_CREW || !pirn__site_number(site) ||
            flags & PIRN__SPAWN_PASSED_ON)
            return pirn__spawn_any(w, s, site, size, 1, flags);
        return adopt_alone(loop, task, s, site);
    }
    adopt(loop, task, s, site, &pirn__task_end, task->wait.result);
    push_spawned(loop, &loop->worker.ring, task);
    return task;
}

void pirn__task_message_done(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn__prefix *prefix = pirn__prefix(task);
    pirn__spawn_scope_settle(loop, task);
    if (--prefix->messages == 0 && prefix->is_freed)
        task_unmake(loop, task);
}

void pirn__task_free(struct pirn__loop *loop, struct pirn_task *task)
{
    pirn__list_remove(&task->siblings);
    if (!pirn__has_flag(task, PIRN__TASK_ENDED) && task->scope->is_cancel_scope)
        task->scope->owner = NULL; /* it is just about to have ended */
    if (pirn__unlikely(task->flags & PIRN__TASK_NAMED))
        pirn__name_forget(loop, task);
    if (task->flags & PIRN__TASK_LARGE)
        free(task->wait.large);
    task_unmake(loop, task);
}

/* The same, where mostly the block just goes back to its list. */
static inline void task_free(struct pirn__loop *loop, struct pirn_task *task)
{
    if (pirn__unlikely(task->flags & PIRN__TASK_SLOW)) {
        pirn__task_free(loop, task);
    } else {
        pirn__list_remove(&task->siblings);
        task->waits = PIRN__WAIT_GONE;
        block_push(loop, task, task->class_);
    }
}

/* Ending ------------------------------------------------------------------- */

static inline void take_result(const struct pirn_task *task, void *out,
                               size_t size)
{
    if (!out)
        return;
    if (pirn__unlikely(task->flags & PIRN__TASK_LARGE))
        memcpy(out, task->wait.large->result, size);
    else if (size == sizeof(int))
        memcpy(out, task->wait.result, sizeof(int));
    else if (size == sizeof(long))
        memcpy(out, task->wait.result, sizeof(long));
    else
        memcpy(out, task->wait.result, size);
}

void pirn__task_take_result(const struct pirn_task *task, void *out,
                            size_t size)
{
    take_result(task, out, size);
}

int pirn__task_collect(struct pirn_worker *w, struct pirn_task *task, void *out,
                       size_t size)
{
    take_result(task, out, size);
    task_free(pirn__loop_of(w), task);
    return 0;
}

/* Gives the result of task to the one that waits for it, and lets that go on
 * at once, in the turn that task had. */
static inline struct pirn_frame *hand_over(struct pirn_worker *w,
                                           struct pirn_task *task,
                                           struct pirn_task *waiter)
{
    void *value = waiter->leaf.result;
    if (waiter->waits == PIRN__WAIT_AWAIT) {
        /* Not an int, as other waits have. */
        take_result(task, value, waiter->wait.join.size);
    } else {
        take_result(task, waiter->wait.join.out, waiter->wait.join.size);
        if (value)
            *(int *)value = 0;
    }
    waiter->waits = PIRN__WAIT_NONE;
    w->current = waiter;
    return waiter->leaf.caller;
}

static __attribute__((noinline)) struct pirn_frame *
tell_scope(struct pirn__loop *loop, struct pirn_scope *scope,
           struct pirn_task *ended, struct pirn_frame *next)
{
    pirn__scope_done(loop, scope, ended);
    return next;
}

/* A task of scope no longer counts; ended is it, or NULL if it is freed.
 * Returns next. */
static inline struct pirn_frame *leave(struct pirn__loop *loop,
                                       struct pirn_scope *scope,
                                       struct pirn_task *ended,
                                       struct pirn_frame *next)
{
    loop->tasks--;
    if (pirn__unlikely(--scope->running == 0) && scope->waiting)
        return tell_scope(loop, scope, ended, next);
    return next;
}

/* The same, if that is another worker's: it goes on there. What it awaits has
 * no place yet, as its frames may not be linked; so it takes the value along.
 */
static void send_result(struct pirn__loop *loop, struct pirn_task *task,
                        struct pirn_task *waiter)
{
    size_t size = waiter->wait.join.size;
    if (waiter->waits == PIRN__WAIT_JOIN) {
        take_result(task, waiter->wait.join.out, size);
        pirn__make_ready(loop, waiter, 0);
        return;
    }
    memcpy(&waiter->wait, &task->wait, sizeof waiter->wait);
    if (pirn__has_flag(task, PIRN__TASK_LARGE))
        pirn__set_flag(waiter, PIRN__TASK_LARGE);
    pirn__clear_flag(task, PIRN__TASK_LARGE);
    waiter->waits = PIRN__WAIT_VALUE;
    pirn__prefix(waiter)->size = (uint32_t)size;
    pirn__task_post(waiter);
}

/* task, which awaited it, has come home. */
static void arrived(struct pirn__loop *loop, struct pirn_task *task)
{
    take_result(task, task->leaf.result, pirn__prefix(task)->size);
    if (task->flags & PIRN__TASK_LARGE)
        free(task->wait.large);
    pirn__clear_flag(task, PIRN__TASK_LARGE);
    task->leaf.result = NULL;
    task->waits = PIRN__WAIT_NONE;
    pirn__ring_push(&loop->member.queue, task);
}

PIRN__WAIT_KIND(VALUE) = {.name = "is ready", .arrived = arrived};

/* The same, if that one waits for something else too: it is only told. */
static inline struct pirn_frame *give_result(struct pirn_worker *w,
                                             struct pirn_task *task)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_task *waiter = task->waiter;
    const struct pirn__wait_kind *kind = pirn__wait_kinds[waiter->waits];
    if (pirn__unlikely(kind->joined)) {
        kind->joined(loop, waiter, task);
        return NULL;
    }
    if (pirn__unlikely(pirn__home(loop, waiter) != loop)) {
        send_result(loop, task, waiter);
        return NULL;
    }
    return hand_over(w, task, waiter);
}

/* If it has failed, by a value that is not 0, its .fail_fast scope is
 * cancelled. As its end came first, whoever waits for the task gets its value
 * before that, though it may be in that scope. */
static struct pirn_frame *end(struct pirn_worker *w, struct pirn_task *task,
                              int64_t failure)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_scope *scope = task->scope;
    struct pirn_task *ended = NULL;
    struct pirn_frame *next = NULL;
    if (task->waiter)
        next = give_result(w, task);
    if (pirn__unlikely(failure))
        pirn__scope_child_failed(task, failure);
    if (task->waiter || task->flags & PIRN__TASK_DETACHED) {
        task_free(loop, task);
    } else {
        pirn__set_flag(task, PIRN__TASK_ENDED);
        ended = task;
    }
    return leave(loop, scope, ended, next);
}

/* Gives the result of task to waiter, if that awaits it and it is of a usual
 * size. Returns whether it is. */
static inline bool give_usual(const struct pirn_task *task,
                              struct pirn_task *waiter)
{
    void *value = waiter->leaf.result;
    size_t size = waiter->wait.join.size;
    if (waiter->waits != PIRN__WAIT_AWAIT)
        return false;
    if (value && size == sizeof(long))
        memcpy(value, task->wait.result, sizeof(long));
    else if (value && size == sizeof(int))
        memcpy(value, task->wait.result, sizeof(int));
    else if (value)
        return false;
    waiter->waits = PIRN__WAIT_NONE;
    return true;
}

/* True if tasks of several workers may look at the end of task. */
static inline bool is_common(struct pirn__loop *loop,
                             const struct pirn_task *task,
                             const struct pirn_scope *spawn_scope)
{
    const struct pirn_task *waiter = task->waiter;
    if (task->scope->is_cancel_scope)
        return true;
    if (waiter && (waiter->waits == PIRN__WAIT_SELECT ||
                   pirn__home(loop, waiter) != loop))
        return true;
    return pirn__is_shared(spawn_scope) &&
           (spawn_scope->watch || !spawn_scope->owner ||
            pirn__home(loop, spawn_scope->owner) != loop);
}

/* Its scope may be over before others get at it: so it is closed, if it is,
 * with the lock held. */
static struct pirn_frame *end_in_crew(struct pirn_worker *w,
                                      struct pirn_task *task, int64_t failure)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_scope *spawn_scope = pirn__prefix(task)->spawn_scope;
    enum pirn__hold hold = pirn__hold_scope(loop, spawn_scope);
    if (hold == PIRN__BY_LEASE &&
        (failure || is_common(loop, task, spawn_scope))) {
        hold = pirn__hold_by_lock(loop);
        pirn__scope_settle(loop, spawn_scope);
    }
    bool is_root = !spawn_scope->parent;
    struct pirn_frame *next = end(w, task, failure);
    if (pirn__unlikely(is_root) && spawn_scope->running == 0 &&
        spawn_scope->messages == 0)
        pirn__crew_root_ended(loop);
    pirn__release(loop, hold);
    return next;
}

static __attribute__((noinline)) struct pirn_frame *
end_slowly(struct pirn_worker *w, struct pirn_task *task, int64_t failure)
{
    return pirn__unlikely(w->crew) ? end_in_crew(w, task, failure)
                                   : end(w, task, failure);
}

/* True if it belongs to this worker alone, which has others beside it, and
 * there is nothing to it but that it has a prefix. */
static inline bool is_plain_in_crew(const struct pirn_task *task)
{
    const struct pirn__prefix *prefix = pirn__prefix(task);
    return task->flags == PIRN__TASK_SLOW &&
           task->class_ != PIRN__CLASS_MALLOC && prefix->messages == 0 &&
           task->scope == prefix->spawn_scope && !pirn__is_shared(task->scope);
}

/* The same as below for one of these. */
static __attribute__((noinline)) struct pirn_frame *
end_alone(struct pirn_worker *w, struct pirn_task *task)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_task *waiter;
    if (pirn__unlikely(!w->crew))
        return end_slowly(w, task, 0);
    enum pirn__hold hold = pirn__hold_own(loop);
    if (pirn__unlikely(!is_plain_in_crew(task) || !(waiter = task->waiter) ||
                       !give_usual(task, waiter))) {
        pirn__release(loop, hold);
        return end_slowly(w, task, 0);
    }
    w->current = waiter;
    pirn__list_remove(&task->siblings);
    task->waits = PIRN__WAIT_GONE;
    pirn__prefix(task)->spawn_scope = NULL;
    block_push(loop, pirn__prefix(task), task->class_);
    struct pirn_frame *next =
        leave(loop, task->scope, NULL, waiter->leaf.caller);
    pirn__release(loop, hold);
    return next;
}

/* With a flag set, most often PIRN__TASK_DETACHED. */
static __attribute__((noinline)) struct pirn_frame *
end_flagged(struct pirn_worker *w, struct pirn_task *task)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_scope *scope = task->scope;
    if (pirn__unlikely(task->flags != PIRN__TASK_DETACHED))
        return task->flags & PIRN__TASK_SLOW ? end_alone(w, task)
                                             : end_slowly(w, task, 0);
    if (pirn__unlikely(task->waiter))
        return end_slowly(w, task, 0);
    task_free(loop, task);
    return leave(loop, scope, NULL, NULL);
}

/* The common cases without a call: it is awaited, and its result is taken
 * over in one move; or nobody waits for it yet. */
static struct pirn_frame *task_end(struct pirn_frame *self,
                                   struct pirn_worker *w)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_task *task = w->current;
    struct pirn_scope *scope = task->scope;
    (void)self;
    if (task->flags) /* always, where other workers may look at it */
        return end_flagged(w, task);
    struct pirn_task *waiter = task->waiter;
    if (!waiter) {
        pirn__set_flag(task, PIRN__TASK_ENDED);
        return leave(loop, scope, task, NULL);
    }
    if (!give_usual(task, waiter))
        return end_slowly(w, task, 0);
    w->current = waiter;
    pirn__list_remove(&task->siblings);
    task->waits = PIRN__WAIT_GONE;
    list_push(loop, task, task->class_);
    return leave(loop, scope, NULL, waiter->leaf.caller);
}

static struct pirn_frame *checked_end(struct pirn_worker *w, int64_t value)
{
    return pirn__unlikely(value < 0) ? end_slowly(w, w->current, value)
                                     : task_end(&pirn__task_end, w);
}

#define CHECKED_END(TYPE)                                                      \
    static struct pirn_frame *TYPE##_end(struct pirn_frame *self,              \
                                         struct pirn_worker *w)                \
    {                                                                          \
        TYPE value;                                                            \
        (void)self;                                                            \
        memcpy(&value, w->current->wait.result, sizeof value);                 \
        return checked_end(w, value);                                          \
    }

CHECKED_END(int8_t)
CHECKED_END(int16_t)
CHECKED_END(int32_t)
CHECKED_END(int64_t)

static struct pirn_frame *fail_fast_end(unsigned size)
{
    /* By the logarithm of the size. */
    static struct pirn_frame ends[] = {
        {.step = int8_t_end},
        {.step = int16_t_end},
        {.step = int32_t_end},
        {.step = int64_t_end},
    };
    return &ends[__builtin_ctz(size)];
}
