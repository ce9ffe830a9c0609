# Of each coroutine, the largest first: its size, when it is taken and why, and
# each thing kept, with the lines. The numbers can be worked out: a header of
# 28 bytes (a generator's is 64), the members by C's rules in the order of
# their blocks, blocks that exclude each other in the same place, all rounded
# up to a multiple of 8.
. "$SRC/tests/cli/parts/check.sh"

mkdir "a dir"
cp "$parts/frames.c" "a dir/the file.c"
cat >expected <<'END'
a dir/the file.c:48: both: 280 bytes, taken at the start, because a compound literal is pointed at (line 50)
   bytes  variable            kept across
     208  scope s             lines 52, 54
      16  compound literal    lines 51, 52, 54
      16  result of the call  line 51
       8  p                   lines 51, 52, 54
       8  result of the task  line 54
       4  x                   lines 52, 54
      32  (header)

a dir/the file.c:27: write_all: 176 bytes, taken at the start, because message is an array (line 29)
   bytes  variable      kept across
     100  message       lines 32, 36, 38
      40  in_one_block  line 32
       8  in_another    line 36
       4  fd            start, lines 32, 36
       1  first         start
      28  (header)

a dir/the file.c:42: letters: 72 bytes, taken at the start, because it is a generator
   bytes  variable  kept across
       1  last      start, line 45
       1  next      line 45
      64  (header)

a dir/the file.c:17: sum: 48 bytes, taken when it first waits
   bytes  variable            kept across
       8  total               lines 21, 24
       4  i                   line 21
       4  result of the call  line 24
       2  count               start, line 21
      28  (header)

a dir/the file.c:11: origin: 32 bytes, taken when it first waits

a dir/the file.c:59: never_waits: 32 bytes, taken only if it is spawned
   bytes  variable  kept across
       4  a         start
      28  (header)
END
for cc in gcc clang; do
    for flags in "" "-O2 -g -Wall -Wextra -Werror -pedantic-errors" \
        "-fsanitize=address,undefined -flto --coverage -fPIC -std=c11"; do
        "$PIRN" frames --cc=$cc "a dir/the file.c" -- $flags >got
        diff -u expected got
    done
    # Nothing of the file is run, not even before main.
    cat >eager.c <<'END'
#include <pirn.h>
#include <stdlib.h>
__attribute__((constructor(101))) static void at_once(void) { exit(7); }
async int main(void) { await pirn_yield_now(); exit(8); }
END
    exits 0 "$PIRN" frames --cc=$cc eager.c
    says "eager.c:4: main: 32 bytes"
    exits 0 "$PIRN" frames --cc=$cc "$parts/plain.c"
    prints "There are no coroutines in this file." cat said
    echo 'int main(void) { return 1' >wrong.c
    exits 1 "$PIRN" frames --cc=$cc wrong.c
    says "wrong.c:1:"
    printf '#include <pirn.h>\nasync int f(void) { return 1 }\n' >wrong.c
    exits 1 "$PIRN" frames --cc=$cc wrong.c
    says "wrong.c:2:28: error: "
    printf '#include <pirn.h>\nasync int f(void) { return x; }\n' >wrong.c
    exits 1 "$PIRN" frames --cc=$cc wrong.c
    says "wrong.c:2:"
done
exits 2 "$PIRN" frames --async-all "$parts/plain.c"
[ "$(ls | sort | tr '\n' ' ')" = "a dir eager.c expected got said wrong.c " ]
exits 1 sh -c '"$PIRN" frames "$1" >/dev/full' - "$parts/frames.c"
says "cannot write"

# Many lines are told by the first and the last.
{
    echo '#include <pirn.h>'
    echo 'async int f(int a)'
    echo '{'
    echo '    int b = await f(a);'
    for i in 5 6 7 8 9 10; do
        echo '    await f(0);'
    done
    echo '    await f(b);'
    echo '    await f(1), b = a;'
    echo '    await f(2);'
    echo '    return b + await f(3);'
    echo '}'
} >many.c
"$PIRN" frames many.c >report
grep -q '^ *4  b  *lines 5 to 10, 13, 14$' report || {
    cat report
    exit 1
}
