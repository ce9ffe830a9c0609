#!/bin/sh
# How much memory does a connection take that has been answered and is idle, in
# examples/httpd.c and in the echo server? As many as the limits allow.
here=$OUT/idle/parts
mkdir -p "$here/www"
echo index >"$here/www/index.html"
gcc -O2 -o "$here/clients" bench/idle/clients/clients.c &&
    "$PIRN" cc gcc -O2 -o "$here/httpd" examples/httpd.c &&
    "$PIRN" cc gcc -O2 -o "$here/echo" bench/echo/pirn.c || exit
most=$(ulimit -Hn)
[ "$most" = unlimited ] && most=100000
count=$((most - 1000 < 100000 ? most - 1000 : 100000))
ulimit -n "$most"

# try ROW TEXT SERVER...: prints the figure.
try() {
    row=$1 text=$2
    shift 2
    rm -f "$here/log"
    "$@" >"$here/log" &
    server=$!
    until grep -qs '[0-9]$' "$here/log"; do sleep 0.05; done
    port=$(sed 's/.*[: ]//' "$here/log")
    bytes=$("$here/clients" "$port" $server $count "$text") &&
        echo "$row $bytes bytes"
    kill $server
    wait $server 2>/dev/null || :
}
request=$(printf 'GET / HTTP/1.1\r\nHost: h\r\n\r\n.') # else it loses its last
try idle "${request%.}" \
    "$here/httpd" -p 0 -c 1000000 -t 600 -d 0 "$here/www"
try idle.echo x "$here/echo"
