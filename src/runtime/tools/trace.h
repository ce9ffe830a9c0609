/* The recorder of PIRN_TRACE: a lane for each thread, which is a ring of
 * events that only this thread writes. All of them are put together, into a
 * file, when the program ends. */
#ifndef PIRN_RUNTIME_TRACE_H
#define PIRN_RUNTIME_TRACE_H

#include "runtime/wait/wait.h"

#pragma GCC visibility push(hidden)

enum pirn__trace_kind {
    PIRN__TRACE_SPAWN, /* [other] task has been spawned, by other */
    PIRN__TRACE_WAKE,  /* [other] it has become ready, by other */
    PIRN__TRACE_RUN,   /* [step] it goes on; step is its first coroutine */
    PIRN__TRACE_STOP,  /* [step, or place] it has ended, or waits there */
    PIRN__TRACE_IDLE,  /* the thread waits for the outside... */
    PIRN__TRACE_BUSY,  /* ... and no longer */
    PIRN__TRACE_NAME,  /* [text] until now task was called so: a part of it */
};

enum {
    PIRN__TRACE_PIECE = 12,    /* bytes of a name in an event */
    PIRN__TRACE_PLACE = 0xffff /* a state that says: see place */
};

struct pirn__event {
    uint64_t time; /* on the counter of the recorder */
    const struct pirn_task *task;
    union {
        struct {
            union {
                pirn_step step; /* at a STOP: of the coroutine that waits */
                const struct pirn__place *place;
                const struct pirn_task *other;
            };
            uint16_t state, site;
        };
        char text[PIRN__TRACE_PIECE];
    };
    uint8_t kind;
    uint8_t how; /* STOP: enum pirn__wait, PIRN__WAIT_NONE: it gives way,
                    PIRN__WAIT_GONE: it has ended; SPAWN, WAKE: enum
                    pirn__trace_by; NAME: which piece, counted from 0 */
};

struct pirn__lane {
    struct pirn__event *events;
    uint64_t mask;
    _Atomic uint64_t count; /* of events, with those that were overwritten */
    bool has_counter;       /* the processor's, instead of the clock */
    bool is_of_task;        /* the thread is one task: where that waits, the
                               thread is blocked */
    /* A thief looks at these and changes them, too: while the queue is held. */
    size_t from; /* in a turn, the queue went this far when it began */
    size_t seen; /* up to here the queue is known */
    const struct pirn_task *running;
    struct pirn_frame *last; /* in a turn: that took a step last, ... */
    unsigned last_class;     /* ... and the size class that it had before */
    bool is_open;            /* its thread is alive, and may write */
    long thread;
    struct pirn__lane *next; /* in the list of all of them */
    struct pirn__known {     /* steps, by hash; see is_native */
        pirn_step step;
        bool is_native;
    } * known;
    size_t known_count;
};

/* Recording ----------------------------------------------------------------
 *
 * All of it on the thread of the lane. */

/* A lane for this thread; NULL: there is no PIRN_TRACE. */
struct pirn__lane *pirn__trace_open(bool is_of_task);
/* No more is written to it from here. */
void pirn__trace_close(struct pirn__lane *lane);

void pirn__trace_spawn(struct pirn__lane *lane, const struct pirn_task *task,
                       const struct pirn_task *parent);
void pirn__trace_wake(struct pirn__lane *lane, const struct pirn_task *task,
                      enum pirn__trace_by how, const struct pirn_task *by);
void pirn__trace_run(struct pirn__lane *lane, const struct pirn_task *task,
                     pirn_step first, uint16_t site);
/* place may be NULL. */
void pirn__trace_stop(struct pirn__lane *lane, const struct pirn_task *task,
                      enum pirn__wait how, const struct pirn__place *place);
/* Before the name goes. */
void pirn__trace_name(struct pirn__lane *lane, const struct pirn_task *task,
                      const char *name);

/* Recording a loop ---------------------------------------------------------
 *
 * On the loop's own thread, from pirn__trace_begin on. Its executor has each
 * turn done by pirn__trace_turn. A task that is spawned or made ready
 * meanwhile is found in the ring afterwards, so that nobody else has to tell:
 * it must still be there, and the task that had the turn must still be this
 * worker's.
 *
 * A worker that makes a task of another one ready tells it in its own lane, by
 * pirn__trace_wake, if it is traced. That worker finds the task in its ring as
 * woken by PIRN__BY_THREAD, too: what came first counts. So does a worker that
 * spawns a task for another one, by pirn__trace_spawn, before it can run. That
 * a task has moved nobody has to tell: it goes on in another lane. */

void pirn__trace_begin(struct pirn__loop *loop);
void pirn__trace_end(struct pirn__loop *loop);
/* Runs the turn of the current task, from frame on, and records it. */
void pirn__trace_turn(struct pirn_worker *w, struct pirn_frame *frame);
/* What is in the ring by now is known. */
void pirn__trace_seen(struct pirn__loop *loop);
/* True if the thread of the lane, which is in a turn or just behind it, may
 * still look at task. */
bool pirn__trace_looks_at(const struct pirn__lane *lane,
                          const struct pirn_task *task);
/* thief takes task, which was ready, out of the queue of from, where what is
 * behind its place moves up. The lock is held, and with leases there is no
 * trace. */
void pirn__trace_stolen(struct pirn__loop *thief, struct pirn__loop *from,
                        const struct pirn_task *task, size_t at);
/* The running task sends task, which it has made ready, to another worker. */
void pirn__trace_sent(struct pirn__loop *loop, const struct pirn_task *task);
void pirn__trace_idle(struct pirn__lane *lane, bool is_idle);
/* What has come into the ring since has been made ready like this. */
void pirn__trace_ready(struct pirn__loop *loop, enum pirn__trace_by how);
/* The program is about to end, or wants to know: writes the file. */
void pirn__trace_write(void);

/* Writing: trace_write.c ----------------------------------------------------
 */

/* What the writer is told: all lanes, and when the counter had which time. */
struct pirn__trace_clock {
    uint64_t count, first_count;
    int64_t time, first_time;
};
void pirn__trace_print(FILE *out, struct pirn__lane *lanes,
                       const struct pirn__trace_clock *clock);

/* trace_text.c ------------------------------------------------------------- */

/* Prints text as JSON, without the quotes. What is no text becomes U+FFFD. */
void pirn__trace_text(FILE *out, const char *text);
/* "file:line in function" */
void pirn__trace_line(char *out, size_t size, const char *file, uint32_t line,
                      const char *function);
/* The same of what a STOP says; "": unknown. With the tables open. */
void pirn__trace_place(char *out, size_t size, const struct pirn__event *event);
/* As in "it sleeps": of what `how` of a STOP says. */
const char *pirn__trace_stop_name(unsigned how);

#pragma GCC visibility pop

#endif
