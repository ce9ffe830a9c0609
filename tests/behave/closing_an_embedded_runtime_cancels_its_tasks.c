// pirn_embed_close cancels the tasks, and runs what they still have to do.
// asan
// threads: any order, tsan
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static struct pirn_event never;
static int cancelled, cleaned;

static async void forever(void)
{
    defer __atomic_add_fetch(&cleaned, 1, __ATOMIC_RELAXED);
    if (await pirn_event_wait(&never) == -ECANCELED)
        __atomic_add_fetch(&cancelled, 1, __ATOMIC_RELAXED);
    scope (s, .shield = true)
        await pirn_sleep(PIRN_MS);
}

int main(void)
{
    pirn_embed *e = pirn_embed_open();
    if (!e)
        return 1;
    spawn_in (pirn_embed_scope(e)) forever();
    task(void) kept = spawn_in (pirn_embed_scope(e)) forever();
    (void)kept; /* a handle that nobody awaits */
    while (pirn_embed_timeout(e) == 0)
        pirn_embed_turn(e);
    printf("%zu\n", pirn_embed_tasks(e)); // expect: 2
    pirn_embed_close(e);
    printf("%d %d\n", cancelled, cleaned); // expect: 2 2
    return 0;
}
