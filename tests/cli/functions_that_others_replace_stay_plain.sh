# Under --async-all a function stays plain, if the linker may take another
# definition of it, if its name stands for several, if the runtime itself calls
# it, or if it runs when a signal interrupts the runtime.
. "$SRC/tests/cli/parts/check.sh"

cat >main.c <<'END'
#include <stdio.h>
__attribute__((weak)) int first(int x) { return x; }
int second(int x) { return x; }
#pragma weak second
__attribute__((__weak__)) int third(int x);
int third(int x) { return x; }
int main(void)
{
    printf("%d %d %d\n", first(1), second(1), third(1));
    return 0;
}
END
cat >other.c <<'END'
int first(int x) { return x + 100; }
int second(int x) { return x + 200; }
int third(int x) { return x + 300; }
END

cat >library.c <<'END'
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
static int twice(int x) { return 2 * x; }
int (toupper)(int c) { return c + twice(3); }
int main(void)
{
    printf("%d\n", (toupper)('a') - 'a');
    return 0;
}
END

cat >below.c <<'END'
#include <stddef.h>
#include <stdio.h>
static _Alignas(16) char heap[1 << 22];
static size_t top;
static size_t up(size_t n) { return (n + 31) / 16 * 16; }
void *malloc(size_t n)
{
    char *p = heap + top;
    top += up(n);
    *(size_t *)p = n;
    return p + 16;
}
void free(void *p) { (void)p; }
void *calloc(size_t n, size_t size) { return malloc(n * size); }
void *realloc(void *p, size_t n)
{
    char *from = p, *to = malloc(n);
    for (size_t i = 0; p && i < n && i < ((size_t *)p)[-2]; i++)
        to[i] = from[i];
    return to;
}
int main(void)
{
    int *p = malloc(sizeof *p);
    *p = 7;
    printf("%d\n", *p);
    return 0;
}
END

cat >resolver.c <<'END'
#include <stdio.h>
static int one(int x) { return x + 1; }
static int choose(void) { return 1; }
static int (*resolve(void))(int) { return choose() ? one : NULL; }
int resolved(int) __attribute__((ifunc("resolve")));
int main(void)
{
    printf("%d\n", resolved(1));
    return 0;
}
END

cat >overloaded.c <<'END'
#include <stdio.h>
__attribute__((overloadable)) static int half(int x) { return x / 2; }
__attribute__((overloadable)) static double half(double x) { return x / 2; }
int main(void)
{
    printf("%d %g\n", half(3), half(3.0));
    return 0;
}
END

cat >handler.c <<'END'
#include <signal.h>
#include <stdio.h>
static volatile sig_atomic_t count;
static int deeper(int x) { return x + 1; }
static int next(int x) { return deeper(x); }
static void by_signal(int number) { count = next(count); (void)number; }
static void by_action(int number) { count = next(count) + (number ? 1 : 0); }
static int other(int x) { return x * 2; }
int main(void)
{
    struct sigaction action = {.sa_flags = SA_RESTART, .sa_handler = by_action};
    sigaction(SIGUSR1, &action, NULL);
    signal(SIGUSR2, by_signal);
    raise(SIGUSR1);
    raise(SIGUSR2);
    printf("%d\n", other(count));
    return 0;
}
END

for mode in --async-all --async-all=yield; do
    exits 0 "$PIRN" cc $mode gcc -O2 main.c other.c -o program
    prints "101 201 301" ./program
    exits 0 "$PIRN" cc $mode -v gcc library.c -o program
    says "2 of 3 functions"
    prints "6" ./program
    exits 0 "$PIRN" cc $mode -v gcc below.c -o program
    says "0 of 6 functions"
    prints "7" ./program
    exits 0 "$PIRN" cc $mode -v gcc handler.c -o program
    says "2 of 6 functions"
    prints "6" ./program
    exits 0 "$PIRN" cc $mode gcc resolver.c -o program
    prints "2" ./program
    exits 0 "$PIRN" cc $mode -v clang overloaded.c -o program
    says "1 of 3 functions"
    prints "1 1.5" ./program
done
