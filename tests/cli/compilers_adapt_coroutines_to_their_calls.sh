# A coroutine of one file whose calls all have the same arguments is compiled
# for these, as a plain function is; and dumps know it all the same.
cat >adapted.c <<'C'
#include <pirn.h>
#include <stdio.h>
static int numbers[100];
static __attribute__((noinline)) async int add_up(const int *v, int n, int *out)
{
    for (int i = 0; i < n; i++) {
        if (v[i] < 0)
            await pirn_yield_now();
        *out += v[i];
    }
    pirn_dump(stderr); // no tail call
    *out += v[n - 1];
    return 0;
}
async int main(int argc, char **argv)
{
    (void)argv;
    int sum = argc - 1;
    await add_up(numbers, 100, &sum);
    return sum;
}
C
"$PIRN" cc gcc -O2 adapted.c -o adapted
nm adapted | grep 'pirn\.add_up\..*'
for cc in "gcc -O0" "gcc -O2" "clang -O2" "gcc -O2 -flto"; do
    "$PIRN" cc $cc adapted.c -o adapted
    ./adapted 2>dump
    grep 'in add_up (adapted.c:4)' dump
done
# It links as other code does.
for flags in "-O2 -shared -fPIC" "-O2 -ffunction-sections -Wl,--gc-sections"; do
    "$PIRN" cc gcc $flags adapted.c -o adapted
done
