/* Dumps: every task of a runtime, what it waits for and where.
 *
 * A suspended task is a list of frames, each of which knows its caller, and
 * the tables of the translator tell what a frame's step is called and at which
 * line of it the frame's state stands. The task that runs has its innermost
 * calls on the native stack, where position.c looks for them.
 *
 * Many tasks are often alike. Of those that wait for the same in the same
 * places, only some are printed. */
#include "runtime/tools/dump.h"
#include "runtime/tools/trace.h"
#include "runtime/tools/walk.h"
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    INNER_LEVELS = 32, /* of a deep stack so many are printed, */
    OUTER_LEVELS = 8,  /* and so many at its other end */
    MOST_ALIKE = 8,    /* so many tasks that are alike are printed */
    MOST_LISTED = 12,  /* and so many numbers in a list */
};

struct dump {
    struct pirn__loop *loop;
    FILE *out;
    struct pirn__walk walk;
    struct pirn__position place; /* of the running task, if there is one */
    struct alike {
        uint64_t kind;
        size_t number; /* of the first; 0: no entry */
        size_t count;
    } * alike; /* a hash table with room for all of them; NULL: no memory */
    size_t mask;
};

/* The one that is being printed: it has the tables open. */
static struct dump *current;

/* Names -------------------------------------------------------------------- */

static const char *name_of_frame(const struct pirn_frame *frame)
{
    const struct pirn_table *table = pirn__table_of(frame->step);
    if (table)
        return table->name;
    const struct pirn__native *native = pirn__native_of(frame->step);
    if (!native)
        return NULL;
    return native->name ? native->name : native->name_of(frame);
}

/* Good also of a task that runs: its first frame lies in its own block, and
 * nobody changes the step there. */
const char *pirn__task_name(struct pirn__loop *loop,
                            const struct pirn_task *task)
{
    const char *name = pirn__name_of(loop, task);
    if (!name)
        name = name_of_frame((const struct pirn_frame *)(task + 1));
    return name ? name : "?";
}

bool pirn__describe_running(char *text, size_t size)
{
    struct pirn__loop *loop = pirn__this_loop;
    const struct pirn_task *task = loop ? loop->worker.current : NULL;
    const struct pirn__site *site = task ? pirn__site_of(task) : NULL;
    if (!task)
        return false;
    const char *name = pirn__task_name(loop, task);
    if (site && site->file)
        snprintf(text, size, "task '%s', spawned at %s:%u", name,
                 pirn__file_name(site->file), site->line);
    else
        snprintf(text, size, "task '%s'", name);
    return true;
}

void pirn__dump_task(FILE *out, const struct pirn_task *task)
{
    size_t number = pirn__walk_number(&current->walk, task);
    if (number)
        fprintf(out, "task %zu (%s)", number,
                pirn__task_name(current->loop, task));
    else
        fprintf(out, "a task (%s)", pirn__task_name(current->loop, task));
}

static bool is_running(const struct pirn_task *task)
{
    return task == current->loop->worker.current;
}

/* On another worker, which waits to make a dump itself. */
static bool is_running_elsewhere(const struct pirn_task *task)
{
    const struct pirn__crew *crew = current->loop->worker.crew;
    for (unsigned i = 0; crew && i < crew->count; i++)
        if (crew->loops[i] != current->loop &&
            crew->loops[i]->worker.current == task)
            return true;
    return false;
}

/* Where the stack of task begins, innermost; if it runs, with the frame that
 * was resumed, if that is known. */
static const struct pirn_frame *first_frame(const struct pirn_task *task)
{
    return is_running(task) ? current->place.resumed : task->leaf.caller;
}

/* The last in a stack, whose caller is none, is not of the task's: it ends
 * it. */
static const struct pirn_frame *next_frame(const struct pirn_task *task,
                                           const struct pirn_frame *frame)
{
    if (is_running(task))
        return pirn__peek_caller(frame);
    frame = frame->link.caller;
    return frame && frame->link.caller ? frame : NULL;
}

/* The scope that lies at the offset in a frame in that state. */
static const struct pirn_variable *scope_at(const struct pirn_table *table,
                                            unsigned state, size_t offset)
{
    for (const struct pirn_suspension *s = table->suspensions; s->line; s++) {
        for (const struct pirn_variable *v = s->kept; v->name; v = v->next)
            if (s->state == state && v->offset == offset &&
                strncmp(v->name, "scope ", 6) == 0)
                return v;
    }
    return NULL;
}

