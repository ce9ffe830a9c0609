/* pirn_fail of a positive number would be taken for a value that is not there:
 * the program says so. Of 0, it is an end. */
// exit: 134
// stderr: pirn: pirn_fail(1): a generator fails with a negative errno
#include <errno.h>
#include <pirn.h>
#include <stdio.h>

generator int plain(int e)
{
    yield 7;
    pirn_fail(e);
}

async generator int waiting(int e)
{
    await pirn_yield_now();
    yield 8;
    pirn_fail(e);
}

static async void show(int e)
{
    int v = 0, rc;
    gen(int) p = plain(e);
    gen(int) w = waiting(e);
    while ((rc = pirn_next(p, &v)) == 1)
        printf("%d ", v);
    printf("end %d, ", rc);
    while ((rc = await pirn_next(w, &v)) == 1)
        printf("%d ", v);
    printf("end %d\n", rc);
    fflush(stdout);
    pirn_gen_close(p);
    await pirn_gen_close(w);
}

async int main(void)
{
    await show(-1);
    // expect: 7 end -1, 8 end -1
    await show(0);
    // expect: 7 end 0, 8 end 0
    gen(int) w = waiting(1);
    int v;
    while (await pirn_next(w, &v) == 1)
        ;
    return 0;
}
