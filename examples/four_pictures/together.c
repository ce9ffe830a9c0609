/* Four tasks at the same time: A asks B, and cannot go on before it has the
 * answer; C and D have work of their own. One program, three pictures:
 *
 *  2. Each task is a thread, and A's is blocked while B computes:
 *
 *         pirn trace --threads examples/four_pictures/together.c
 *
 *  3. Each is a coroutine, and all are on one thread, which does something else
 *     where A was blocked:
 *
 *         pirn trace examples/four_pictures/together.c
 *
 *  4. Each is a coroutine, and they share two threads:
 *
 *         PIRN_WORKERS=2 pirn trace examples/four_pictures/together.c
 *
 * `pirn view --svg trace.json` draws each of them. */
#include <pirn.h>
#include <stdio.h>

#include "work.h"

static async void ask(chan(int) questions, chan(int) answers)
{
    int question = 6, answer;
    pirn_name("A");
    work(3);
    if (await pirn_chan_send(questions, &question) < 0 ||
        await pirn_chan_recv(answers, &answer) < 0)
        return; /* cancelled */
    work(3);
    printf("the answer is %d\n", answer); // expect: the answer is 42
}

static async void answer(chan(int) questions, chan(int) answers)
{
    int question;
    pirn_name("B");
    if (await pirn_chan_recv(questions, &question) < 0)
        return;
    work(4);
    if (await pirn_yield_now() < 0) /* the others have a turn, too */
        return;
    work(4);
    question *= 7;
    await pirn_chan_send(answers, &question);
}

static async void other(const char *name, int turns)
{
    pirn_name("%s", name);
    for (int i = 0; i < turns; i++) {
        work(2);
        if (await pirn_yield_now() < 0)
            return;
    }
}

async int main(void)
{
    chan(int) questions = pirn_chan_new(int, 1);
    chan(int) answers = pirn_chan_new(int, 1);
    scope (s) {
        spawn ask(questions, answers);
        spawn answer(questions, answers);
        spawn other("C", 3);
        spawn other("D", 3);
    }
    pirn_chan_free(questions);
    pirn_chan_free(answers);
    return 0;
}