/* A scope is a variable in a frame of its owner. */
void pirn__dump_scope(FILE *out, const struct pirn_scope *scope)
{
    const struct pirn_task *owner = scope->owner;
    for (const struct pirn_frame *frame = owner ? first_frame(owner) : NULL;
         frame; frame = next_frame(owner, frame)) {
        const struct pirn_table *table = pirn__table_of(frame->step);
        size_t offset = (uintptr_t) scope - (uintptr_t)frame;
        if (!table || offset >= table->frame_size)
            continue;
        const struct pirn_variable *v = scope_at(table, frame->state, offset);
        if (v)
            fprintf(out, "%s (%s:%u)", v->name, pirn__file_name(table->file),
                    v->line);
        else
            fprintf(out, "a scope of %s", table->name);
        return;
    }
    fputs("a scope", out);
}

/* One task ----------------------------------------------------------------- */

/* In units of the coarse clock, which has 24 bits here. */
static void print_since(FILE *out, const struct pirn__loop *loop,
                        const struct pirn_task *task)
{
    uint64_t ns = (uint64_t)((loop->coarse - (task->waits_since & ~0xffu)) >> 8)
                  << PIRN__COARSE_BITS;
    fprintf(out, ", for %.1f s", (double)ns / 1e9);
}

static void print_holder(FILE *out, const struct pirn__wait_kind *kind,
                         const struct pirn_task *task)
{
    const struct pirn_task *holder = kind->holder ? kind->holder(task) : NULL;
    fputs(kind->name, out);
    if (!holder)
        return;
    fputs(", held by ", out);
    pirn__dump_task(out, holder);
}

static void print_state(FILE *out, const struct pirn_task *task)
{
    const struct pirn__wait_kind *kind = pirn__wait_kinds[task->waits];
    if (is_running(task) || is_running_elsewhere(task)) {
        fputs("is running", out);
        return;
    }
    if (task->waits == PIRN__WAIT_NONE) {
        fputs("is ready", out);
        return;
    }
    if (kind->describe)
        kind->describe(out, task);
    else
        print_holder(out, kind, task);
    /* Of these it is not known: two are ready, not waiting. */
    if (task->waits != PIRN__WAIT_MOVE && task->waits != PIRN__WAIT_ASSIGNED &&
        task->waits != PIRN__WAIT_REFUSED)
        print_since(out, current->loop, task);
}

/* times: so often in a row, by recursion. */
static void print_frame(FILE *out, const struct pirn_frame *frame, size_t times)
{
    const struct pirn_table *table = pirn__table_of(frame->step);
    const char *name = name_of_frame(frame);
    uint32_t line = table ? pirn__line_in(table, frame->state) : 0;
    fprintf(out, "    in %s", name ? name : "?");
    if (line)
        fprintf(out, " at %s:%u", pirn__file_name(table->file), line);
    if (table && frame->state == 0)
        fputs(", not begun", out);
    if (times > 1)
        fprintf(out, ", %zu times", times);
    fputc('\n', out);
}

/* The first frame, of those that follow, which is not at the same place. */
static const struct pirn_frame *next_place(const struct pirn_task *task,
                                           const struct pirn_frame *frame,
                                           size_t *times)
{
    const struct pirn_frame *next = frame;
    *times = 0;
    do {
        next = next_frame(task, next);
        ++*times;
    } while (next && next->step == frame->step && next->state == frame->state);
    return next;
}

static void print_frames(FILE *out, const struct pirn_task *task,
                         const struct pirn_frame *first)
{
    size_t count = 0, level = 0, times;
    for (const struct pirn_frame *f = first; f; f = next_place(task, f, &times))
        count++;
    for (const struct pirn_frame *f = first, *next; f; f = next, level++) {
        next = next_place(task, f, &times);
        if (level < INNER_LEVELS || level + OUTER_LEVELS >= count)
            print_frame(out, f, times);
        else if (level == INNER_LEVELS)
            fprintf(out, "    ... %zu more ...\n",
                    count - INNER_LEVELS - OUTER_LEVELS);
    }
}

/* What has been called since it was resumed, by name only, and the rest. */
static void print_running(FILE *out, const struct pirn_task *task)
{
    const struct pirn__position *place = &current->place;
    unsigned count = place->count < PIRN__POSITION_DEPTH ? place->count
                                                         : PIRN__POSITION_DEPTH;
    for (unsigned i = 0; i + 1 < count; i++)
        fprintf(out, "    in %s (%s:%u)\n", place->running[i]->name,
                pirn__file_name(place->running[i]->file),
                place->running[i]->line);
    if (count == 0)
        fputs("    (its stack is the thread's)\n", out);
    if (count == 0)
        return;
    const struct pirn_table *table = place->running[count - 1];
    if (!place->resumed) {
        fprintf(out, "    in %s\n", table->name);
        return;
    }
    fprintf(out, "    in %s, %s at %s:%u\n", table->name,
            place->state ? "resumed" : "begun", pirn__file_name(table->file),
            place->state ? pirn__line_in(table, place->state) : table->line);
    const struct pirn_frame *caller = pirn__peek_caller(place->resumed);
    if (caller)
        print_frames(out, task, caller);
}

