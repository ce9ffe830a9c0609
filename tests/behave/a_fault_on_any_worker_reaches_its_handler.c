// A program's handler of SIGSEGV is called on whatever worker the fault is; what
// is sent to the process goes to the program's own thread.
// expect: sent: worker 0
// expect: fault: worker 1
// threads: no, the task is a thread of its own
#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include <pirn.h>

static int has_come;

static void say(const char *what, size_t length)
{
    int error = errno;
    char digit = (char)('0' + pirn_worker());
    int is_said = write(1, what, length) > 0 && write(1, &digit, 1) > 0 &&
                  write(1, "\n", 1) > 0;
    __atomic_store_n(&has_come, is_said, __ATOMIC_RELEASE);
    errno = error;
}

static void on_usr1(int number)
{
    (void)number;
    say("sent: worker ", 13);
}

static void on_fault(int number)
{
    (void)number;
    say("fault: worker ", 14);
    _exit(0);
}

static async int move_and_fall(void)
{
    if (await pirn_move_to(1) < 0)
        return 1;
    kill(getpid(), SIGUSR1);
    while (!__atomic_load_n(&has_come, __ATOMIC_ACQUIRE))
        continue;
    raise(SIGSEGV);
    return 2;
}

int main(void)
{
    signal(SIGUSR1, on_usr1);
    signal(SIGSEGV, on_fault);
    struct pirn_options options = {.workers = 2};
    return pirn_run_with(&options, move_and_fall());
}
