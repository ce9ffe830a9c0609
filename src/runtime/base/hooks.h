/* What a layer of the runtime asks of the layers above it. A layer calls
 * nothing that lies above: it calls a function of this table instead, which the
 * topmost layer fills in (run.c). Without that the table is empty; then no
 * worker runs, and what may be called all the same is compared with NULL
 * before. */
#ifndef PIRN_RUNTIME_HOOKS_H
#define PIRN_RUNTIME_HOOKS_H

#include "runtime/base/common.h"

#pragma GCC visibility push(hidden)

struct pirn__explorer;
struct pirn_gen;
struct pirn__driver_ops;
struct pirn__io;
struct pirn__lane;
struct pirn__test;

/* What has made tasks ready. */
enum pirn__trace_by {
    PIRN__BY_TASK,
    PIRN__BY_TIMER,
    PIRN__BY_DESCRIPTOR,
    PIRN__BY_THREAD, /* another */
    PIRN__BY_NOBODY, /* unknown */
    PIRN__BYS
};

struct pirn__hooks {
    /* die.c, which does without: writes the running task and where it was
     * spawned to text, as in "task 'f', spawned at a.c:3". Returns whether
     * there is one. */
    bool (*describe_running)(char *text, size_t size);
    /* The program is about to abort. */
    void (*abort)(void);

    /* Drivers: the one that workers have, and what completes its operations. */
    const struct pirn__driver_ops *driver;
    void (*io_complete)(void *arg, struct pirn__io *io);

    /* Before the first worker of the process begins. */
    void (*register_forks)(void);

    /* Dumps: debug.h tells what they do. */
    void (*dump_stuck)(struct pirn__loop *loop) __attribute__((noreturn));
    void (*dump_wanted)(struct pirn__loop *loop);
    void (*dump_task)(FILE *out, const struct pirn_task *task);
    void (*dump_scope)(FILE *out, const struct pirn_scope *scope);

    /* The watchdog, and where loop->hog is set; by hog_notice too, when a turn
     * among some has been long. */
    void (*hog_begin)(struct pirn__loop *loop);
    void (*hog_end)(struct pirn__loop *loop);
    void (*hog_notice)(struct pirn__loop *loop);
    void (*hog_turn)(struct pirn__loop *loop, struct pirn_frame *frame);

    /* The recorder, and where loop->lane is set: see trace.h. */
    void (*trace_begin)(struct pirn__loop *loop);
    void (*trace_end)(struct pirn__loop *loop);
    void (*trace_turn)(struct pirn_worker *w, struct pirn_frame *frame);
    void (*trace_seen)(struct pirn__loop *loop);
    void (*trace_ready)(struct pirn__loop *loop, enum pirn__trace_by how);
    void (*trace_idle)(struct pirn__lane *lane, bool is_idle);
    void (*trace_sent)(struct pirn__loop *loop, const struct pirn_task *task);
    void (*trace_stolen)(struct pirn__loop *thief, struct pirn__loop *from,
                         const struct pirn_task *task, size_t at);
    bool (*trace_looks_at)(const struct pirn__lane *lane,
                           const struct pirn_task *task);
    void (*trace_name)(struct pirn__lane *lane, const struct pirn_task *task,
                       const char *name);

    /* Where loop->test is set: see test.h, and baton.h for the explorer. */
    const struct pirn__explorer *explorer;
    void (*test_turn)(struct pirn__loop *loop);
    bool (*test_chance)(struct pirn__test *test, unsigned count);
    void (*test_taken)(struct pirn__test *test, void *block);
    void (*test_given_back)(struct pirn__test *test, void *block);
};

extern const struct pirn__hooks pirn__hooks;

/* Where PIRN_DEBUG=1 has it noted down what is made, and is no more. NULL: it
 * does not; leaks.c, which is part of any program with generators or a runtime,
 * sets it before main. place is "file:line"; NULL: unknown. */
struct pirn__ledger {
    void (*gen_made)(struct pirn_gen *g);
    void (*gen_closed)(struct pirn_gen *g);
    void (*fd_made)(int fd, const char *place);
    void (*fd_closed)(int fd);
};

extern const struct pirn__ledger *pirn__ledger;

#pragma GCC visibility pop

#endif
