// The call makes the object and takes the arguments; next runs the body.
// asan
// valgrind
#include <stdio.h>

#include <pirn.h>

static generator int talkative(const char *name, int n)
{
    printf("%s begins\n", name);
    while (n-- > 0) {
        printf("%s yields %d\n", name, n);
        yield n;
        printf("%s goes on\n", name);
    }
    printf("%s ends\n", name);
}

int main(void)
{
    int n = 1;
    gen(int) g = talkative("g", n);
    n = 100;
    printf("made\n"); // expect: made
    int v;
    int rc = pirn_next(g, &v);
    // expect: g begins
    // expect: g yields 0
    printf("got %d %d\n", rc, v); // expect: got 1 0
    rc = pirn_next(g, &v);
    // expect: g goes on
    // expect: g ends
    printf("got %d\n", rc); // expect: got 0
    pirn_gen_close(g);
    gen(int) never_run = talkative("h", 1);
    pirn_gen_close(never_run);
    printf("closed\n"); // expect: closed
    return 0;
}
