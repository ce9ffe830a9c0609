# A library that dlopen loads uses the runtime of the program, if that exports
# it; if not, it is refused with a sentence. Libraries of a program that has no
# runtime may have one each.
. "$SRC/tests/cli/parts/check.sh"

cat >plugin.c <<'C'
#include <pirn.h>

static struct pirn_event event; /* of which the program has no use */

static async int child(int n)
{
    await pirn_sleep(PIRN_MS);
    pirn_event_set(&event);
    await pirn_event_wait(&event);
    return n;
}

static async int work(int n)
{
    int sum = 0;
    scope (s, .timeout = 10 * PIRN_S) {
        task(int) a = spawn child(n);
        task(int) b = spawn child(n);
        await pirn_all(pirn_scope_ref(s));
        sum = await a + await b;
    }
    return sum;
}

/* For coroutines of the program, and for plain C. */
typedef async int worker(int);
worker *find_work(void)
{
    return work;
}

int run_work(int n)
{
    return pirn_run(work(n));
}
C
cat >program.c <<'C'
#include <dlfcn.h>
#include <pirn.h>
#include <stdio.h>

typedef async int worker(int);

async int main(void)
{
    worker *(*find)(void);
    void *library = dlopen("./plugin.so", RTLD_NOW);
    *(void **)&find = dlsym(library, "find_work");
    printf("%d\n", await find()(21));
    return 0;
}
C
cat >plain.c <<'C'
#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    int sum = 0;
    for (int i = 1; i < argc; i++) {
        int (*run)(int);
        void *library = dlopen(argv[i], RTLD_NOW);
        *(void **)&run = dlsym(library, "run_work");
        sum += run(i);
    }
    printf("%d\n", sum);
    return 0;
}
C
sentence="pirn: ./plugin.so brings a second runtime beside the program's: \
link the program with -rdynamic, so that the library finds that one"
for way in "gcc -O2" "clang -O1" "--threads gcc"; do
    "$PIRN" cc $way -fPIC -shared plugin.c -o plugin.so
    "$PIRN" cc $way program.c -o program -ldl
    exits 134 ./program
    says "$sentence"
    "$PIRN" cc $way -rdynamic program.c -o program -ldl
    prints 42 ./program
    "$PIRN" cc $way program.c -o program -ldl -Wl,--no-as-needed ./plugin.so
    prints 42 ./program
    cp plugin.so other.so
    gcc plain.c -o plain -ldl
    prints 6 ./plain ./plugin.so ./other.so
done
