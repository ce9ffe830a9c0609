# A function that is four times as large becomes text that is at most 4.6 times
# as long, whatever its shape, also with every function a coroutine.
. "$SRC/tests/cli/parts/check.sh"
size() { # SHAPE SIZE PLAIN OPTIONS...
    awk -v shape="$1" -v n="$2" -v plain="$3" \
        -f "$SRC/bench/translate-large/shape.awk" >f.c
    shift 3
    "$PIRN" translate "$@" f.c -o f.i 2>/dev/null
    wc -c <f.i
}
grows() { # SHAPE PLAIN OPTIONS...
    shape=$1
    shift
    small=$(size "$shape" 100 "$@")
    large=$(size "$shape" 400 "$@")
    [ $((large * 10)) -le $((small * 46)) ] || {
        echo "$shape $*: $small bytes for 100, $large for 400"
        exit 1
    }
}
for shape in straight kept sum list calls conditions elses cases loops blocks; do
    grows $shape 0
    for mode in --async-all --async-all=yield --async-all=yield:7; do
        grows $shape 1 $mode
    done
done
for shape in yields scopes defers; do
    grows $shape 0
done
grows straight 0 --threads

# The compilers take the square or the cube of the depth of loops to optimize
# them, with control coming back in the middle: so these are left alone.
nested() { # DEPTH
    awk -v shape=loops -v n="$1" -f "$SRC/bench/translate-large/shape.awk" >f.c
}
nested 64
"$PIRN" translate --cc=gcc f.c | absent '__optimize__'
nested 65
[ "$("$PIRN" translate --cc=gcc f.c | grep -o '__optimize__(0)' | wc -l)" = 1 ]
[ "$("$PIRN" translate --cc=clang f.c | grep -o '__optnone__' | wc -l)" = 1 ]
# clang takes 256 brackets at most, of which translated text has twice as many.
nested 200
"$PIRN" cc clang -Werror -O2 -c f.c -o f.o
