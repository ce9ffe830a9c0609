# With -fsanitize=thread a runtime is linked that is built for it: programs on
# several workers have no race but their own, and those are found.
cat >race.c <<'END'
#include <pirn.h>
static int shared, adding;
static async int add(void)
{
    /* Both at once, and neither before the other. */
    __atomic_add_fetch(&adding, 1, __ATOMIC_RELAXED);
    while (__atomic_load_n(&adding, __ATOMIC_RELAXED) < 2)
        continue;
    for (int i = 0; i < 10000; i++) {
        shared++;
        if (i % 100 == 0)
            await pirn_yield_now();
    }
    return 0;
}
async int main(void)
{
    scope (s, .pinned = true) {
        spawn_on(0) add();
        spawn_on(1) add();
    }
    return 0;
}
END
for cc in gcc clang; do
    command -v $cc >/dev/null || continue
    "$PIRN" cc $cc -g -w -fsanitize=thread "$SRC/examples/18_workers.c" -o right
    for n in 1 2 3; do
        ./right 4 >out 2>&1 || { head -50 out; exit 1; }
    done
    "$PIRN" cc $cc -g -w -fsanitize=thread race.c -o wrong
    n=0
    until ! PIRN_WORKERS=2 ./wrong >out 2>&1; do
        n=$((n + 1))
        [ $n -lt 50 ] || { echo "the race is not found"; exit 1; }
    done
    grep -q 'race.c:10' out
done
# It is another library only where it is asked for.
"$PIRN" cc gcc -w -fsanitize=thread -fno-sanitize=thread race.c -o plain
if nm plain | grep "T __tsan_init\|U __tsan_init"; then exit 1; fi
