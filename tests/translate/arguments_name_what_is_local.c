// Arguments of what is awaited may name whatever their block declares.
// elided: same
// async-all
// asan
#include <pirn.h>
#include <stdio.h>

struct point {
    int x, y;
};

static async int twice(int a)
{
    await pirn_yield_now();
    return a * 2;
}

static async struct point moved(struct point p, int by)
{
    await pirn_yield_now();
    return (struct point){p.x + by, p.y + by};
}

static async int sum(const int *v, int n)
{
    int s = 0;
    await pirn_yield_now();
    for (int i = 0; i < n; i++)
        s += v[i];
    return s;
}

static async void *first(void **table)
{
    await pirn_yield_now();
    return *table;
}

static async int statics_of_local_types(void)
{
    static const struct {
        int a;
    } keys[] = {{1}, {2}};
    typedef struct {
        int b[2];
    } local;
    static local one = {{3, 4}};
    enum { FIVE = 5, N = 3 };
    static int table[N] = {[1] = FIVE};
    static struct point points[N] = {{6, 7}};
    int r = 0;
    for (unsigned i = 0; i < sizeof keys / sizeof *keys; i++)
        r += await twice(keys[i].a);                      /* 2 + 4 */
    r += await twice(one.b[1]);                           /* 8 */
    r += await sum(table, N) + await twice(FIVE);         /* 5 + 10 */
    r += (await moved(points[0], keys[0].a)).y;           /* 8 */
    r += (await moved((struct point){table[1], N}, 1)).x; /* 6 */
    return r;
}

static async int externals(void)
{
    extern int elsewhere, array[];
    extern struct point where;
    extern struct point place(int);
    return await twice(elsewhere) + await sum(array, 2) +
           (await moved(where, 1)).x + (await moved(place(3), 1)).x;
}

static async int labels(int i)
{
    static void *fixed[] = {&&there, &&done};
    void *made[] = {&&here, &&there, &&done};
    goto *(i ? await first(fixed) : await first(made));
here:
    i += 10;
    goto *made[1];
there:
    i += 100;
    await pirn_yield_now();
    goto *made[2];
done:
    return i;
}

static async int pointers_in_a_table(int i)
{
    static async int (*const table[])(int) = {twice, twice};
    struct {
        async int (*member)(int);
    } local = {twice};
    return await table[i](3) + await local.member(4);
}

int elsewhere = 4;
int array[2] = {5, 6};
struct point where = {7, 8};

struct point place(int x)
{
    return (struct point){x, x};
}

static async int extern_that_is_known(void)
{
    extern int array[];
    int complete[sizeof array / sizeof *array] = {0, 1};
    return await sum(complete, (int)(sizeof complete / sizeof *complete));
}

async int main(void)
{
    printf("%d\n", await statics_of_local_types()); // expect: 43
    printf("%d\n", await externals());              // expect: 31
    printf("%d\n", await labels(0));                // expect: 110
    printf("%d\n", await labels(1));                // expect: 101
    printf("%d\n", await pointers_in_a_table(1));   // expect: 14
    printf("%d\n", await extern_that_is_known());   // expect: 1
    return 0;
}
