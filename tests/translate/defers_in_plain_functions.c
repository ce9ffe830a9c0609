// In a plain function defer does the same, without a runtime.
// flags: -Wall -Wextra
// asan
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include <pirn.h>

static int roads(int road)
{
    int steps = 0;
    defer printf("outer(%d)", steps);
    for (int i = 0; i < 3; i++) {
        defer printf("a%d ", i);
        steps++;
        if (road == 1 && i == 1)
            break;
        defer {
            static int calls;
            printf("b%d ", ++calls);
        }
        if (road == 2 && i < 2)
            continue;
        if (road == 3 && i == 1)
            return 30 + steps++;
        if (road == 4 && i == 1)
            goto out;
        printf(". ");
    }
    printf("end ");
    return steps;
out:
    printf("out ");
    return -steps;
}

static void clean(int *n)
{
    printf("~%d ", *n);
}

/* Cleanups keep their place among defers. */
static int mixed(int n)
{
    defer printf("first ");
    __attribute__((cleanup(clean))) int one = n;
    defer printf("second ");
    for (__attribute__((cleanup(clean))) int i = 10;; i++) {
        defer printf("loop ");
        if (n-- == 0)
            return one += i;
    }
}

/* No warning: the compiler sees that each of these returns. */
static int always(int n)
{
    defer printf("always%d ", n);
    switch (n) {
    case 1:
        return 10;
    case 2: {
        defer n++;
        return 20;
    }
    default:
        if (n > 5)
            return 50;
        else
            return 30;
    }
}

static int never_ends(int n)
{
    defer printf("done ");
    while (1) {
        defer n++;
        if (n > 3)
            return n;
    }
}

static int aborts(int n)
{
    defer printf("aborts not ");
    if (n == 1)
        return 1;
    abort();
}

struct big {
    char text[40];
    double number;
};

static struct big structs(const char *text)
{
    struct local {
        int n;
    } local = {7};
    typedef struct local local_t;
    struct big big = {"", 0.5};
    defer {
        local_t copy = local;
        big.number = copy.n;
    }
    snprintf(big.text, sizeof big.text, "%s%zu", text, sizeof(local_t));
    if (*text == 'x')
        return (struct big){"compound", local.n};
    return big;
}

static int arrays(int n)
{
    int sizes[n];
    for (int i = 0; i < n; i++)
        sizes[i] = i;
    defer printf("%d ", sizes[n - 1]);
    {
        int more[n * 2];
        more[0] = sizes[n - 1];
        if (n > 2)
            return more[0];
        sizes[n - 1] = 100;
    }
    return 0;
}

static inline bool expressions(int n)
{
    int sum = n + ({
                  int twice = n * 2;
                  defer twice = -1000;
                  if (n > 5)
                      return false;
                  twice;
              });
    defer printf("%d ", sum);
    return ({ defer sum++; sum > 5; }) && n;
}

static void *nothing(void **p)
{
    defer *p = p;
    return *p;
}

static int old(n) int n;
{
    defer printf("old%d ", n);
    return ++n;
}

int main(int argc, char **argv)
{
    (void)argv;
    for (int road = 0; road < 5; road++)
        printf(" = %d\n", roads(road));
    // expect: . b1 a0 . b2 a1 . b3 a2 end outer(3) = 3
    // expect: . b4 a0 a1 end outer(2) = 2
    // expect: b5 a0 b6 a1 . b7 a2 end outer(3) = 3
    // expect: . b8 a0 b9 a1 outer(3) = 32
    // expect: . b10 a0 b11 a1 out outer(2) = -2
    printf("%d\n", mixed(1)); // expect: loop loop ~11 second ~12 first 12
    for (int n = 1; n < 4; n++)
        printf("%d ", always(n));
    printf("%d\n", always(6)); // expect: always1 10 always3 20 always3 30 always6 50
    printf("%d\n", never_ends(1)); // expect: done 4
    printf("%d\n", aborts(1)); // expect: aborts not 1
    struct big big = structs("y");
    printf("%s %.1f ", big.text, big.number);
    big = structs("x");
    printf("%s %.1f\n", big.text, big.number); // expect: y4 0.5 compound 7.0
    printf("%d ", arrays(2));
    printf("%d\n", arrays(3)); // expect: 100 0 2 2
    printf("%d ", expressions(1));
    printf("%d ", expressions(2));
    printf("%d\n", expressions(6)); // expect: 4 0 7 1 0
    void *p = NULL;
    printf("%d ", nothing(&p) == NULL);
    printf("%d\n", p == &p && old(3) == 4); // expect: 1 old4 1
    defer printf("last\n"); // expect: last
    if (argc > 1)
        return 1;
}
