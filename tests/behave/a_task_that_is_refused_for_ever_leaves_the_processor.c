/* A loop that ignores -ECANCELED is slowed down by the real clock, too. It is
 * told to a dump in words. */
// workers: any
// threads: any order, tsan
// stderr: has been refused 1000 waits in a row
// expect: 1200 refused, in 200 ms at the least
// expect: the dump tells of it
#include <errno.h>
#include <pirn.h>
#include <stdio.h>
#include <string.h>

static int refused;

static async void deaf(void)
{
    for (; refused < 1200; refused++)
        if (await pirn_sleep(PIRN_NEVER) != -ECANCELED)
            return;
}

/* Dumps until the task is seen to be refused. */
static async bool is_told(void)
{
    char text[4096];
    while (await pirn_sleep(PIRN_MS) == 0) {
        FILE *out = fmemopen(text, sizeof text, "w");
        pirn_dump(out);
        fclose(out);
        if (strstr(text, "has been refused 1"))
            return true;
    }
    return false;
}

async int main(void)
{
    int64_t began = pirn_now();
    bool told = false;
    scope (around) {
        task(bool) t = spawn is_told();
        scope (s) {
            pirn_scope_cancel(s);
            spawn deaf();
        }
        printf("%d refused, in %d ms at the least\n", refused,
               pirn_now() - began >= 199 * PIRN_MS ? 200 : 0);
        pirn_cancel(t);
        told = await t;
    }
    printf("the dump tells %s\n", told ? "of it" : "nothing");
    return 0;
}
