/* A runtime in a loop of poll(2), which has a descriptor of its own to watch. */
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include <pirn.h>

static async void greet(const char *name, int times)
{
    for (int i = 0; i < times; i++) {
        await pirn_sleep(2 * PIRN_MS);
        printf("hello, %s\n", name);
    }
}

int main(void)
{
    pirn_embed *e = pirn_embed_open();
    int ends[2];
    if (!e || pipe(ends))
        return 1;
    spawn_in (pirn_embed_scope(e)) greet("poll", 2);
    (void)!write(ends[1], "x", 1);
    for (int open = 1; open || pirn_embed_tasks(e) > 0;) {
        struct pollfd p[] = {{pirn_embed_fd(e), POLLIN, 0},
                             {open ? ends[0] : -1, POLLIN, 0}};
        poll(p, 2, pirn_embed_timeout(e));
        if (p[1].revents) {
            printf("a byte for the loop itself\n");
            open = 0;
        }
        pirn_embed_turn(e);
    }
    pirn_embed_close(e);
    return 0;
}
