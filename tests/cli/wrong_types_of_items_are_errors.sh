# An item of another type than the channel's does not compile, and neither does
# a handle of another type in its place; translated or not.
begin() {
    cat <<'END'
#include <pirn.h>
struct point { int x, y; };
async int f(chan(int) c, chan(struct point) p, chan(char *) s, long l, int i,
            struct point *q, char *text)
{
    const int constant = 3;
    int rc = 0;
    (void)c, (void)p, (void)s, (void)l, (void)i, (void)q, (void)text;
    (void)constant;
END
}
end='    return rc;
}'

{
    begin
    cat <<'END'
    rc = await pirn_chan_send(c, &i);
    rc = await pirn_chan_send(c, &constant);
    rc = await pirn_chan_recv(c, &i);
    rc = await pirn_chan_send(p, q);
    rc = await pirn_chan_send(p, &(struct point){1, 2});
    rc = await pirn_chan_send(s, &text);
    rc = pirn_chan_try_send(c, &i) + pirn_chan_try_recv(p, q);
    rc = await pirn_select(PIRN_RECV(c, &i), PIRN_SEND(p, q, &rc),
                           PIRN_AFTER(1));
    const chan(int) d = c;
    c = pirn_broadcast_subscribe(d);
    c = pirn_broadcast_new(int, 1, PIRN_SLOW_BLOCKS);
END
    echo "$end"
} >good.c
"$PIRN" cc gcc -Werror -c good.c -o good.o
"$PIRN" cc clang -Werror -c good.c -o good.o
gcc -Werror -I "$SRC/include" -c good.c -o good.o
clang -Werror -I "$SRC/include" -c good.c -o good.o

{
    begin
    cat <<'END'
    rc = await pirn_chan_send(c, &l); // bad
    rc = await pirn_chan_send(c, q); // bad
    rc = await pirn_chan_send(c, i); // bad
    rc = await pirn_chan_send(c, (void *)&i); // bad
    rc = await pirn_chan_send(p, &q); // bad
    rc = await pirn_chan_send(s, text); // bad
    rc = await pirn_chan_send(&i, &i); // bad
    rc = await pirn_chan_recv(c, &l); // bad
    rc = await pirn_chan_recv(s, text); // bad
    rc = await pirn_chan_recv(p, &i); // bad
    rc = pirn_chan_try_send(c, &l); // bad
    rc = pirn_chan_try_recv(p, &q->x); // bad
    rc = await pirn_select(PIRN_RECV(c, &l)); // bad
    rc = await pirn_select(PIRN_SEND(p, &i, &rc)); // bad
    rc = await pirn_select(PIRN_AFTER(1), PIRN_RECV(c, q)); // bad
    rc = await pirn_select(PIRN_RECV(c, &i, &l)); // bad
    chan(long) d1 = c; // bad
    pirn_chan_close(&i); // bad
    pirn_chan_free(text); // bad
END
    echo "$end"
} >bad.c

{
    begin
    cat <<'END'
    chan(struct point) d1 = pirn_broadcast_subscribe(c); // bad
    chan(int) d2 = pirn_chan_new(unsigned, 0); // bad
END
    echo "$end"
} >made.c

# refuses FILE COMMAND...: there is an error for each line that says so.
refuses() {
    file=$1
    shift
    if "$@" 2>messages; then
        echo "compiles: $*"
        exit 1
    fi
    grep -n '// bad' "$file" | sed 's/:.*//' | sort >wanted
    grep -E 'error:|note: in expansion' messages |
        sed -n "s/^$file:\\([0-9]*\\):.*/\\1/p" | sort -u >got
    if comm -23 wanted got | grep .; then
        cat messages
        echo "no error for these lines: $*"
        exit 1
    fi
}

for file in bad.c made.c; do
    refuses $file "$PIRN" cc gcc -c $file -o bad.o
    refuses $file "$PIRN" cc clang -ferror-limit=0 -c $file -o bad.o
    refuses $file gcc -I "$SRC/include" -c $file -o bad.o
    refuses $file clang -ferror-limit=0 -I "$SRC/include" -c $file -o bad.o
done

# Where it is one of those, it is told once, in its line, with a sentence.
for cc in gcc clang; do
    { begin; sed -n '/pirn_chan_send(c, &l)/p' bad.c; echo "$end"; } >one.c
    refuses one.c "$PIRN" cc $cc -c one.c -o bad.o
    [ "$(grep -c 'error:' messages)" = 1 ]
    grep -q 'error: .*this is no pointer to an item of the channel' messages
    refuses one.c $cc -I "$SRC/include" -c one.c -o bad.o
    grep -q 'error: .*this is no pointer to an item of the channel' messages
done
