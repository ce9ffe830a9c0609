// A type of the program's own, or a member, may be called like a word that has
// parentheses behind it.
#include <pirn.h>
#include <stdio.h>

typedef struct task task;
struct task {
    int id;
};
struct scope {
    int gen, chan;
};
typedef int spawn_on __attribute__((aligned(8)));

static async int id_of(task *t, task u)
{
    await pirn_yield_now();
    return t->id + u.id;
}

async int main(void)
{
    task a = {4}, b;
    struct scope in = {1, 2};
    int gen = 3, chan = 5;
    {
        typedef int spawn_in;
        spawn_in n = 0;
        gen += n;
    }
    spawn_on none = 0;
    b.id = none + in.gen + in.chan;
    printf("%d\n", await id_of(&a, b) + gen + chan); // expect: 15
    return 0;
}
