#!/bin/sh
# examples/httpd.c.
. bench/httpd/measure
"$PIRN" cc gcc -O2 examples/httpd.c -o "$here/parts/server" || exit
rm -f "$here/parts/log"
taskset -c "$last" "$here/parts/server" -p 0 -d 0 "$here/parts/www" >"$here/parts/log" &
until grep -qs listening "$here/parts/log"; do sleep 0.05; done
measure $! "$(sed 's/.*://' "$here/parts/log")"
