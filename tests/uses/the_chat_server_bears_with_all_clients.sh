# examples/programs/chat.c: two who talk are heard, on one worker and on two, while
# one client takes long for a line, one never reads and is cut off, and some are
# reset in the middle of a line; a name is taken once; the silent are shown the
# door; and on SIGTERM all are told goodbye.
"$PIRN" cc gcc -Wall -O2 "$SRC/examples/programs/chat.c" -o chat
"$PIRN" cc gcc -Wall -O2 "$SRC/tests/uses/parts/chatters.c" -o chatters
server=
chatters=
trap 'kill $server $chatters 2>/dev/null || :' EXIT

# wait_until COMMAND...: waits for that, as long as the programs may take for it.
wait_until() {
    tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ $tries -lt 900 ] && kill -0 $server $chatters || {
            cat said
            echo "in vain: $*"
            exit 1
        }
        sleep 0.1
    done
}

for workers in 1 2; do
    : >listens
    PIRN_DEBUG=1 PIRN_WORKERS=$workers ./chat 0 >listens 2>err &
    server=$!
    wait_until [ -s listens ]
    port=$(sed 's/.*://' listens)
    ./chatters "$port" 20000 >said &
    chatters=$!
    wait_until grep -q ready said
    kill -TERM $server
    wait $chatters
    chatters=
    wait $server
    [ ! -s err ] || { # PIRN_DEBUG tells of descriptors that are left open
        cat err
        exit 1
    }
done

: >listens
./chat 0 1 >listens &
server=$!
wait_until [ -s listens ]
port=$(sed 's/.*://' listens)
nc -d 127.0.0.1 "$port" >said
printf '* your name?\n* you have been silent too long\n' | cmp - said
kill $server
wait $server
