// The cancel callback of pirn_suspend, and what it may answer.
// env: PIRN_CLOCK=virtual
// threads: any order, tsan
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

struct request {
    pirn_op *op;
    int answer;
};

static void start(pirn_op *op, void *arg)
{
    struct request *request = arg;
    request->op = op;
    printf("start\n");
}

static void stop(pirn_op *op, void *arg)
{
    struct request *request = arg;
    printf("stop %d\n", op == request->op);
    if (request->answer)
        pirn_complete(op, request->answer);
}

static async void answer_later(struct request *request)
{
    await pirn_sleep(50 * PIRN_MS);
    printf("answer\n");
    pirn_complete(request->op, 9);
}

async int main(void)
{
    struct request request = {NULL, -ECANCELED};
    scope (s, .timeout = PIRN_MS) {
        printf("%d\n", await pirn_suspend(start, stop, &request) == -ECANCELED);
    } else {
        printf("else\n");
    }
    // expect: start
    // expect: stop 1
    // expect: 1
    // expect: else
    request.answer = 4; /* it had just come in */
    scope (s, .timeout = PIRN_MS) {
        printf("%d\n", await pirn_suspend(start, stop, &request));
    } else {
        printf("never\n");
    }
    // expect: start
    // expect: stop 1
    // expect: 4
    request.answer = 0; /* takes a while to stop */
    scope (around) {
        spawn answer_later(&request);
        scope (s, .timeout = PIRN_MS) {
            printf("%d\n", await pirn_suspend(start, stop, &request));
        }
    }
    // expect: start
    // expect: stop 1
    // expect: answer
    // expect: 9
    scope (s) {
        pirn_scope_cancel(s);
        printf("%d\n", await pirn_suspend(start, stop, &request) == -ECANCELED);
    }
    // expect: 1
    return 0;
}
