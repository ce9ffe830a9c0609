// The children of a task come before its younger siblings that have not begun:
// of a large tree only few tasks are alive at one time. A task that has begun
// is not overtaken, and nobody is kept waiting for ever.
// asan
// threads: no, so many threads take too long
#include <stdio.h>

#include <pirn.h>

static async void leaf(const char *name)
{
    printf("%s ", name);
    await pirn_yield_now();
    printf("%s' ", name);
}

static async void inner(const char *name, const char *left, const char *right)
{
    printf("%s ", name);
    scope (s) {
        spawn leaf(left);
        spawn leaf(right);
    }
    printf("%s. ", name);
}

static long alive, most;

static async long tree(long number, long leaves)
{
    long sum = 0;
    if (++alive > most)
        most = alive;
    if (leaves == 1) {
        sum = number;
    } else {
        scope (s) {
            task(long) below[10];
            for (int i = 0; i < 10; i++)
                below[i] = spawn tree(number + i * leaves / 10, leaves / 10);
            for (int i = 0; i < 10; i++)
                sum += await below[i];
        }
    }
    alive--;
    return sum;
}

static bool stop;

/* Each begins the next, and is never heard of again. */
static async void chain(struct pirn_scope *s)
{
    if (!stop)
        spawn_in (s) chain(s);
}

static async void end_it(void)
{
    for (int i = 0; i < 3; i++)
        await pirn_yield_now();
    stop = true;
}

async int main(void)
{
    scope (s) {
        spawn inner("a", "b", "c");
        spawn inner("d", "e", "f");
    }
    printf("|\n"); // expect: a b c d b' c' e f a. e' f' d. |

    /* A task that has begun is not overtaken by children of others. */
    scope (s) {
        spawn leaf("x");
        await pirn_yield_now();
        spawn leaf("y");
        await pirn_yield_now();
        printf("main ");
    }
    printf("|\n"); // expect: x x' y main y' |

    long sum = await tree(0, 10000);
    printf("%ld %d\n", sum, most < 100); // expect: 49995000 1

    scope (s) {
        spawn chain(s);
        spawn chain(s);
        spawn end_it();
        spawn chain(s);
    }
    printf("end\n"); // expect: end
    return 0;
}
