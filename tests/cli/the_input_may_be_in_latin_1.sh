# -finput-charset=latin1, which only gcc has: what stands in strings is converted
# once, and not again with the translated text.
. "$SRC/tests/cli/parts/check.sh"

{
    echo '#include <stdio.h>'
    echo '#include <pirn.h>'
    printf 'static async int length(void) { return sizeof "\344\366\374"; }\n'
    echo 'async int main(void)'
    echo '{'
    printf 'static const char text[] = "caf\351";\n'
    printf '%s\n' 'printf("%s %d\n", text, await length());'
    echo 'return 0;'
    echo '}'
} >coroutine.c
echo 'static int one(void) { return 1; } int two(void) { return 2 * one(); }' \
    >plain.c

exits 0 "$PIRN" cc gcc -finput-charset=latin1 coroutine.c -o program
prints "café 7" ./program
exits 0 "$PIRN" cc gcc -finput-charset=latin1 -fexec-charset=latin1 \
    coroutine.c -o program
prints "$(printf 'caf\351 4')" ./program
exits 0 "$PIRN" cc --async-all gcc -finput-charset=latin1 \
    coroutine.c plain.c -o program
prints "café 7" ./program
exits 1 "$PIRN" cc gcc -finput-charset=latin1 coroutine.c plain.c -o program
says "compile each by itself"
