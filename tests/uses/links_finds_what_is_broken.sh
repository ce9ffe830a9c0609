# examples/programs/links.c: what is broken, by a server that is slow, silent,
# resets, ends too soon, never ends, sends elsewhere for ever, and fails twice; no
# more connections to a host than are asked for; an end at a deadline and by an
# interrupt; and a line of progress, on a terminal alone.
for file in examples/programs/links.c tests/uses/parts/misbehaves.c; do
    "$PIRN" cc gcc -Wall -O2 "$SRC/$file" -o "$(basename "$file" .c)"
done
./misbehaves >server &
server=$!
trap 'kill $server $links 2>/dev/null || :' EXIT
links=
until [ -s server ]; do sleep 0.05; done
here=http://localhost:$(cat server)

# check STATUS OPTIONS...: what links prints, sorted, to the file printed.
check() {
    wanted=$1
    shift
    exits=0
    ./links "$@" >out 2>err || exits=$?
    sed "s|$here|HERE|g; s|127.0.0.1:[0-9]*|THERE|" out | sort >printed
    [ $exits = "$wanted" ] || {
        cat out err
        exit 1
    }
}

sort >expected <<'LIST'
25 links, 20 broken, 0 not checked
404: HERE/missing, on HERE/
404: HERE/missing-at-last, on HERE/moved
404: HERE/missing-too?x, on HERE/sub/page
404: HERE/moved, on HERE/
500: HERE/never, on HERE/
Connection reset by peer: HERE/cut, on HERE/
Connection reset by peer: HERE/reset, on HERE/
Connection timed out: HERE/silent, on HERE/
Connection timed out: HERE/slow?a=1&b=2, on HERE/
Invalid argument: HERE/two words, on HERE/
Message too long: HERE/endless, on HERE/
Protocol error: HERE/no-http, on HERE/
Too many redirections: HERE/circle, on HERE/
Too many redirections: HERE/circle/, on HERE/circle
Too many redirections: HERE/for-ever-0, on HERE/
Too many redirections: HERE/for-ever-1, on HERE/for-ever-0
Too many redirections: HERE/for-ever-2, on HERE/for-ever-1
Too many redirections: HERE/for-ever-3, on HERE/for-ever-2
Too many redirections: HERE/for-ever-4, on HERE/for-ever-3
Too many redirections: HERE/for-ever-5, on HERE/for-ever-4
LIST
check 1 -t 2 -n 3 -c 3 "$here/#top"
cmp expected printed
[ ! -s err ]

# All good, and the failures of /flaky were before. Two workers do the same.
PIRN_WORKERS=2 check 0 "$here/good/../flaky"
echo '1 links, 0 broken, 0 not checked' | cmp - printed

check 1 http://no-such.invalid/a
grep -q '^There is no such name.*: http://no-such.invalid/a$' out
check 2
check 2 ftp://localhost/

check 3 -d 0.3 -c 1 "$here/silent" "$here/silent?too"
echo '2 links, 0 broken, 2 not checked' | cmp - printed
./links -t 1000 "$here/silent" >out &
links=$!
tries=0
# It is ignored until it is caught: the shell has begun it in the background.
until grep -q 'SigCgt:.*[2367abef]$' /proc/$links/status; do
    tries=$((tries + 1))
    [ $tries -lt 600 ]
    sleep 0.1
done
kill -INT $links
exits=0
wait $links || exits=$?
links=
[ $exits = 3 ]

# The last that is told of progress is taken away again.
script -qec "./links -t 1 -n 1 $here/silent" typescript >/dev/null || :
grep -q "$(printf '\r0 of 1, 0 broken\033\[K')" typescript
grep -q "$(printf '\r\033\[K')Connection timed out" typescript

kill $server
wait $server || :
server=
# Three connections, and one to the same host by its other name.
awk 'NR == 2 && ($1 <= 4) && $1 > 1 && $4 == "/never" && $5 == 3 { ok = 1 }
     END { exit !ok }' server
