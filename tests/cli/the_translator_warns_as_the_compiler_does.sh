# What the translator warns of is said once, beside the warnings of the compiler,
# is silent with -w, and is an error with -Werror; and so is one by its name.
. "$SRC/tests/cli/parts/check.sh"

cat >fast.c <<'END'
#include <stdbool.h>
#include <pirn.h>
async bool ready(void);
async char *text(void);
async int number(void);
async void nothing(void);
async int main(void)
{
    scope (s, .fail_fast = true) {
        spawn ready();
        spawn text();
        spawn number();
        spawn nothing();
    }
    scope (s, .fail_fast = false) {
        spawn ready();
    }
    scope (s) {
        spawn ready();
    }
    return 0;
}
END
for cc in gcc clang; do
    rm -f fast.o
    exits 0 "$PIRN" cc $cc -Wall -c fast.c
    sed -n 's/^fast\.c:\([0-9]*:[0-9]*\): warning: .*\[-Wpirn-fail-fast-result\]$/\1/p' \
        said >places
    printf '%s\n' 10:9 11:9 | diff - places
    [ "$(grep -c 'warning: \|error: ' said)" = 2 ]
    says "'ready' returns a bool, which is never negative"
    says "'text' returns a pointer, which is never negative"
    rm fast.o
    exits 0 "$PIRN" cc $cc -Wall -w -c fast.c
    [ ! -s said ]
    rm fast.o
    exits 1 "$PIRN" cc $cc -Werror -c fast.c
    says 'fast.c:10:9: error: '
    [ ! -e fast.o ]
    exits 1 "$PIRN" cc $cc -Werror=pirn-fail-fast-result -c fast.c
    says '[-Werror=pirn-fail-fast-result]'
    exits 0 "$PIRN" cc $cc -Werror -Wno-error=pirn-fail-fast-result -c fast.c
    says 'fast.c:10:9: warning: '
    exits 0 "$PIRN" cc $cc -Werror -Wno-pirn-fail-fast-result -c fast.c
    [ ! -s said ]
    exits 0 "$PIRN" cc $cc -Wno-pirn-fail-fast-result -Wpirn-fail-fast-result \
        -c fast.c
    says 'fast.c:10:9: warning: '
    # The compiler is not told of them, of others it is.
    echo 'int plain;' >plain.c
    exits 0 "$PIRN" cc $cc -Werror -Wpirn-fail-fast-result -c plain.c
    exits 1 "$PIRN" cc $cc -Werror -Wpirn-nothing -c plain.c
done
