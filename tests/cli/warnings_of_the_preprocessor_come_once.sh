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

# Its errors, too: of coroutines, of a file that the compiler cannot read as it is
# written, of plain functions, and of those that are turned.
printf '#include <pirn.h>\n#include "missing.h"\n' >coroutine.c
printf '#include <pirn.h>\nstruct s { int PIRN_AWAIT; };\n#error missing.h\n' \
    >unread.c
printf '#include "missing.h"\n' >function.c
for cc in gcc clang; do
    for way in "" --async-all --threads; do
        for file in coroutine unread function; do
            exits 1 "$PIRN" cc $way $cc -w -c $file.c
            [ "$(grep -c "error: .*missing.h" said)" = 1 ] || {
                cat said
                echo "not once: $way $cc $file.c"
                exit 1
            }
        done
    done
done
