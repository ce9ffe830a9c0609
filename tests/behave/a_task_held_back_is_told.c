// A dump tells who is held back by a limit, and that nobody can let it begin.
// env: PIRN_CLOCK=virtual
// exit: 121
// asan
// valgrind
// threads: no, the calls of a thread are on its own stack
#include <pirn.h>

struct family {
    task(int) last;
};

static async int nothing(void)
{
    return 0;
}

static async int ask(struct family *family)
{
    await pirn_sleep(PIRN_S);
    return await family->last;
}

async int main(void)
{
    struct family family;
    scope (few, .limit = 2) {
        spawn pirn_sleep_until(PIRN_NEVER);
        spawn ask(&family);
        spawn nothing();
        family.last = spawn nothing();
        spawn nothing();
        pirn_cancel(family.last);
    }
    return 0;
}

// stderr: pirn: stuck: 6 tasks wait, and nothing can wake any of them
// stderr: task 1 (main) waits at the end of scope few (a_task_held_back_is_told.c:27) for task 2 (pirn_sleep_until), task 3 (ask), task 4 (nothing) and 2 more, for
// stderr: task 4 (nothing) is held back by the limit of scope few (a_task_held_back_is_told.c:27), for 1.0 s
// stderr:     in nothing at a_task_held_back_is_told.c:13, not begun
// stderr:     spawned by main at a_task_held_back_is_told.c:30
// stderr: cancelled with a scope: it was cancelled in main
// stderr: a circle, where each waits for the next: task 3 (ask), task 5 (nothing), task 3 (ask)
