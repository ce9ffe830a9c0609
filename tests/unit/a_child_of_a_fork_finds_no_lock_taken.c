/* A thread that has no runtime may fork a process which has one, though other
 * threads are at work in theirs. */
#include "io_by_hand.h"
#include "runtime/wait/worker.h"
#include <semaphore.h>
#include <sys/wait.h>

COROUTINE(nothing)
{
    BEGIN(nothing);
    RETURN(int, 0);
    END;
}

static pthread_mutex_t *const locks[] = {&pirn__trace_lock, &pirn__tables_lock,
                                         &pirn__leaks_lock, &pirn__site_lock,
                                         &pirn__quit_lock};
static sem_t is_locked;

static void *hold(void *lock)
{
    pthread_mutex_lock(lock);
    sem_post(&is_locked);
    usleep(10000); /* the fork may begin meanwhile */
    pthread_mutex_unlock(lock);
    return NULL;
}

/* What trying to take lock gives in a child that is forked while another thread
 * holds it. */
static int status_in_child(pthread_mutex_t *lock)
{
    pthread_t thread;
    int status = -1;
    assert_int_equal(pthread_create(&thread, NULL, hold, lock), 0);
    sem_wait(&is_locked);
    pid_t child = fork();
    if (child == 0) {
        int rc = pthread_mutex_trylock(lock);
        if (rc == 0) {
            pthread_mutex_unlock(lock);
            RUN_COROUTINE(nothing);
        }
        _exit(rc);
    }
    waitpid(child, &status, 0);
    pthread_join(thread, NULL);
    return status;
}

static void test_locks(void **state)
{
    (void)state;
    sem_init(&is_locked, 0, 0);
    RUN_COROUTINE(nothing); /* the first that is run sees to forks */
    for (size_t i = 0; i < sizeof locks / sizeof *locks; i++)
        assert_int_equal(status_in_child(locks[i]), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_locks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
