/* What the runtime refuses to go on after: each in a child process, whose one
 * sentence and exit are compared. */
#include "child.h"

/* The sentence comes first; the task, if there is one, with the place where it
 * was spawned, and the coroutine, if it is known, behind it. */
static void assert_aborts(void (*f)(void), const char *sentence,
                          const char *task)
{
    int status = in_a_child(f, notes, sizeof notes);
    char *end = strchr(notes, '\n');
    assert_non_null(end);
    assert_int_equal(end[1], '\0');
    assert_memory_equal(notes, sentence, strlen(sentence));
    if (task)
        assert_memory_equal(notes + strlen(sentence), task, strlen(task));
    else
        assert_int_equal(notes[strlen(sentence)], '\n');
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

struct test {
    PIRN__FRAME_HEADER;
    struct pirn_scope s;
    int rc, value;
    void *task;
    struct pirn_scope **out;
};

static void run(pirn_step step)
{
    int rc;
    RUN(rc,
        pirn__frame_start(w, sizeof(struct test), _Alignof(struct test), step));
}

struct waiter {
    PIRN__FRAME_HEADER;
    int rc, value;
    void *task;
};

STEP(waiter)
{
    BEGIN(waiter);
    AWAIT(self->rc, pirn__join(w, self->task, &self->value, sizeof(int)));
    RETURN(int, 0);
    END;
}

static int waiter(struct pirn_worker *w, void *task)
{
    START(waiter);
    self->task = task;
    return 0;
}

STEP(joins_twice)
{
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    self->task = SPAWN(&self->s, int, pirn_sleep(w, PIRN_S));
    SPAWN_DETACHED(&self->s, waiter(w, self->task));
    SPAWN_DETACHED(&self->s, waiter(w, self->task));
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    RETURN(int, 0);
    END;
}

static void join_twice(void)
{
    run(joins_twice_step);
}

STEP(awaits_nothing)
{
    BEGIN(test);
    self->task = NULL;
    AWAIT_TASK(self->rc, self->task);
    RETURN(int, 0);
    END;
}

static void await_nothing(void)
{
    run(awaits_nothing_step);
}

STEP(spawns_too_late)
{
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    SPAWN_DETACHED(&self->s, pirn_sleep(w, 0));
    RETURN(int, 0);
    END;
}

static void spawn_too_late(void)
{
    run(spawns_too_late_step);
}

STEP(waits_for_its_own_scope)
{
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    SPAWN_DETACHED(&self->s, pirn_all(w, &self->s));
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    RETURN(int, 0);
    END;
}

static void wait_for_ones_own_scope(void)
{
    run(waits_for_its_own_scope_step);
}

STEP(cancels_nothing)
{
    BEGIN(test);
    pirn__cancel(NULL, "", "", 0);
    RETURN(int, 0);
    END;
}

static void cancel_nothing(void)
{
    run(cancels_nothing_step);
}

STEP(binds_too_late)
{
    static struct pirn_local key;
    static struct pirn_local_binding binding;
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    pirn_local_set(&self->s, &binding, &key, NULL);
    RETURN(int, 0);
    END;
}

static void bind_too_late(void)
{
    run(binds_too_late_step);
}

static void *cancel_elsewhere(void *s)
{
    pirn_scope_cancel(s);
    return NULL;
}

STEP(cancelled_elsewhere)
{
    pthread_t thread;
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    pthread_create(&thread, NULL, cancel_elsewhere, &self->s);
    pthread_join(thread, NULL);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    RETURN(int, 0);
    END;
}

static void cancel_on_another_thread(void)
{
    run(cancelled_elsewhere_step);
}

STEP(runs_inside)
{
    BEGIN(test);
    pirn__run_begin();
    RETURN(int, 0);
    END;
}

static void run_inside(void)
{
    run(runs_inside_step);
}

static void twice(pirn_op *op, void *arg)
{
    (void)arg;
    pirn_complete(op, 0);
    pirn_complete(op, 0);
}

static void complete_twice(void)
{
    int rc;
    RUN(rc, pirn_suspend(w, twice, NULL, NULL));
}

static struct pirn_frame *eager_step(struct pirn_frame *frame,
                                     struct pirn_worker *w)
{
    (void)frame;
    if (!w)
        pirn__gen_misuse();
    return NULL;
}

static void next_without_await(void)
{
    int v;
    pirn__gen_next(pirn__gen_new(sizeof(struct pirn_gen), 8, eager_step, true),
                   &v);
}

static void close_while_running(void)
{
    struct pirn_gen *g =
        pirn__gen_new(sizeof(struct pirn_gen), 8, eager_step, false);
    g->state = PIRN__RUNNING;
    pirn__gen_close(g);
}

static void *drive_elsewhere(void *s)
{
    (void)pirn__scope_spawner(s);
    return NULL;
}

STEP(spawned_elsewhere)
{
    pthread_t thread;
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    pthread_create(&thread, NULL, drive_elsewhere, &self->s);
    pthread_join(thread, NULL);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    RETURN(int, 0);
    END;
}

static void spawn_on_another_thread(void)
{
    run(spawned_elsewhere_step);
}

static struct pirn_scope *foreign;

STEP(cancels_foreign)
{
    BEGIN(test);
    pirn_scope_cancel(foreign);
    RETURN(int, 0);
    END;
}

static void *run_beside(void *step)
{
    run((pirn_step)(uintptr_t)step);
    return NULL;
}

STEP(has_a_neighbour)
{
    pthread_t thread;
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    foreign = &self->s;
    pthread_create(&thread, NULL, run_beside,
                   (void *)(uintptr_t)cancels_foreign_step);
    pthread_join(thread, NULL);
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    RETURN(int, 0);
    END;
}

static void cancel_another_runtime(void)
{
    run(has_a_neighbour_step);
}

STEP(awaits_again)
{
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    self->task = SPAWN(&self->s, int, pirn_sleep(w, 1));
    AWAIT_TASK(self->rc, self->task);
    AWAIT_TASK(self->rc, self->task);
    RETURN(int, 0);
    END;
}

static __attribute__((unused)) void await_again(void)
{
    run(awaits_again_step);
}

STEP(joins_itself)
{
    BEGIN(test);
    AWAIT(self->rc, pirn__join(w, w->current, NULL, 0));
    RETURN(int, 0);
    END;
}

static void join_itself(void)
{
    run(joins_itself_step);
}

static void name_nobody(void)
{
    pirn_name("nobody");
}

#define LET_A_TASK                                                             \
    "let a task take pirn_runtime_hold, and this thread post a function that " \
    "does it by pirn_post"
#define FILE_NAME "misuse_ends_with_a_sentence.c:"

static void every_misuse(void **state)
{
    (void)state;
    assert_aborts(join_twice, "pirn: two tasks wait for the same task",
                  " (in task '?', spawned at " FILE_NAME);
    assert_aborts(await_nothing, "pirn: a task that was not spawned is awaited",
                  " (in task '?')");
    assert_aborts(join_itself, "pirn: a task waits for itself",
                  " (in task '?')");
    assert_aborts(spawn_too_late, "pirn: spawn in a scope that has ended",
                  " (in task '?')");
    assert_aborts(wait_for_ones_own_scope,
                  "pirn: pirn_all by a task that belongs to the scope",
                  " (in task 'pirn_all'");
    assert_aborts(cancel_nothing,
                  "pirn: pirn_cancel of a task that was not spawned",
                  " (in task '?')");
    assert_aborts(bind_too_late,
                  "pirn: pirn_local_set in a scope that has ended",
                  " (in task '?')");
    assert_aborts(
        cancel_on_another_thread,
        "pirn: pirn_scope_cancel on a thread that has no runtime: " LET_A_TASK,
        NULL);
    assert_aborts(spawn_on_another_thread,
                  "pirn: spawn_in on a thread that has no runtime: " LET_A_TASK,
                  NULL);
    assert_aborts(
        cancel_another_runtime,
        "pirn: pirn_scope_cancel of a scope that belongs to another thread",
        " (in task '?')");
    assert_aborts(name_nobody, "pirn: pirn_name outside a task", NULL);
    assert_aborts(run_inside,
                  "pirn: pirn_run inside a runtime of the same "
                  "thread",
                  " (in task '?')");
    assert_aborts(complete_twice, "pirn: an operation is completed twice",
                  " (in task 'pirn_suspend')");
    assert_aborts(next_without_await,
                  "pirn: pirn_next without await on an async generator", NULL);
    assert_aborts(close_while_running,
                  "pirn: a generator is closed while it is running", NULL);
#ifndef __SANITIZE_ADDRESS__ /* that has its own words for it */
    assert_aborts(await_again,
                  "pirn: a task is awaited again, or after the end of its "
                  "scope",
                  " (in task '?')");
#endif
}

/* Nothing can ever go on. -------------------------------------------------- */

STEP(waits_for_ever)
{
    BEGIN(test);
    pirn__scope_enter(w, &self->s, NULL);
    SPAWN_DETACHED(&self->s, pirn_sleep(w, PIRN_S));
    SPAWN_DETACHED(&self->s, pirn_sleep(w, PIRN_NEVER));
    AWAIT(self->rc, pirn__scope_leave(w, &self->s));
    RETURN(int, 0);
    END;
}

static void wait_for_ever(void)
{
    run(waits_for_ever_step);
}

static void alone_for_ever(void)
{
    int rc;
    RUN(rc, pirn_sleep(w, PIRN_NEVER));
}

static void stuck_has_an_exit_status_of_its_own(void **state)
{
    (void)state;
    int status = in_a_child(wait_for_ever, notes, sizeof notes);
    assert_non_null(strstr(notes, "pirn: stuck: 2 tasks wait, and nothing can "
                                  "wake any of them\n"
                                  "task 1 (?) waits at the end of a scope for "
                                  "task 2 (pirn_sleep), for 1.0 s\n"));
    assert_non_null(strstr(notes,
                           "\ntask 2 (pirn_sleep) sleeps for ever, "
                           "for 1.0 s\n"
                           "    in pirn_sleep\n"
                           "    spawned by waits_for_ever_step at " FILE_NAME));
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), PIRN_EXIT_STUCK);
    in_a_child(alone_for_ever, notes, sizeof notes);
    assert_string_equal(notes, "pirn: stuck: 1 task waits, and nothing can "
                               "wake it\n"
                               "task 1 (pirn_sleep) sleeps for ever, "
                               "for 0.0 s\n"
                               "    in pirn_sleep\n"
                               "    begun by pirn_run\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_misuse, use_virtual_time),
        cmocka_unit_test_setup(stuck_has_an_exit_status_of_its_own,
                               use_virtual_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
