# A runtime in the loops of poll, libuv and GLib: examples/embedding builds and
# does what it says, also as threads.
. "$SRC/tests/cli/parts/check.sh"

# expect NAME TEXT FLAGS...: the example prints that, its lines in any order.
expect() {
    name=$1
    printf '%s' "$2" | sort >expected
    shift 2
    for how in "" --threads; do
        "$PIRN" cc $how gcc -Wall -Wextra -O2 "$SRC/examples/embedding/$name.c" \
            -o "$name" "$@"
        timeout 20 "./$name" | sort >printed
        cmp expected printed
    done
}

expect in_poll 'a byte for the loop itself
hello, poll
hello, poll
'
missing=
if pkg-config --exists libuv; then
    expect in_libuv 'libuv: a timer of its own
pirn: after the tick
' $(pkg-config --cflags --libs libuv)
else
    missing=libuv
fi
if pkg-config --exists glib-2.0; then
    expect in_glib 'glib: a timeout of its own
pirn: after the tick
' $(pkg-config --cflags --libs glib-2.0)
else
    missing="$missing glib"
fi
[ -z "$missing" ] || exit 77
