# Errors are those of the compiler about the text as it was written, in place
# and once; then nothing is compiled. What the compiler does not see, the
# translator tells as well, but for the syntax.
. "$SRC/tests/cli/parts/check.sh"

cat >bad.c <<'END'
#include <pirn.h>
struct s { int count; };
static generator int ones(const struct s *s)
{
    yield s->cuont;
}
static async int f(struct s *s)
{
    defer s->count--;
    await pirn_sleep(1);
    return *s;
}
async int main(void)
{
    gen(int) g = ones(0);
    pirn_gen_close(g);
    struct s s = {0};
    return await f(s) + f(&s);
}
END
cat >open.c <<'END'
#include <pirn.h>
async int main(void)
{
    await pirn_sleep(1)
    return 0;
}
END

for cc in gcc clang; do
    echo old >bad.o
    exits 1 "$PIRN" cc $cc -Wall -c bad.c
    [ "$(cat bad.o)" = old ]
    sed -n 's/^bad\.c:\([0-9]*:[0-9]*\): error: .*/\1/p' said | sort >places
    printf '%s\n' 11:12 18:20 18:25 5:14 >wanted
    diff wanted places || {
        cat said
        exit 1
    }
    says 'bad.c:18:25: error: the coroutine'
    says '[call-without-await]'
    exits 1 "$PIRN" cc $cc -c open.c
    [ "$(grep -c 'error: ' said)" = 1 ]
    says "open.c:4:2"
    absent syntax <said
    [ ! -e open.o ]
done
# Also where other programs read them.
"$PIRN" cc gcc -fdiagnostics-format=json -c open.c 2>said || :
says '"kind": "error"'
# One array, whoever speaks; what the translator adds has gcc's form, with columns
# as gcc counts them, and the way out is a note.
printf '%s\n' '#include <pirn.h>' 'async int g(int n);' \
    'async int f(int n) {' '/* é */	int a; g(n); return 0; }' \
    'async int h(int n) { return await n; }' >all.c
for level in "" -w; do
    "$PIRN" cc gcc -Wall $level -fdiagnostics-format=json -c all.c 2>said || :
    python3 - >places <<'END'
import json
for message in json.load(open("said")):
    place = message["locations"][0]["caret"]
    print(message["kind"], message["option"], place["file"], place["line"],
          place["column"], place["display-column"], place["byte-column"],
          *(note["message"][:5] for note in message["children"]))
END
    sed "s/^warning/${level:-warning}/; /^-w/d" >wanted <<'END'
warning -Wunused-variable all.c 4 13 13 14
error not-a-coroutine all.c 5 35 35 35 await
error call-without-await all.c 4 16 16 17 write
END
    diff wanted places
done
exits 1 "$PIRN" cc gcc -c all.c
says "all.c:4:16: error: "
exits 1 "$PIRN" cc clang -c all.c
says "all.c:4:17: error: "
# What no compiler says is no part of it.
exits 1 "$PIRN" cc gcc -fdiagnostics-format=json -c missing.o all.c
