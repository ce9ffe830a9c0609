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
PIRN__RENAMED(pirn_name)
PIRN__RENAMED(pirn_now)
PIRN__RENAMED(pirn_scope_set_deadline)

#endif
