# 0; 1 after a diagnostic; 2 for wrong usage; a program's own.
. "$SRC/tests/cli/parts/check.sh"

exits 0 "$PIRN" --version
says "pirn "
exits 0 "$PIRN" --help
exits 0 "$PIRN" help
sed -n 's/^  pirn \([a-z]*\) .*/\1/p' said >verbs
[ "$(wc -l <verbs)" -ge 8 ]
for verb in $(cat verbs); do
    exits 0 "$PIRN" $verb --help
    says "pirn $verb"
    mv said help
    for words in "help $verb" "--help $verb" "$verb -h"; do
        exits 0 "$PIRN" $words
        cmp help said
    done
    # What cannot be built otherwise does not offer it.
    case $verb in
    run | cc | translate | trace) grep -q -- --async-all help ;;
    *) absent "--async-all\|--threads" <help ;;
    esac
    [ $verb != clangd ] || continue # it needs no more than that
    exits 2 "$PIRN" $verb
    says "pirn: error: "
    says "pirn: help: pirn $verb --help"
done
exits 2 "$PIRN" help no-such-verb
for way in --threads --async-all; do
    exits 2 "$PIRN" compare $way "$parts/cost.c"
    says "--threads and --async-all do not go with that"
done
exits 2 "$PIRN"
exits 2 "$PIRN" no-such-verb
exits 2 "$PIRN" --no-such-option
exits 2 "$PIRN" cc --no-such-option gcc
exits 2 "$PIRN" cc --async-all=sometimes gcc -c x.c
exits 2 "$PIRN" cc --async-all=yield:seven gcc -c x.c
exits 2 "$PIRN" translate a.c b.c
exits 2 "$PIRN" translate -O2 a.c
exits 2 "$PIRN" run -c a.c

exits 1 "$PIRN" run missing.c
says missing.c
exits 1 "$PIRN" translate missing.c
exits 1 "$PIRN" frames missing.c
exits 1 "$PIRN" cc gcc -c missing.c
exits 1 "$PIRN" cc no-such-compiler -c "$parts/plain.c"
says no-such-compiler
exits 1 "$PIRN" cc gcc -c "$parts/whole.c" -o no-such-directory/x.o

echo 'int main(void) { return 1 +; }' >wrong.c
exits 1 "$PIRN" cc gcc wrong.c
exits 1 "$PIRN" run wrong.c
cat >refused.c <<'END'
#include <pirn.h>
async int f(void) { return 1; }
int g(void) { return await f(); }
END
for verb in "cc gcc -c" "cc clang -c" run translate frames; do
    exits 1 "$PIRN" $verb refused.c
    says "refused.c:3:22: error: "
done
[ ! -e refused.o ]

for status in 0 1 2 7 255; do
    echo "#include <pirn.h>
async int main(void) { await pirn_yield_now(); return $status; }" >status.c
    exits $status "$PIRN" run status.c
done
