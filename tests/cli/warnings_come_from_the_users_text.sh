# As of the bare compiler: also with -Werror, with files that have no elision,
# and with several on one line. What only the translated text shows is an error.
. "$SRC/tests/cli/parts/check.sh"

unused() { # FILE: adds a function with one warning
    printf 'int %s(void);\nint %s(void)\n{\n    int of_%s;\n    return 0;\n}\n' \
        "f_$1" "f_$1" "$1" >>"$1.c"
}
cat >main.c <<'END'
#include <pirn.h>
async int main(void)
{
    return await pirn_sleep(0);
}
END
cat >gen.c <<'END'
#include <pirn.h>
generator int ones(void);
generator int ones(void)
{
    for (;;)
        yield 1;
}
END
: >plain.c
cat >mixed.c <<'END'
#include <pirn.h>
async int waits(int n);
int (*pointer)(int) = waits;
END
for name in main gen plain; do
    unused $name
done

once() { # NAME...: each warning was said once, and no other
    for name; do
        [ "$(grep -c "of_$name.*unused-variable" said)" = 1 ] || {
            cat said
            echo "not once: $name"
            exit 1
        }
    done
    [ "$(grep -c -e 'warning: ' -e 'error: ' said)" = $# ] || {
        cat said
        exit 1
    }
}

for cc in gcc clang; do
    for name in main gen plain; do
        rm -f $name.o
        exits 0 "$PIRN" cc $cc -Wall -c $name.c
        once $name
        rm $name.o
        exits 1 "$PIRN" cc $cc -Wall -Werror=unused-variable -c $name.c
        once $name
        [ ! -e $name.o ]
        exits 0 "$PIRN" cc $cc -Wall -Werror -w -c $name.c
        [ ! -s said ]
    done
    exits 0 "$PIRN" cc $cc -Wall main.c plain.c -o program
    once main plain
    exits 0 "$PIRN" cc $cc -Wall main.c plain.c gen.c -o program
    once main plain gen
    ./program
    exits 1 "$PIRN" cc $cc -Wno-incompatible-pointer-types -c mixed.c
    grep -q 'mixed.c:3:.*error: .*incompatible' said
    [ ! -e mixed.o ]
done
