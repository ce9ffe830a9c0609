# -fpack-struct lays out the structs of Pirn's headers otherwise than the runtime
# has them, which the compiler says instead of building a program that crashes.
. "$SRC/tests/cli/parts/check.sh"

cat >coroutine.c <<'END'
#include <pirn.h>
async int main(void)
{
    await pirn_yield_now();
    return 0;
}
END
echo 'int main(void) { return 0; }' >plain.c
for cc in gcc clang; do
    exits 1 "$PIRN" cc $cc -fpack-struct coroutine.c -o program
    says "with -fpack-struct"
    exits 1 "$PIRN" cc --async-all $cc -fpack-struct plain.c -o program
    says "with -fpack-struct"
done