static void print_spawner(FILE *out, const struct pirn_task *task)
{
    const struct pirn__site *site = pirn__site_of(task);
    if (!site)
        return;
    if (!site->file)
        fprintf(out, "    begun by %s\n", site->function);
    else
        fprintf(out, "    spawned by %s at %s:%u\n", site->function,
                pirn__file_name(site->file), site->line);
}

static void print_cancellation(FILE *out, const struct pirn_task *task)
{
    const struct pirn_scope *origin = task->scope->origin;
    if (!origin)
        return;
    fputs("    cancelled with ", out);
    pirn__dump_scope(out, origin);
    char why[256];
    pirn__reason_text(why, sizeof why, pirn__scope_reason(origin));
    fprintf(out, ": %s\n", why);
}

static bool is_in_defer(const struct pirn_task *task)
{
    const struct pirn_scope *s = task->scope;
    while (s && s->owner == task && !s->is_defer)
        s = s->parent;
    return s && s->owner == task;
}

static void print_task(FILE *out, const struct pirn_task *task)
{
    pirn__dump_task(out, task);
    fputs(is_in_defer(task) ? ", in a defer, " : " ", out);
    print_state(out, task);
    fputc('\n', out);
    if (is_running_elsewhere(task))
        fputs("    on another worker\n", out);
    else if (is_running(task))
        print_running(out, task);
    else if (first_frame(task) && first_frame(task)->link.caller)
        print_frames(out, task, first_frame(task));
    print_spawner(out, task);
    print_cancellation(out, task);
}

/* All of them -------------------------------------------------------------- */

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 29;
}

/* The same of tasks that are alike: of what is printed, the greater part. */
static uint64_t kind_of(const struct pirn_task *task)
{
    uint64_t hash = mix(task->site, task->waits);
    if (is_running(task) || is_running_elsewhere(task) ||
        task->flags & PIRN__TASK_NAMED)
        return mix(hash, (uintptr_t)task);
    hash = mix(hash, (uintptr_t)task->scope->origin);
    const struct pirn_frame *frame = task->leaf.caller;
    for (int i = 0; frame && i < INNER_LEVELS; i++) {
        hash = mix(hash, (uintptr_t)frame->step + frame->state);
        frame = frame->link.caller;
    }
    return hash;
}

static void make_alike(struct dump *dump)
{
    size_t size = 64;
    while (size < 2 * dump->walk.count)
        size *= 2;
    dump->alike = calloc(size, sizeof *dump->alike);
    dump->mask = size - 1;
}

/* Counts the task with the others of its kind. Returns how many there are. */
static size_t count_alike(struct dump *dump, const struct pirn_task *task,
                          size_t number)
{
    if (!dump->alike)
        return 1;
    uint64_t kind = kind_of(task);
    size_t i = kind >> 20 & dump->mask;
    while (dump->alike[i].number && dump->alike[i].kind != kind)
        i = (i + 1) & dump->mask;
    if (!dump->alike[i].number) {
        dump->alike[i].kind = kind;
        dump->alike[i].number = number;
    }
    return ++dump->alike[i].count;
}

static void print_rest(struct dump *dump)
{
    for (size_t i = 0; dump->alike && i <= dump->mask; i++) {
        size_t count = dump->alike[i].count;
        if (count <= MOST_ALIKE)
            continue;
        fprintf(dump->out, "and %zu more like ", count - MOST_ALIKE);
        pirn__dump_task(dump->out, dump->walk.tasks[dump->alike[i].number - 1]);
        fputc('\n', dump->out);
    }
    if (dump->walk.is_cut)
        fputs("and others, for which there is no memory\n", dump->out);
}

static void print_cycle(void *arg, const size_t *numbers, size_t count)
{
    struct dump *dump = arg;
    fputs("a circle, where each waits for the next: ", dump->out);
    for (size_t i = 0, listed = 0; i < count; i++) {
        if (numbers[i] > dump->walk.count)
            continue;
        if (listed++ == MOST_LISTED && i + 1 < count) {
            fputs("..., ", dump->out);
            i = count - 1;
        }
        pirn__dump_task(dump->out, dump->walk.tasks[numbers[i] - 1]);
        fputs(", ", dump->out);
    }
    pirn__dump_task(dump->out, dump->walk.tasks[numbers[0] - 1]);
    fputc('\n', dump->out);
}

static size_t count_tasks(const struct pirn__loop *loop)
{
    const struct pirn__crew *crew = loop->worker.crew;
    size_t count = crew ? 0 : loop->tasks;
    for (unsigned i = 0; crew && i < crew->count; i++)
        count += crew->loops[i]->tasks;
    return count;
}

