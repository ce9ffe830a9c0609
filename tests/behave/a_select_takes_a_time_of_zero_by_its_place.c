// A time that is past is a clause like others to pirn_select, and what is left if nothing is ready to pirn_select_fair.
// elided: same
// workers: any
#include <pirn.h>
#include <errno.h>
#include <stdio.h>

async int main(void)
{
    chan(int) c = pirn_chan_new(int, 8), none = NULL;
    int item = 7, rc = -1;
    for (int i = 0; i < 8; i++)
        pirn_chan_try_send(c, &item);

    puts("in front"); // expect: in front
    printf("%d ", await pirn_select(PIRN_AFTER(0), PIRN_RECV(c, &item)));
    printf("%d ", await pirn_select(PIRN_UNTIL(0), PIRN_RECV(c, &item)));
    printf("%d\n", await pirn_select(PIRN_AFTER(-1), PIRN_RECV(c, &item)));
    // expect: 0 0 0
    printf("%d ", await pirn_select_fair(PIRN_AFTER(0), PIRN_RECV(c, &item)));
    printf("%d ", await pirn_select_fair(PIRN_UNTIL(0), PIRN_RECV(c, &item, &rc)));
    printf("%d %d\n", await pirn_select_fair(PIRN_AFTER(-1), PIRN_RECV(c, &item)), rc);
    // expect: 1 1 1 0

    puts("behind"); // expect: behind
    printf("%d ", await pirn_select(PIRN_RECV(c, &item), PIRN_AFTER(0)));
    printf("%d\n", await pirn_select_fair(PIRN_RECV(c, &item), PIRN_AFTER(0)));
    // expect: 0 0

    puts("alone"); // expect: alone
    printf("%d ", await pirn_select(PIRN_RECV(none, &item), PIRN_AFTER(-PIRN_S)));
    printf("%d\n", await pirn_select_fair(PIRN_RECV(none, &item), PIRN_UNTIL(-1)));
    // expect: 1 1

    /* One that is closed is ready, and goes before a time. */
    pirn_chan_close(c);
    for (int i = 0; i < 3; i++)
        await pirn_chan_recv(c, &item);
    printf("%d", await pirn_select_fair(PIRN_AFTER(0), PIRN_RECV(c, &item, &rc)));
    printf(" %d\n", rc == -EPIPE); // expect: 1 1
    pirn_chan_free(c);
    return 0;
}
