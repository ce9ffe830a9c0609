# Under --async-all the program's own malloc stays plain, with its file. What it
# calls in other files is turned, though the runtime itself needs memory.
. "$SRC/tests/cli/parts/check.sh"

cat >malloc.c <<'END'
#include <stddef.h>
size_t round_up(size_t n);
static _Alignas(16) char heap[64 << 20];
static size_t top;
void *malloc(size_t n)
{
    char *p = heap + top;
    top += round_up(n);
    *(size_t *)p = n;
    return p + 16;
}
void free(void *p)
{
    (void)p;
}
void *calloc(size_t n, size_t size)
{
    return malloc(n * size);
}
void *realloc(void *p, size_t n)
{
    char *from = p, *to = malloc(n);
    for (size_t i = 0; p && i < n && i < ((size_t *)p)[-2]; i++)
        to[i] = from[i];
    return to;
}
END
cat >round.c <<'END'
#include <stddef.h>
static size_t add(size_t n, size_t m)
{
    return n + m;
}
size_t round_up(size_t n)
{
    return add(n, 31) / 16 * 16;
}
END
cat >program.c <<'END'
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
/* Its frame comes from malloc. */
static int large(int n)
{
    char room[4000];
    room[n] = 1;
    int below = n > 0 ? large(n - 1) : 0;
    return below + room[n];
}
static void *in_a_thread(void *arg)
{
    int *p = malloc(sizeof *p);
    *p = large(*(int *)arg);
    return p;
}
int main(void)
{
    int n = 50, *p = malloc(sizeof *p), *sum;
    pthread_t thread;
    *p = 7;
    for (int i = 0; i < 100; i++)
        p = realloc(p, sizeof *p * (size_t)(i + 1));
    pthread_create(&thread, NULL, in_a_thread, &n);
    pthread_join(thread, (void **)&sum);
    printf("%d %d %d\n", *p, large(20), *sum);
    return 0;
}
END
for way in "--async-all gcc -O2" "--async-all=yield gcc -O0" \
    "--async-all=yield clang -O2"; do
    "$PIRN" cc $way -pthread malloc.c round.c program.c -o program
    prints "7 21 51" ./program
done
