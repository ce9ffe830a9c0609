# A function that is four times as large becomes text that is at most 4.6 times
# as long, whatever its shape, also with every function a coroutine.
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
