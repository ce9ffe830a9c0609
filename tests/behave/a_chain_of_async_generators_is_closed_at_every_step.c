// Chains of up to three generators, closed after each number of values and
// after each kind of ending: what is open is ended from the inside out, once,
// and whoever closes gets 0.
// asan
// valgrind
// workers: any
// threads: any order
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

enum ending { ENDS, FAILS, IS_CANCELLED, ENDINGS };
enum { WAITS = 1, IS_PLAIN = 2, KINDS = 3 }; /* of a level */

static int open_count, order_errors;
static int innermost; /* level that is to end next; 0: any */

static void close_level(int level)
{
    if (innermost && level != innermost)
        order_errors++;
    innermost = level - 1;
    open_count--;
}

static async int close_by(int level, int kind)
{
    if (kind == WAITS)
        await pirn_yield_now();
    close_level(level);
    return 0;
}

static generator int plain_level(int level, int depth, const int *kinds,
                                 enum ending ending)
{
    open_count++;
    defer close_level(level);
    yield level;
    if (level < depth)
        yield_from plain_level(level + 1, depth, kinds, ending);
    else if (ending != ENDS)
        pirn_fail(-EIO);
    yield level;
}

static async generator int async_level(int level, int depth, const int *kinds,
                                       enum ending ending)
{
    open_count++;
    defer await close_by(level, kinds[level]);
    yield level;
    if (level < depth && kinds[level + 1] == IS_PLAIN)
        yield_from plain_level(level + 1, depth, kinds, ending);
    else if (level < depth)
        yield_from async_level(level + 1, depth, kinds, ending);
    else if (ending == FAILS)
        pirn_fail(-EIO);
    else if (ending == IS_CANCELLED && await pirn_sleep(PIRN_S) < 0)
        pirn_fail(-ECANCELED);
    yield level;
}

/* Takes so many values of a chain, and closes it. */
static async int try_one(int depth, const int *kinds, enum ending ending,
                         int values)
{
    int v, rc = 1, closed = 77;
    gen(int) g = kinds[1] == IS_PLAIN ? plain_level(1, depth, kinds, ending)
                                      : async_level(1, depth, kinds, ending);
    scope (s) {
        for (int i = 0; i < values && rc == 1; i++) {
            if (ending == IS_CANCELLED && i == depth)
                pirn_scope_cancel(s);
            rc = await pirn_next(g, &v);
        }
        innermost = 0;
        closed = await pirn_gen_close(g);
    }
    return closed;
}

async int main(void)
{
    int tried = 0, wrong = 0;
    for (int depth = 1; depth <= 3; depth++)
        for (int mix = 0; mix < KINDS * KINDS * KINDS; mix++) {
            int kinds[4] = {0, mix % KINDS, mix / KINDS % KINDS, mix / 9};
            int is_possible = 1;
            for (int i = 1; i <= 3; i++)
                if (i > depth ? kinds[i] != 0
                              : i < depth && kinds[i] == IS_PLAIN &&
                                    kinds[i + 1] != IS_PLAIN)
                    is_possible = 0;
            if (!is_possible)
                continue;
            for (int ending = ENDS; ending < ENDINGS; ending++)
                for (int values = 0; values <= 2 * depth + 2; values++) {
                    tried++;
                    if (await try_one(depth, kinds, (enum ending)ending,
                                      values) != 0)
                        wrong++;
                }
        }
    /* 3 chains of one level with 5 numbers of values, 7 of two with 7, 15 of
     * three with 9; and three endings */
    printf("%d tried\n", tried); // expect: 597 tried
    printf("%d wrong, %d open, %d out of order\n", wrong, open_count,
           order_errors); // expect: 0 wrong, 0 open, 0 out of order
    return 0;
}
