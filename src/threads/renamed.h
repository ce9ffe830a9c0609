/* Read before everything else by each file of the library for --threads, those
 * of src/runtime too (CMakeLists.txt): the functions of the runtime that
 * programs call get other link names here, pirn.behind.NAME or
 * pirn__behind_NAME. The C names stay, so src/runtime knows nothing of this.
 * The functions that programs call instead, those in front, are in entries.c,
 * calls.c and thread.c; PIRN__FRONT (threads.h) gives them the plain link
 * names.
 *
 * Coroutines are all renamed, by what declares them. So of one without a
 * function in front the linker says that it is undefined. */
#ifndef PIRN_THREADS_RENAMED_H
#define PIRN_THREADS_RENAMED_H

#define PIRN__AS_THREADS

#define PIRN__ENTRY(NAME)                                                      \
    __asm__("pirn.behind." #NAME) __attribute__((visibility("hidden")))

/* What src/runtime/wait/awaitable.h puts in front of each coroutine and
 * function that it makes: these need no line in the lists below. */
#define PIRN__IN_FRONT_OF_ENTRY(NAME, ...)                                     \
    int front_##NAME(PIRN__WITH_WORKER(__VA_ARGS__)) __asm__("pirn." #NAME);   \
    int front_##NAME(PIRN__WITH_WORKER(__VA_ARGS__))                           \
    {                                                                          \
        bool spawns = pirn__must_start(w);                                     \
        w = pirn__front_begin(spawns);                                         \
        int value = entry_##NAME(PIRN__PASSED_ON(w, ##__VA_ARGS__));           \
        pirn__front_end(spawns, &value);                                       \
        return value;                                                          \
    }
/* The same for operations on descriptors (objects/io.h): one that need not wait
 * is done here. One that has been done in part goes on behind. */
#define PIRN__IN_FRONT_OF_OPERATION(RESULT, NAME, ...)                         \
    RESULT front_##NAME(PIRN__WITH_WORKER(__VA_ARGS__)) __asm__(               \
        "pirn." #NAME);                                                        \
    RESULT front_##NAME(PIRN__WITH_WORKER(__VA_ARGS__))                        \
    {                                                                          \
        bool spawns = pirn__must_start(w);                                     \
        RESULT value;                                                          \
        struct pirn__io io;                                                    \
        io.state = 0;                                                          \
        NAME##_set(PIRN__PASSED_ON(&io, __VA_ARGS__));                         \
        if (!spawns && pirn__front_operation(&io))                             \
            return (RESULT)io.result;                                          \
        w = pirn__front_begin(spawns);                                         \
        value = spawns ? entry_##NAME(PIRN__PASSED_ON(w, __VA_ARGS__))         \
                       : (RESULT)pirn__io_begin(w, &io,                        \
                                                sizeof(RESULT) > sizeof(int)); \
        pirn__front_end(spawns, &value);                                       \
        return value;                                                          \
    }
#define PIRN__RUN_BODY(W, F, ARG) pirn__front_run(F, ARG)
#define PIRN__CALL_OUT(F, ARG) pirn__front_call_out(F, ARG)
#define PIRN__CALLABLE(RESULT, NAME, ...)                                      \
    RESULT NAME(PIRN__SIGNATURE(__VA_ARGS__)); /* as the header says */        \
    RESULT behind_##NAME(PIRN__SIGNATURE(__VA_ARGS__)) __asm__(                \
        "pirn__behind_" #NAME) __attribute__((visibility("hidden")));          \
    RESULT NAME(PIRN__SIGNATURE(__VA_ARGS__))                                  \
    {                                                                          \
        __attribute__((cleanup(pirn__front_leave))) struct pirn__thread *t =   \
            pirn__front_enter();                                               \
        return behind_##NAME(PIRN__ARGUMENTS(__VA_ARGS__));                    \
    }                                                                          \
    RESULT behind_##NAME(PIRN__SIGNATURE(__VA_ARGS__))

/* entries.c: around a call of a coroutine. `spawns`: it is to make a child.
 * Gives the worker to call the one behind with; takes the value that it has
 * returned, and leaves there what the one in front is to return. */
struct pirn_worker;
struct pirn_worker *pirn__front_begin(_Bool spawns)
    __attribute__((visibility("hidden")));
void pirn__front_end(_Bool spawns, void *value)
    __attribute__((visibility("hidden")));
/* Performs an operation on a descriptor without the lock. True: io->result is
 * the result. False: it has to wait, or to be refused, or is for one that takes
 * turns. */
struct pirn__io;
_Bool pirn__front_operation(struct pirn__io *io)
    __attribute__((visibility("hidden")));
/* Runs a coroutine of the program's own, which may block, without the lock. */
int pirn__front_run(int (*f)(struct pirn_worker *w, void *arg), void *arg)
    __attribute__((visibility("hidden")));
/* post.c: calls a function that was posted, which may block, without the lock.
 */
void pirn__front_call_out(void (*f)(void *arg), void *arg)
    __attribute__((visibility("hidden")));
/* calls.c: around a call of a plain function. The lock, if the thread has a
 * task; else NULL. */
struct pirn__thread;
struct pirn__thread *pirn__front_enter(void)
    __attribute__((visibility("hidden")));
void pirn__front_leave(struct pirn__thread **t)
    __attribute__((visibility("hidden")));

#define PIRN__RENAMED(NAME)                                                    \
    PIRN__RENAMED_BY(redefine_extname NAME pirn__behind_##NAME)
#define PIRN__RENAMED_BY(WORDS) _Pragma(#WORDS)

/* Those that calls.inc gives their function in front. */
#define CALL(RESULT, NAME, ...) PIRN__RENAMED(NAME)
#define CALL_VOID(NAME, ...) PIRN__RENAMED(NAME)
#define CALL_OF_WORKER(NAME, ...) PIRN__RENAMED(NAME)
#include "calls.inc"
#undef CALL
#undef CALL_VOID
#undef CALL_OF_WORKER

/* Those that have a function in front of another kind. */
PIRN__RENAMED(pirn__await_task)
PIRN__RENAMED(pirn__scope_leave)
PIRN__RENAMED(pirn__frame_refill)
PIRN__RENAMED(pirn__scope_spawner)
PIRN__RENAMED(pirn__scope_worker)
PIRN__RENAMED(pirn__start)
PIRN__RENAMED(pirn__spawn_any)
PIRN__RENAMED(pirn__spawn_small)
PIRN__RENAMED(pirn__run_begin)
PIRN__RENAMED(pirn__run_end)
PIRN__RENAMED(pirn__test_begin)
PIRN__RENAMED(pirn_complete)
PIRN__RENAMED(pirn_embed_close)
PIRN__RENAMED(pirn_embed_fd)
PIRN__RENAMED(pirn_embed_open)
PIRN__RENAMED(pirn_embed_scope)
PIRN__RENAMED(pirn_embed_tasks)
PIRN__RENAMED(pirn_embed_timeout)
PIRN__RENAMED(pirn_embed_turn)
PIRN__RENAMED(pirn_runtime_hold)
PIRN__RENAMED(pirn__runtime_hold)
PIRN__RENAMED(pirn_name)
PIRN__RENAMED(pirn_now)
PIRN__RENAMED(pirn_scope_set_deadline)

#endif
