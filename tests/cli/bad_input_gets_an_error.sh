# Truncated, random, deeply nested, very long: exit status 1, and soon.
. "$SRC/tests/cli/parts/check.sh"

# refuses FILE: a diagnostic and status 1, neither a crash nor a hang.
refuses() {
    exits 1 timeout 20 "$PIRN" translate "$1" -o translated.c
    grep -q . said
    exits 1 timeout 20 "$PIRN" cc gcc -c "$1" -o bad.o
}
# takes FILE: whatever it says, it ends as it should.
takes() {
    status=0
    timeout 20 "$PIRN" translate "$1" >said 2>&1 || status=$?
    [ $status -le 1 ] || {
        head -c 2000 said
        echo "ended with $status: $1"
        exit 1
    }
}

size=$(wc -c <"$parts/whole.c")
at=60
while [ $at -lt "$size" ]; do
    head -c $at "$parts/whole.c" >truncated.c
    takes truncated.c
    at=$((at + 7))
done
head -c $((size - 4)) "$parts/whole.c" >truncated.c
refuses truncated.c

for seed in 1 2 3 4 5 6 7 8 9 10; do
    {
        echo '#include <pirn.h>'
        echo 'async int f(int x) { await f(1);'
        awk -v seed=$seed 'BEGIN { srand(seed)
            for (i = 0; i < 3000; i++) printf "%c", 1 + int(rand() * 255) }'
    } >random.c
    takes random.c
done
head -c 5000 "$PIRN" >binary.c
takes binary.c

printf '#include <pirn.h>\nasync int f(void) { \0 return 1; }\n' >nul.c
takes nul.c
printf '#include <pirn.h>\nasync int f(void) { return "\0%200s"[0]; }\n' x >nul.c
takes nul.c

# At the very beginning nothing is before a word.
for text in ') __pirn_await t;' '(__pirn_await t)' '? __pirn_await t : 1;' \
    '__pirn_await t;' '. __pirn_await t' ', __pirn_await t)'; do
    printf '%s\n' "$text" >begin.i
    takes begin.i
    exits 1 timeout 20 "$PIRN" cc gcc -c begin.i -o bad.o
done

# repeat N TEXT
repeat() {
    awk -v n="$1" -v text="$2" 'BEGIN { while (n--) printf "%s", text }'
}
# Inside a coroutine it is refused; what is outside is the compiler's.
for pair in '( )' '{ }' 'a[ ]' '-( )' '!( )' 'if(1){ }' 'x?( ):0'; do
    open=${pair% *}
    close=${pair#* }
    for where in 'async int f(int x) { await g();' 'int f(int x) {'; do
        {
            echo '#include <pirn.h>'
            echo 'async int g(void);'
            echo "$where int a[9];"
            repeat 10000 "$open"
            echo 1
            repeat 10000 "$close"
            echo '; return 1; }'
            echo 'async int h(void) { return await g(); }'
        } >nested.c
        case $where in
        async*) refuses nested.c ;;
        *) takes nested.c ;;
        esac
        {
            echo '#include <pirn.h>'
            echo "async int g(void); $where"
            repeat 10000 "$open"
        } >nested.c
        case $where in
        async*) refuses nested.c ;;
        *) takes nested.c ;;
        esac
    done
done
{
    echo '#include <pirn.h>'
    printf 'async int f(int x) { await f(1); return 0'
    repeat 20000 ' + x'
    echo '; }'
} >long.c
takes long.c
{
    echo '#include <pirn.h>'
    printf 'async const char *f(int x) { await f(1); return "'
    repeat 65536 'x'
    echo '"; }'
} >long.c
"$PIRN" cc gcc -c long.c

{
    echo '#include <pirn.h>'
    printf 'async int f(int x) { await f(1); '
    repeat 10000 'x = x; '
    printf 'return ] }'
} >long.c
refuses long.c
refuses missing.c

: >empty.c
"$PIRN" cc gcc -c empty.c
exits 1 "$PIRN" run empty.c
mkdir directory.c
exits 1 "$PIRN" translate directory.c

# A name that is a macro is pointed at, too.
cat >macro.c <<'END'
#include <pirn.h>
int f(int x)
{
    return x + pirn_tcp_connect("127.0.0.1", x);
}
END
exits 1 "$PIRN" translate macro.c
says 'macro.c:4:16: error: '
