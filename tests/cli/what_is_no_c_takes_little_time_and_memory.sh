# The translator, under AddressSanitizer, with limits on memory and time: what
# is unfinished, without end, or nested ten thousand deep, in every mode.
. "$SRC/tests/cli/parts/check.sh"

gcc -std=gnu11 -D_GNU_SOURCE -O1 -w -fsanitize=address -I "$SRC/src" \
    "$SRC/tests/fuzz.c" "$parts/feed.c" "$SRC"/src/base/*.c \
    "$SRC"/src/translate/*.c -o feed

# feeds FILE...
feeds() {
    exits 0 env ASAN_OPTIONS=hard_rss_limit_mb=1024:max_allocation_size_mb=256 \
        sh -c 'ulimit -t 120; exec "$@"' - ./feed "$@"
}

number=0
# text STRING: an input
text() {
    number=$((number + 1))
    {
        echo '#pragma pirn keywords'
        printf '%s' "$1"
    } >text-$number
}
# Functions whose heads are nothing, inside each other and beside.
text '_(){}r()r{}r(){}rr'
text 'a b(c d){}e()f{}g(){}hh'
text 'int f(a) r{} int g() { r f{} }'
# Groups that are not closed, in each place where a group may stand.
for open in '__attribute__((' '[[' '_Alignas(' '__typeof__(' '_BitInt(' \
    '_Atomic(' 'struct s {' 'enum e {' 'struct {int a:(' '_Static_assert(' \
    '__asm__(' 'task(' 'gen(' 'chan(' '(' '[' '{' 'f(' '(*g(' \
    'int (*' '_Generic(' '__extension__(' 'spawn_in(' 'scope('; do
    text "$open"
    text "int $open"
    text "async int f($open"
    text "async int $open f(void) { }"
    text "async int f(void) { $open"
    text "async int f(void) { int x = $open; }"
    text "async int f(void) { await $open f(); } int g(void) { return 1; }"
    text "int f(a) int $open a; { return f($open"
    text "async int f(void) { if ($open) await f(); else { $open }"
done
feeds text-*

# repeat N TEXT
repeat() {
    awk -v n="$1" -v text="$2" 'BEGIN { while (n--) printf "%s", text }'
}
number=0
for pair in '( )' '{ }' '[ ]' '-( )' '(int)( )' 'if(1){ }' 'for(;;){ }' \
    'x?( ):0' 'f( )' '({ ;})' 'await(f( ))' '*( )' '(*( )(void))' \
    'struct{ a;}' '__typeof__( )' 'switch(1){ }' 'do{ }while(0);' \
    'else{ }' 'defer{ }' '_Generic(1,int:( ))' '__attribute__(( ))' \
    'while(1) ;' 'a: ;' '! 1' 'sizeof 1' '1+ 1' '1, 1' 'a=  1' '*  a' 'if(1) ;' \
    'await f()' 'scope(s){ }'; do
    open=${pair% *} close=${pair#* }
    for where in 'async int f(int x) { await g(); x =' \
        'async int f(int x) { await g();' 'int' 'int f(x) int' \
        'typedef async int' 'int f(int x) { return'; do
        number=$((number + 1))
        {
            echo '#pragma pirn keywords'
            echo 'async int g(void);'
            echo "$where"
            repeat 10000 "$open"
            echo 1
            repeat 10000 "$close"
            echo '; }'
        } >deep-$number
    done
done
feeds deep-*
