// pirn_fail(e) ends a generator: next gives e once, then 0 for ever.
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static generator const char *lines(int good)
{
    for (int i = 0; i < good; i++)
        yield i % 2 ? "odd" : "even";
    pirn_fail(-EIO);
    yield "never";
}

static generator int fail_in_expression(int n)
{
    yield n;
    if (n > 1)
        pirn_fail(n > 2 ? -EINVAL : -ENOENT);
    yield -n;
}

int main(void)
{
    gen(const char *) g = lines(3);
    const char *s = "untouched";
    int rc;
    while ((rc = pirn_next(g, &s)) > 0)
        printf("%s\n", s);
    // expect: even
    // expect: odd
    // expect: even
    printf("%d %s\n", rc == -EIO, s); // expect: 1 even
    rc = pirn_next(g, &s);
    printf("%d %d\n", rc, pirn_next(g, &s)); // expect: 0 0
    pirn_gen_close(g);
    for (int n = 1; n < 4; n++) {
        gen(int) f = fail_in_expression(n);
        int v, first = pirn_next(f, &v), second = pirn_next(f, &v);
        printf("%d %d %d\n", first,
               second == 1        ? 1
               : second == -ENOENT ? 2
               : second == -EINVAL ? 3
                                   : 4,
               v);
        pirn_gen_close(f);
    }
    // expect: 1 1 -1
    // expect: 1 2 2
    // expect: 1 3 3
    return 0;
}
