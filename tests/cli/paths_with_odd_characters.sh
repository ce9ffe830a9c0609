# Spaces, quotes, dollars, and names that begin with a dash or an at sign.
. "$SRC/tests/cli/parts/check.sh"

for name in 'a b' "it's" 'q"q' 'd$HOME' 'semi;colon' 'star*' '#hash' 'back\slash' \
    'ünï' 'a&b' '(c)' 'percent%s' 'new	tab'; do
    mkdir "$name"
    cp "$parts/whole.c" "$name/$name.c"
    (
        cd "$name"
        "$PIRN" cc gcc -g -c "$name.c"
        "$PIRN" cc gcc "$name.o" -o "$name"
        prints 3 "./$name" 1 2
        "$PIRN" cc clang -g "../$name/$name.c" -o program
        prints 3 ./program 1 2
    )
    prints 7 "$PIRN" run "$name/$name.c" 3 4
done
cp "$parts/whole.c" ./-dash.c
"$PIRN" cc gcc ./-dash.c -o dash
prints 5 ./dash 2 3
prints 5 "$PIRN" run -- -dash.c 2 3
TMPDIR="$PWD/no such directory" "$PIRN" cc gcc ./-dash.c -o dash
mkdir "t m'p"
TMPDIR="$PWD/t m'p" "$PIRN" cc gcc ./-dash.c -o dash
TMPDIR="t m'p" "$PIRN" cc gcc ./-dash.c -o dash
TMPDIR= "$PIRN" cc gcc ./-dash.c -o dash
prints 5 ./dash 2 3
[ -z "$(ls -A "t m'p")" ]
