# examples/httpd.c ends by SIGTERM with all of its clients answered: the idle ones,
# those in the middle of a request, and those that it has not accepted yet.
for mode in "" --threads; do
    "$PIRN" cc $mode gcc -O2 "$SRC/examples/httpd.c" -o "httpd$mode"
done
"$PIRN" cc gcc -Wall -O2 "$SRC/tests/uses/parts/stop.c" -o stop
mkdir www
echo index >www/index.html

try() {
    rm -f log
    "$@" -p 0 -d 60 www >log &
    server=$!
    until grep -qs listening log; do sleep 0.05; done
    ./stop "$(sed 's/.*://' log)" $server >out || { cat out; exit 1; }
    grep '^60 of 60 answered, then Connection refused' out
    wait $server
}
try ./httpd
try env PIRN_WORKERS=2 ./httpd
try ./httpd--threads
