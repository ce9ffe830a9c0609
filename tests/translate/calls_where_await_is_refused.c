// A call that C does not make, or that cannot be taken out of its place, is
// none of a coroutine's when every function is one.
// elided: same
// async-all
#include <pirn.h>
#include <stddef.h>
#include <stdio.h>

static int made;

static int call(int a)
{
    made += a;
    return made;
}

static int select_generic(void)
{
    return _Generic(call(3), int
                    : call(1), char
                    : call(20), default
                    : call(300));
}

static int choose(void)
{
    return __builtin_choose_expr(1, call(3), call(10)) +
           __builtin_choose_expr(0, call(100), call(1000));
}

static int only_looked_at(char *p)
{
    return (int)(sizeof(call(1)) + _Alignof(int)) +
           __builtin_constant_p(call(10)) +
           (int)__builtin_object_size((call(100), p), 0) +
           __builtin_classify_type(call(1000)) * 0;
}

static int operand(int k)
{
#if defined __x86_64__
    int result;
    __asm__("movl %1, %0" : "=r"(result) : "r"(call(k)));
    return result;
#else
    return call(k);
#endif
}

/* The size of a parameter of a declaration is as good as [*]. */
static int sizes(int k)
{
    extern int declared(int n, int q[call(k)]);
    int (*pointer)(int q[call(k)]) = NULL;
    typedef int function(int q[call(k)]);
    function *other = (int (*)(int q[call(k)]))pointer;
    (void)other;
    return call(k);
}

/* The names in a prototype are its own. */
static int names(int n)
{
    extern int taking(int n, int q[n]);
    int taken = taking(n, NULL);
    return taken;
}

int taking(int n, int q[n])
{
    return q ? 0 : n;
}

async int main(void)
{
    printf("%d\n", select_generic()); // expect: 1
    printf("%d\n", choose());         // expect: 1008
    printf("%d\n", made);             // expect: 1004
    made = 0;
    printf("%d\n", only_looked_at(NULL) + 1); // expect: 8
    printf("%d\n", made);                     // expect: 0
    printf("%d\n", operand(3));               // expect: 3
    made = 0;
    printf("%d\n", sizes(3)); // expect: 3
    printf("%d\n", names(9)); // expect: 9
    return 0;
}
