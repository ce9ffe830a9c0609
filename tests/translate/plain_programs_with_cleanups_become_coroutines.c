// A plain program that cleans up does the same with every function a coroutine.
// elided: same
// async-all
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct lock {
    int depth;
};

static struct lock global;

static struct lock *take(struct lock *lock)
{
    lock->depth++;
    printf("(");
    return lock;
}

static void give(struct lock **lock)
{
    if (*lock)
        (*lock)->depth--;
    printf(")");
}

#define LOCKED(l)                                                              \
    __attribute__((cleanup(give), unused)) struct lock *locked = take(l)
#define WITH(l)                                                                \
    for (__attribute__((cleanup(give))) struct lock *held = take(l);           \
         held; give(&held), held = NULL)

static void free_text(char **text)
{
    printf("[%s]", *text ? *text : "-");
    free(*text);
}

typedef char *text_t __attribute__((aligned(8)));
#define TEXT __attribute__((cleanup(free_text))) text_t

static char *join(const char *a, const char *b)
{
    char *made = malloc(strlen(a) + strlen(b) + 1);
    strcpy(made, a);
    return strcat(made, b);
}

static int early(int n)
{
    LOCKED(&global);
    if (n == 0)
        return global.depth;
    TEXT one = join("a", "b"), two = NULL;
    for (int i = 0; i < n; i++) {
        TEXT three = join(one, "c");
        if (i == 3)
            break;
        if (i == 1)
            continue;
        if (i == 2 && n == 3)
            goto out;
        two = (free(two), join(three, "d"));
    }
    return (int)strlen(one) + global.depth;
out:
    return -1;
}

static int recursive(int n)
{
    LOCKED(&global);
    return n ? recursive(n - 1) : global.depth;
}

static int in_expressions(int n)
{
    int sum = 0;
    sum += ({
        LOCKED(&global);
        global.depth * n;
    });
    WITH(&global) {
        sum += 100;
        if (n == 1)
            return sum;
    }
    return sum + ({ LOCKED(&global); n; }) * 1000;
}

static int loops(int n)
{
    int count = 0;
    while (n-- > 0) {
        LOCKED(&global);
        switch (n) {
        case 1: {
            LOCKED(&global);
            count += global.depth;
            continue;
        }
        case 2: {
            TEXT text = join("x", "y");
            count += 10;
        } break;
        default:
            goto next;
        }
        count += 100;
    next:
        count++;
    }
    return count;
}

int main(void)
{
    for (int n = 0; n < 6; n++)
        printf("%d\n", early(n));
    // expect: ()1
    // expect: ([abc][abcd][ab])3
    // expect: ([abc][abc][abcd][ab])3
    // expect: ([abc][abc][abc][abcd][ab])-1
    // expect: ([abc][abc][abc][abc][abcd][ab])3
    // expect: ([abc][abc][abc][abc][abcd][ab])3
    printf("%d\n", recursive(2)); // expect: ((()))3
    printf("%d\n", in_expressions(1)); // expect: ()()101
    printf("%d\n", in_expressions(2)); // expect: ()())()2102
    printf("%d\n", loops(4)); // expect: ()([xy])(())()115
    printf("%d\n", global.depth); // expect: 0
    return 0;
}
