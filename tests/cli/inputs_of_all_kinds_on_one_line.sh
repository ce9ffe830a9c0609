# C beside objects, archives, assembler and C++; only C is translated.
. "$SRC/tests/cli/parts/check.sh"

mkdir one two
cp "$parts"/twice.[ch] "$parts/answer.c" .
for cc in gcc clang; do
    "$PIRN" cc $cc answer.c twice.c -o program
    prints 42 ./program
    "$PIRN" cc $cc -c answer.c twice.c
    ar rc libtwice.a twice.o
    "$PIRN" cc $cc answer.o -L. -ltwice -o program
    prints 42 ./program
    "$PIRN" cc $cc answer.c libtwice.a -o program
    prints 42 ./program
    "$PIRN" cc $cc -S twice.c
    "$PIRN" cc $cc -Wall -Werror -O1 answer.c twice.s -o program
    prints 42 ./program
    "$PIRN" cc $cc -E twice.c -o twice.i
    "$PIRN" cc $cc answer.c twice.i -o program
    prints 42 ./program
    "$PIRN" cc $cc -x c answer.c -x none twice.o -o program
    prints 42 ./program

    # Two files of one name.
    echo '#include <pirn.h>
async int one(void) { await pirn_yield_now(); return 1; }' >one/same.c
    echo '#include <pirn.h>
async int one(void);
async int two(void) { return 1 + await one(); }' >two/same.c
    echo '#include <pirn.h>
async int two(void);
int assembled(void), compiled(void);
async int main(void) { return await two() + assembled() + compiled() - 32; }' \
        >main.c
    echo '#ifdef TEN
        .globl assembled
assembled:
        mov $TEN, %eax
        ret
        .section .note.GNU-stack,"",@progbits
#endif' >assembled.S
    echo 'extern "C" int compiled(void) { return TEN * 2; }' >compiled.cpp
    "$PIRN" cc $cc -Wall -Werror -DTEN=10 main.c one/same.c assembled.S \
        two/same.c compiled.cpp -o program
    ./program
done
"$PIRN" cc g++ -DTEN=10 -c compiled.cpp
