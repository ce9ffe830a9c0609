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
sentence="pirn: ./plugin.so brings a second runtime beside the program's: \
link the program with -rdynamic, so that the library finds that one"
for way in "gcc -O2" "clang -O1" "--threads gcc"; do
    "$PIRN" cc $way -fPIC -shared plugin.c -o plugin.so
    "$PIRN" cc $way "$parts/awaited_work.c" -o program -ldl
    exits 134 ./program ./plugin.so
    says "$sentence"
    "$PIRN" cc $way -rdynamic "$parts/awaited_work.c" -o program -ldl
    prints 84 ./program ./plugin.so
    "$PIRN" cc $way "$parts/awaited_work.c" -o program -ldl \
        -Wl,--no-as-needed ./plugin.so
    prints 84 ./program ./plugin.so
    cp plugin.so other.so
    gcc "$parts/work_of_libraries.c" -o plain -ldl
    prints "2
4" ./plain ./plugin.so ./other.so
done
