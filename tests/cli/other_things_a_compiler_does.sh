# -E, -S, -fsyntax-only, -v, -###, --version, questions, -save-temps.
. "$SRC/tests/cli/parts/check.sh"

cp "$parts"/twice.[ch] "$parts/answer.c" .
for cc in gcc clang; do
    rm -f ./*.[iosd]
    # -E preprocesses with what the translator would see.
    "$PIRN" cc $cc -E twice.c >out
    grep -q '^async int twice(int x)$' out
    "$PIRN" cc $cc -E twice.c -o twice.i
    cmp out twice.i
    # Compiling that is translating it.
    "$PIRN" cc $cc -c twice.i -o from-i.o
    "$PIRN" cc $cc -c answer.c
    "$PIRN" cc $cc answer.o from-i.o -o program
    prints 42 ./program

    rm twice.i
    "$PIRN" cc $cc -S twice.c
    [ -s twice.s ]
    "$PIRN" cc $cc -S twice.c -o - | grep -q 'pirn\.twice'
    rm -f ./*.[os]
    "$PIRN" cc $cc -fsyntax-only twice.c answer.c
    [ -z "$(ls | grep '\.[os]$')" ]

    [ "$("$PIRN" cc $cc --version)" = "$($cc --version)" ]
    [ "$("$PIRN" cc $cc -dumpmachine)" = "$($cc -dumpmachine)" ]
    for file in libgcc.a include; do
        [ "$("$PIRN" cc $cc -print-file-name=$file)" = \
            "$($cc -print-file-name=$file)" ]
    done
    exits 0 "$PIRN" cc $cc -v
    says version
    exits 0 "$PIRN" cc $cc -v -c twice.c
    says twice
    exits 0 "$PIRN" cc $cc '-###' -c twice.c -o never.o
    [ ! -e never.o ]
    exits 0 "$PIRN" cc $cc -Wl,--version
    exits 1 "$PIRN" cc $cc
    exits 1 "$PIRN" cc $cc -c

    "$PIRN" cc $cc -save-temps -c twice.c
    grep -q pirn_frame twice.i
    [ -s twice.s ]
done
# The options whose argument is the next word.
echo '#define TWO 2' >two.h
mkdir -p dir
"$PIRN" cc gcc -include two.h -imacros two.h -I dir -iquote dir -isystem dir \
    -idirafter dir -D X=1 -U Y -x c -o twice.o -MMD -MF deps -MT x \
    --param max-inline-insns-single=10 -Xassembler --fatal-warnings -c twice.c
"$PIRN" cc clang -Xclang -fno-validate-pch -mllvm -inline-threshold=1 \
    -target x86_64-linux-gnu -c twice.c
"$PIRN" cc gcc -Xlinker --as-needed -u twice -z now -L . -e main -l m \
    answer.c twice.c -o program
# Nothing that clang would call unused.
"$PIRN" cc clang -Werror -Wall -I dir -DX -MMD -include two.h -isystem dir \
    -c twice.c
