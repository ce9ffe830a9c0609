// Other programs, in many orders, cancelled everywhere, and with everything that can
// fail failing, leave no process behind.
// asan
// threads: no, a test chooses the order of tasks
#include <sys/wait.h>

#include "parts/scenarios.h"

static bool is_no_child_left(void)
{
    return waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD;
}

static async int run(void)
{
    const char *const argv[] = {"true", NULL};
    struct pirn_process_options options = {.grace = PIRN_MS};
    int status = -1, rc = await pirn_process_run(argv, &options, &status);
    MUST(is_no_child_left());
    MUST(rc != 0 || status == 0);
    return rc;
}

static const struct scenario scenarios[] = {
    {"run", run, 12}, // expect: run: ok
};

int main(void)
{
    CHECK_ALL(scenarios);
    return 0;
}
