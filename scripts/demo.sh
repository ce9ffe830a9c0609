#!/bin/sh
# The main job, on real input: a first program, a web server under load, and a
# million sleeping coroutines beside as many threads as the machine allows.
set -eu
cd "$(dirname "$0")/.."

pirn=${BUILD:-build}/pirn
: "${SECONDS_OF_LOAD:=10}"
dir=$(mktemp -d)
server=
stop() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || :
    rm -rf "$dir"
}
trap stop EXIT
trap 'exit 1' INT TERM

say() {
    printf '\n\033[1m%s\033[m\n' "$*"
}

say "\$ pirn run examples/01_hello.c"
$pirn run examples/01_hello.c

say "\$ pirn cc gcc -O2 examples/httpd.c -o httpd; ./httpd -p 0 ."
$pirn cc gcc -O2 examples/httpd.c -o "$dir/httpd"
ulimit -n 8192 2>/dev/null || ulimit -n "$(ulimit -Hn)"
"$dir/httpd" -p 0 . >"$dir/log" 2>&1 &
server=$!
tries=0
until grep -q '^listening on ' "$dir/log"; do
    tries=$((tries + 1))
    if [ $tries -gt 600 ] || ! kill -0 $server 2>/dev/null; then
        cat "$dir/log"
        exit 1
    fi
    sleep 0.1
done
address=$(sed -n 's/^listening on //p' "$dir/log")
echo "listening on $address"

say "\$ curl http://$address/README.md"
curl -sS -D "$dir/head" -o "$dir/body" "http://$address/README.md"
cat "$dir/head"
cmp "$dir/body" README.md
echo "the same as the file, byte by byte"

say "\$ wrk -t 2 -c 1000 -d ${SECONDS_OF_LOAD}s http://$address/README.md"
wrk -t 2 -c 1000 -d ${SECONDS_OF_LOAD}s "http://$address/README.md"
kill $server
wait $server || :
server=

say "A million sleepers on one thread; threads, as many as there may be"
$pirn cc gcc -O2 examples/million.c -o "$dir/million"
$pirn cc gcc -O2 examples/million_threads.c -o "$dir/million_threads" -pthread
printf '%-11s %9s %12s %11s %10s %13s %10s\n' "" asleep "sum" "wall time" \
    "CPU time" memory "switches"
printf '%-11s ' coroutines
"$dir/million"
printf '%-11s ' threads
"$dir/million_threads"
