/* The recorder by hand, as those use it who have several threads: lanes that
 * are tasks and are blocked with them, wakes from another thread, a task that
 * moves, addresses that are used again, and names of all lengths. */
// tsan
// valgrind
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <runtime/tools/trace.h>
#include <semaphore.h>
#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/pirn-trace-XXXXXX";
static char text[1 << 16];
static struct pirn_task first, second, third; /* only their addresses count */
static const struct pirn__place place = {"f", "dir/a.c", 5};
static sem_t to_other, to_main;

/* Writes the trace, and reads it to `text`. */
static void read_trace(void)
{
    pirn__trace_write();
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    text[fread(text, 1, sizeof text - 1, in)] = 0;
    fclose(in);
}

/* The place of what comes in the trace behind `from`. */
static const char *after(const char *from, const char *what)
{
    const char *at = from ? strstr(from, what) : NULL;
    if (!at)
        fail_msg("not there, or not there: %s\n%s", what, text);
    return at + strlen(what);
}

static size_t count(const char *what)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, what)); at++)
        n++;
    return n;
}

static void *other_thread(void *arg)
{
    struct pirn__lane *lane = pirn__trace_open(true);
    sem_wait(&to_other);
    pirn__trace_spawn(lane, &second, NULL); /* as it is found here */
    pirn__trace_run(lane, &second, NULL, 0);
    pirn__trace_stop(lane, &second, PIRN__WAIT_SLEEP, &place);
    sem_post(&to_main);
    sem_wait(&to_other);
    pirn__trace_run(lane, &second, NULL, 0);
    pirn__trace_name(lane, &second, "twelve bytes");
    pirn__trace_stop(lane, &second, PIRN__WAIT_GONE, NULL);
    pirn__trace_run(lane, &third, NULL, 0); /* has moved here */
    pirn__trace_stop(lane, &third, PIRN__WAIT_GONE, NULL);
    pirn__trace_close(lane);
    return arg;
}

static void threads_wake_each_other(void **state)
{
    pthread_t thread;
    (void)state;
    struct pirn__lane *lane = pirn__trace_open(false);
    assert_non_null(lane);
    assert_int_equal(pthread_create(&thread, NULL, other_thread, NULL), 0);
    pirn__trace_run(lane, &third, NULL, 0);
    pirn__trace_stop(lane, &third, PIRN__WAIT_NONE, &place);
    pirn__trace_run(lane, &first, NULL, 0);
    pirn__trace_spawn(lane, &second, &first);
    sem_post(&to_other);
    sem_wait(&to_main);
    pirn__trace_wake(lane, &second, PIRN__BY_TASK, &first);
    sem_post(&to_other);
    pthread_join(thread, NULL);
    pirn__trace_stop(lane, &first, PIRN__WAIT_GONE, NULL);
    pirn__trace_close(lane);
    read_trace();

    const char *at = after(text, "\"dropped\":0");
    at = after(at, "{\"name\":\"worker 1\"}");
    at = after(at, "{\"name\":\"thread 2\"}");
    at = after(at, "\"stop\":\"gives way\",\"at\":\"a.c:5 in f\"");
    at = after(at, "\"cat\":\"run\",\"name\":\"twelve bytes\"");
    at = after(at, "\"woken\":\"spawn\",\"by\":2,\"stop\":\"sleeps\"");
    at = after(at, "\"cat\":\"blocked\",\"name\":\"sleeps\"");
    at = after(at, "\"args\":{\"at\":\"a.c:5 in f\"}");
    at = after(at, "\"woken\":\"a task\",\"by\":2,\"stop\":\"ends\"");
    at = after(at, "\"args\":{\"task\":2,\"stop\":\"ends\"");
    at = after(at, "{\"ph\":\"s\",\"cat\":\"spawn\"");
    at = after(at, "{\"ph\":\"f\",\"cat\":\"spawn\"");
    at = after(at, "{\"ph\":\"s\",\"cat\":\"wake\"");
    at = after(at, "{\"ph\":\"f\",\"cat\":\"wake\"");
    at = after(at, "{\"ph\":\"s\",\"cat\":\"move\"");
    after(at, "{\"ph\":\"f\",\"cat\":\"move\"");
    assert_int_equal(count("\"cat\":\"blocked\""), 1);
    assert_int_equal(count("\"cat\":\"run\""), 5);
}

/* Behind the others, in the lane of this thread. */
static void addresses_are_used_again(void **state)
{
    enum { TIMES = 30 };
    char name[300], wanted[300];
    (void)state;
    struct pirn__lane *lane = pirn__trace_open(false);
    for (int i = 0; i < TIMES; i++) {
        pirn__trace_spawn(lane, &first, NULL);
        pirn__trace_run(lane, &first, NULL, 0);
        memset(name, 'a' + i % 26, sizeof name);
        name[i * 9] = 0;
        pirn__trace_stop(lane, &first, PIRN__WAIT_GONE, NULL);
        pirn__trace_name(lane, &first, name);
    }
    pirn__trace_idle(lane, true);
    pirn__trace_idle(lane, false);
    pirn__trace_close(lane);
    read_trace();
    const char *at = text;
    for (int i = 0; i < TIMES; i++) {
        int length = i * 9 < 240 ? i * 9 : 240; /* the longest */
        memset(wanted, 'a' + i % 26, sizeof wanted);
        memcpy(wanted + length, "\",", 3);
        at = after(at, "\"cat\":\"run\",\"name\":\"");
        while (i == 0 && strncmp(at, "\",", 2) != 0)
            at = after(at, "\"cat\":\"run\",\"name\":\"");
        assert_memory_equal(at, wanted, (size_t)length + 2);
    }
    after(at, "\"cat\":\"idle\"");
}

/* It has been taken over by another thread, and has ended there, before this
 * one notes that it has stopped here, and a new one is at its address. */
static void a_task_is_gone_before_it_has_stopped(void **state)
{
    (void)state;
    struct pirn__lane *here = pirn__trace_open(false);
    struct pirn__lane *there = pirn__trace_open(false);
    pirn__trace_run(here, &third, NULL, 0);
    pirn__trace_run(there, &third, NULL, 0);
    pirn__trace_stop(there, &third, PIRN__WAIT_GONE, NULL);
    pirn__trace_name(there, &third, "old");
    pirn__trace_spawn(there, &third, NULL);
    pirn__trace_stop(here, &third, PIRN__WAIT_NONE, &place);
    pirn__trace_run(here, &third, NULL, 0);
    pirn__trace_stop(here, &third, PIRN__WAIT_GONE, NULL);
    pirn__trace_name(here, &third, "new");
    pirn__trace_close(here);
    pirn__trace_close(there);
    read_trace();
    const char *at = after(text, "\"cat\":\"run\",\"name\":\"old\"");
    at = after(at, "\"stop\":\"ends\"");
    at = after(at, "\"cat\":\"run\",\"name\":\"old\"");
    at = after(at, "\"stop\":\"gives way\",\"at\":\"a.c:5 in f\"");
    at = after(at, "\"cat\":\"run\",\"name\":\"new\"");
    after(at, "\"stop\":\"ends\"");
    assert_int_equal(count("\"name\":\"old\""), 2);
    assert_int_equal(count("\"name\":\"new\""), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_wake_each_other),
        cmocka_unit_test(addresses_are_used_again),
        cmocka_unit_test(a_task_is_gone_before_it_has_stopped),
    };
    close(mkstemp(path));
    setenv("PIRN_TRACE", path, 1);
    sem_init(&to_other, 0, 0);
    sem_init(&to_main, 0, 0);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
