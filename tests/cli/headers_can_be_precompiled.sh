# A header that includes <pirn.h> can be precompiled; the compiler uses it where
# it reads the user's text. What cannot be, a header that is named only by its
# precompiled form, is refused with a way out. Others stay the compiler's own.
. "$SRC/tests/cli/parts/check.sh"

cat >common.h <<'END'
#include <pirn.h>
#include <stdio.h>
async int twice(int n);
END
cat >twice.c <<'END'
#include "common.h"
async int twice(int n)
{
    await pirn_sleep(1);
    return 2 * n;
}
async int main(void)
{
    printf("%d\n", await twice(21));
    return 0;
}
END
sed 1d twice.c >bare.c
echo 'int answer(void);' >plain.h
echo 'int main(void) { return answer(); } int answer(void) { return 42; }' >plain.c
strict='-O1 -g -Wall -Werror -Winvalid-pch'

for cc in gcc clang; do
    for threads in '' --threads; do
        exits 0 "$PIRN" cc $threads $cc $strict -x c-header common.h -o common.h.gch
        exits 0 "$PIRN" cc $threads $cc $strict twice.c -o program
        prints 42 ./program
        exits 0 "$PIRN" cc $threads $cc $strict -include common.h bare.c -o program
        prints 42 ./program
        rm common.h.gch
        exits 0 "$PIRN" cc $threads $cc $strict -c common.h
        exits 0 "$PIRN" cc $threads $cc $strict twice.c -o program
        rm -f common.h.[gp]ch
    done
    # One for a plain program is that of the compiler.
    exits 0 "$PIRN" cc $cc $strict plain.h
    rm -f plain.h.[gp]ch
    exits 0 "$PIRN" cc $cc $strict -x c-header plain.h -o plain.h.gch
    exits 0 $cc $strict -include plain.h plain.c -o program
    exits 0 "$PIRN" cc $cc $strict -include plain.h plain.c -o program
    exits 42 ./program
    rm plain.h.gch
    # What is wrong in a header is told in it.
    echo 'async int f(int n); int x = "";' | cat common.h - >bad.h
    "$PIRN" cc $cc -x c-header bad.h -o bad.h.gch 2>said || :
    says 'bad.h:4'
    # -fsyntax-only is for a header alone, too.
    exits 0 "$PIRN" cc $cc -fsyntax-only common.h
done

# It is used, and not only read past.
exits 0 "$PIRN" cc gcc -x c-header common.h -o common.h.gch
exits 0 "$PIRN" cc gcc -H -c twice.c
says '! common.h.gch'
rm common.h.gch
exits 0 "$PIRN" cc clang -x c-header common.h -o common.pch
exits 1 "$PIRN" cc clang -include-pch common.pch -c bare.c
says 'error: common.pch: a precompiled header with <pirn.h> in it'
says 'help: use -include HEADER'
exits 0 "$PIRN" cc clang -x c-header plain.h -o plain.pch
exits 0 "$PIRN" cc clang -include-pch plain.pch plain.c -o program
exits 42 ./program
