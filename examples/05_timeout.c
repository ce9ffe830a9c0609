/* Time limits belong to scopes, and `else` is what happens then.
 *
 *     pirn run examples/05_timeout.c
 *
 * When the time is over, everything that waits in the scope, however deep,
 * gets -ECANCELED. No function needs a timeout parameter. */
// env: PIRN_CLOCK=virtual
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static int attempts;

/* Fast enough from the third time on. */
static async int ask_the_server(void)
{
    int rc = await pirn_sleep(++attempts < 3 ? PIRN_S : PIRN_MS);
    return rc < 0 ? rc : 42;
}

static async int ask_with_retries(int times)
{
    for (int i = 0; i < times; i++) {
        scope (s, .timeout = 50 * PIRN_MS) {
            int answer = await ask_the_server();
            if (answer >= 0)
                return answer;
        } else {
            printf("no answer, try %d\n", i + 1);
            continue;
        }
        return -EIO;
    }
    return -ETIMEDOUT;
}

async int main(void)
{
    printf("%d\n", await ask_with_retries(5));
    // expect: no answer, try 1
    // expect: no answer, try 2
    // expect: 42
    attempts = 0;
    printf("%d\n", await ask_with_retries(2) == -ETIMEDOUT);
    // expect: no answer, try 1
    // expect: no answer, try 2
    // expect: 1
    return 0;
}
