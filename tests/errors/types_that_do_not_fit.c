// Types that do not fit, inside a coroutine.
#include <pirn.h>
#include <stdio.h>
#include <string.h>
struct s {
    int count;
    const char *name;
};
async int f(struct s *s);
async char *text(int n);
async void nothing(void);
async struct s make(int n);

async int wrong(struct s *s, const struct s *c, int n)
{
    char buffer[16];
    s->cuont++; // says: 8
    undeclared = 3; // says: 5
    int length = strlen(buffer, 1); // gcc: 18 // clang: 33
    f2(3); // says: 5
    n = await f(n); // says: 17
    n = await f(s, 2); // gcc: 15 // clang: 20
    n = await f(); // gcc: 15 // clang: 17
    char *p = await f(s); // gcc: 21 // clang: 11
    n = await text(1); // says: 7
    n = await nothing(); // says: 7
    n = await make(1); // gcc: 15 // clang: 7
    c->count = 1; // says: 14
    *c = *s; // says: 8
    const int k = 1;
    k++; // says: 6
    n = await f(c); // says: 17
    p = await f(s) + "x"; // clang: 20
    s = s * 2; // says: 11
    n.count = 1; // says: 6
    n->count = 1; // gcc: 6 // clang: 8
    n(); // gcc: 5 // clang: 6
    n[0] = 1; // says: 6
    *n = 1; // says: 5
    5 = n; // says: 7
    &n = p; // says: 8
    return length;
}