/* What goes on in the pool meanwhile does not matter: these are numbers. */
static void print_pool(struct pirn__loop *loop, FILE *out)
{
    struct pirn__jobs *jobs = &pirn__first_loop(loop)->jobs;
    pirn__lock_take(&jobs->lock);
    unsigned threads = jobs->threads, idle = jobs->idle, most = jobs->most;
    size_t waiting = jobs->waiting;
    pirn__lock_give(&jobs->lock);
    if (threads > 0)
        fprintf(out,
                "pool: %u of at most %u threads, %u of them idle; %zu calls "
                "wait for one\n",
                threads, most, idle, waiting);
}

static void print_holds(const struct pirn__loop *loop, FILE *out)
{
    const struct pirn__crew *crew = loop->worker.crew;
    if (!crew)
        pirn__posts_describe(out, loop);
    for (unsigned i = 0; crew && i < crew->count; i++)
        pirn__posts_describe(out, crew->loops[i]);
}

static void print_all(struct pirn__loop *loop, FILE *out)
{
    struct dump dump = {.loop = loop, .out = out};
    if (loop->worker.current)
        pirn__position_find(&dump.place);
    current = &dump;
    pirn__walk_init(&dump.walk, pirn__first_loop(loop));
    make_alike(&dump);
    for (size_t i = 0; i < dump.walk.count; i++) {
        const struct pirn_task *task = dump.walk.tasks[i];
        if (count_alike(&dump, task, i + 1) <= MOST_ALIKE)
            print_task(out, task);
    }
    print_rest(&dump);
    print_holds(loop, out);
    pirn__cycles_find(&dump.walk, print_cycle, &dump);
    print_pool(loop, out);
    current = NULL;
    free(dump.alike);
    pirn__walk_deinit(&dump.walk);
}

/* Asking for it ------------------------------------------------------------ */

/* Standard error, with a buffer. */
static FILE *open_errors(void)
{
    int fd = dup(STDERR_FILENO);
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
    if (fd >= 0 && !out)
        close(fd);
    fflush(stderr);
    return out ? out : stderr;
}

static void dump(struct pirn__loop *loop, FILE *out)
{
    if (!pirn__tables_open()) {
        fputs("pirn: a dump is being made\n", out);
        return;
    }
    size_t count = count_tasks(loop);
    fprintf(out, "pirn: %zu %s of thread %ld", count,
            count == 1 ? "task" : "tasks", (long)syscall(SYS_gettid));
    if (loop->worker.crew)
        fprintf(out, " and %u more", loop->worker.crew->count - 1);
    fputc('\n', out);
    print_all(loop, out);
    pirn__tables_close();
}

/* While the other workers, if there are any, stand still. */
static void dump_still(struct pirn__loop *loop, FILE *out)
{
    bool entered = pirn__enter(loop);
    if (!loop->worker.crew) {
        dump(loop, out);
    } else {
        if (pirn__crew_pause(loop))
            dump(loop, out);
        else
            fputs("pirn: no dump, as another worker has been busy with one "
                  "task for a second\n",
                  out);
        pirn__crew_resume(loop);
    }
    pirn__leave(loop, entered);
}

void pirn_dump(FILE *out)
{
    struct pirn__loop *loop = pirn__this_loop;
    FILE *to = out ? out : open_errors();
    if (loop)
        dump_still(loop, to);
    else
        fputs("pirn: this thread has no runtime\n", to);
    if (out)
        return;
    fflush(to);
    if (to != stderr)
        fclose(to);
}

/* Other workers, which stand still for the dump, do so until the lock is given
 * back: so the trace is written before they go on recording. */
void pirn__dump_wanted(struct pirn__loop *loop)
{
    /* A SIGQUIT sets it again at any time: pairs with ask() in quit.c. */
    if (!atomic_exchange(&loop->dump_is_wanted, false))
        return;
    bool entered = pirn__enter(loop);
    pirn_dump(NULL);
    pirn__trace_write();
    pirn__leave(loop, entered);
}

void pirn__dump_stuck(struct pirn__loop *loop)
{
    FILE *out;
    fflush(stdout);
    out = open_errors();
    size_t count = count_tasks(loop);
    if (count == 1)
        fputs("pirn: stuck: 1 task waits, and nothing can wake it\n", out);
    else
        fprintf(out,
                "pirn: stuck: %zu tasks wait, and nothing can wake any of "
                "them\n",
                count);
    if (pirn__tables_open()) {
        print_all(loop, out);
        pirn__tables_close();
    }
    fflush(out);
    exit(PIRN_EXIT_STUCK);
}
