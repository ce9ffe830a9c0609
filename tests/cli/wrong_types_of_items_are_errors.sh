# An item of another type than the channel's does not compile, and neither does
# a handle of another type in its place; translated or not.
cat >head <<'END'
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

# compiles WAY: whether the statement in "line" does.
compiles() {
    { cat head line; printf '    return rc;\n}\n'; } >a.c
    case $1 in
    elided) gcc -Werror -I "$SRC/include" -c a.c -o a.o ;;
    *) "$PIRN" cc "$1" -c a.c -o a.o ;;
    esac 2>messages
}

expect() {
    for way in gcc clang elided; do
        if compiles $way; then what=good; else what=bad; fi
        [ $what = "$1" ] || {
            echo "$way: $what: $(cat line)"
            cat messages
            exit 1
        }
    done
}

each() {
    while IFS= read -r line; do
        printf '%s\n' "$line" >line
        expect "$1"
    done
}

each good <<'END'
rc = await pirn_chan_send(c, &i);
rc = await pirn_chan_send(c, &constant);
rc = await pirn_chan_recv(c, &i);
rc = await pirn_chan_send(p, q);
rc = await pirn_chan_send(p, &(struct point){1, 2});
rc = await pirn_chan_send(s, &text);
rc = pirn_chan_try_send(c, &i) + pirn_chan_try_recv(p, q);
rc = await pirn_select(PIRN_RECV(c, &i), PIRN_SEND(p, q, &rc), PIRN_AFTER(1));
chan(int) d = c; d = pirn_chan_new(int, 0); (void)d;
c = pirn_broadcast_new(int, 1, PIRN_SLOW_BLOCKS), c = pirn_broadcast_subscribe(c);
END
each bad <<'END'
rc = await pirn_chan_send(c, &l);
rc = await pirn_chan_send(c, q);
rc = await pirn_chan_send(c, i);
rc = await pirn_chan_send(c, (void *)&i);
rc = await pirn_chan_send(p, &q);
rc = await pirn_chan_send(s, text);
rc = await pirn_chan_send(&i, &i);
rc = await pirn_chan_recv(c, &l);
rc = await pirn_chan_recv(s, text);
rc = await pirn_chan_recv(p, &i);
rc = pirn_chan_try_send(c, &l);
rc = pirn_chan_try_recv(p, &q->x);
rc = await pirn_select(PIRN_RECV(c, &l));
rc = await pirn_select(PIRN_SEND(p, &i, &rc));
rc = await pirn_select(PIRN_AFTER(1), PIRN_RECV(c, q));
rc = await pirn_select(PIRN_RECV(c, &i, &l));
chan(long) d = c; (void)d;
chan(int) d = pirn_chan_new(unsigned, 0); (void)d;
chan(struct point) d = pirn_broadcast_subscribe(c); (void)d;
pirn_chan_close(&i);
pirn_chan_free(text);
END
