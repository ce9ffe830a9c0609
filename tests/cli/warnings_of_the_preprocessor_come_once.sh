# Also comments that say that a case falls through are not lost.
. "$SRC/tests/cli/parts/check.sh"

cat >warns.c <<'END'
#include <pirn.h>
#define UNUSED 1
#warning "be warned"
#if UNDEFINED
#endif
async int f(int x)
{
    await pirn_yield_now();
    switch (x) {
    case 1:
        x++;
        /* fall through */
    case 2:
        x++; // fallthrough
    case 3: x++; /* FALLTHRU */ case 4: x++;
        break;
    }
    return x;
}
END
grep -v -e async -e await -e pirn.h warns.c >plain.c
sed -i '5i int f(int x);int f(int x)' plain.c
for cc in gcc clang; do
    for file in warns plain; do
        exits 0 "$PIRN" cc $cc -Wall -Wunused-macros -Wundef -c $file.c
        for text in "be warned" "-Wunused-macros" "-Wundef"; do
            [ "$(grep -c "warning: .*$text" said)" = 1 ] || {
                cat said
                echo "not once: $text"
                exit 1
            }
        done
        exits 1 "$PIRN" cc $cc -Werror -c $file.c
    done
done
sed -i '/warning/d; /UNDEFINED/,/endif/d' warns.c
exits 0 "$PIRN" cc gcc -Wall -Wextra -Werror -c warns.c
