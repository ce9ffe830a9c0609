// Functions without prototypes or types: their arguments are promoted, and what is left out is int.
// flags: -w -std=gnu89
// async-all
#include <stdio.h>
typedef struct { int a; } key;
int twice();
static sum(a, b, c)
    char a;
    float b;
    register short c;
{
    int x = twice(a);
    return x + (int)(b * 2) + c;
}
int twice(n)
{
    return n * 2;
}
long (*pick(which))(long)
    int which;
{
    extern long neg(long);
    twice(1);
    return which ? neg : 0;
}
long neg(long x) { return -x; }
int keyed(key key, int list[])
{
    return twice(key.a) + list[1];
}
nothing() { return twice(3); }
int empty();
int use() { return nothing(1, 2) + empty(3); }
int empty() { return 1; }
static int f(key key, register int k) { register r; static total; const c = 2; r = k; total += twice(k); return twice(key.a) + total + r + c; }
int fl();
int usefl() { return fl(1.75, 'a', 3); }
int fl(x, c, n) float x; unsigned char c; { return twice(c) + n + (int)(x * 4); }
int proto(int, double);
int useproto(void) { return proto(300, 2.5); }
int proto(c, d) char c; float d; { return twice(c) + (int)(d * 2); }
main(argc, argv)
    char **argv;
{
    int list[2] = {1, 7};
    key k = {4};
    // expect: 8 -5 15
    printf("%d %ld %d\n", sum(3, 1.5, -1), pick(1)(5L), keyed(k, list));
    // expect: 7 16 204 93
    printf("%d %d %d %d\n", use(), f(k, 2), usefl(), useproto());
    return 0;
}
