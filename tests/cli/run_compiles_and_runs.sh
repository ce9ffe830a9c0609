# Options, arguments, libraries, standard input, compilers.
. "$SRC/tests/cli/parts/check.sh"

cp "$parts/whole.c" .
for cc in gcc clang "gcc -std=gnu17" "ccache gcc"; do
    prints 10 "$PIRN" run --cc="$cc" -O2 -g -Wall whole.c 1 2 3 4
done
prints 3 "$PIRN" run whole.c -- 3
CC=clang prints 3 "$PIRN" run whole.c 3
CC="$PIRN cc gcc" prints 3 "$PIRN" run whole.c 3
exits 1 env CC=no-such-compiler "$PIRN" run whole.c
says no-such-compiler

cat >lib.c <<'END'
#include <math.h>
#include <stdio.h>
#include VALUE_H
int main(int argc, char **argv)
{
    char line[100] = "";
    if (fgets(line, sizeof line, stdin) == NULL)
        return 1;
    printf("%.1f %s %s", sqrt(VALUE + argc - 1), argv[argc - 1], line);
    return 0;
}
END
mkdir headers
echo '#define VALUE 15' >headers/value.h
echo 'a line' >input
prints "4.0 -lm a line" "$PIRN" run -lm -I headers '-DVALUE_H="value.h"' lib.c \
    -lm <input
cp whole.c no-suffix
prints 6 "$PIRN" run no-suffix 1 2 3
