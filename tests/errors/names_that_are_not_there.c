// Names that are not there, or twice.
#include <pirn.h>
#include <string.h>

struct s {
    int count;
};
async int f(struct s *s);

async int wrong(struct s *s, int n) // gcc: 34
{
    int n; // gcc: 9 9 // clang: 9
    struct unknown u; // gcc: 20 20 // clang: 20
    s->cuont++; // says: 8
    undeclared = 3; // says: 5
    n = await f(missing); // says: 17
    n = await f(s) + another; // says: 22
    goto nowhere; // gcc: 5 // clang: 10
    break; // says: 5
    {
        int inner = 1, inner = 2; // says: 24
        n = inner;
    }
    return strlen(name); // says: 19
}
