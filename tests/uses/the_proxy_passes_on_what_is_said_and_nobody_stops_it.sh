# examples/programs/proxy.c: clients get what backends say, which take turns, may go
# and come back; each direction ends by itself; who is silent, slow, deaf, resets, or
# comes by hundreds stops nobody else; a want of descriptors costs no processor;
# SIGTERM lets those go on that are there.
"$PIRN" cc gcc -Wall -O2 "$SRC/examples/programs/proxy.c" -o proxy
"$PIRN" cc gcc -w -O2 "$SRC/examples/httpd.c" -o httpd
"$PIRN" cc gcc -Wall -O2 "$SRC/tests/uses/parts/client.c" -o client

started=
trap 'kill $started 2>/dev/null || :' EXIT

# begin LOG COMMAND...: starts a server, whose number is then $pid, at $port.
begin() {
    log=$1
    shift
    "$@" >$log 2>$log.err &
    pid=$!
    started="$started $pid"
    until grep -q listening $log; do sleep 0.05; done
    port=$(grep -o '[0-9]*$' $log | head -n 1)
}

# wait_until COMMAND...: as long as it may take.
wait_until() {
    tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ $tries -lt 600 ] || { echo "in vain: $*"; cat ./*.err; exit 1; }
        sleep 0.1
    done
}
get() { curl -s -m 120 "http://127.0.0.1:$proxy_port/$1"; }

mkdir one two
echo one >one/name
echo two >two/name
head -c 5000000 /dev/urandom >one/large
cp one/large two/large
begin one.log ./httpd -p 0 one && one_port=$port && one=$pid
begin two.log ./httpd -p 0 two && two_port=$port

# By name, in turns, and all of it.
begin proxy.log ./proxy -c 0.2 localhost:$one_port localhost:$two_port
proxy_port=$port proxy=$pid
[ "$(get name; get name; get name; get name)" = "$(printf 'one\ntwo\none\ntwo')" ]
get large | cmp - one/large
wait_until cmp -s one/large - <one/large

# A backend that goes is left out, and comes back.
kill $one
wait $one || :
wait_until grep -q "localhost:$one_port is down: Connection refused" proxy.log.err
[ "$(get name; get name)" = "$(printf 'two\ntwo')" ]
begin one.log ./httpd -p $one_port one
wait_until grep -q "localhost:$one_port is up" proxy.log.err
[ "$(get name; get name | sort)" ]

# Those who would stop others: each of these goes on while curl is served.
./client deaf $proxy_port &
started="$started $!"
./client trickle $proxy_port 20 >/dev/null &
./client many $proxy_port 400 >many &
many=$!
./client reset $proxy_port 20
for n in 1 2 3 4; do get large | cmp - one/large; done
kill -0 $many # they are all still there

# SIGTERM: a client who is there gets all of what he has asked for, slowly; the
# one who comes later is refused.
curl -s --limit-rate 4M "http://127.0.0.1:$proxy_port/large" >slow &
slow=$!
wait_until test -s slow
kill -TERM $proxy
wait_until grep -q draining proxy.log.err
curl -s "http://127.0.0.1:$proxy_port/name" && exit 1
wait $slow
cmp slow one/large
kill $many 2>/dev/null || :
wait $many || :
wait $proxy

# Each direction ends by itself: the answer comes after the end of the question.
begin count.log ./client count && count_port=$port
begin half.log ./proxy -i 0.5 -n 50 "[127.0.0.1]:$count_port"
proxy_port=$port
[ "$(./client half $proxy_port)" = "11 bytes" ]

# One byte at a time is not idle; to say nothing is. No more than 50 are served at
# a time, and when these are cut off the others have their turn.
[ "$(./client trickle $proxy_port 10)" = "10 bytes" ]
[ "$(./client many $proxy_port 200)" = "200 ended" ]
[ "$(./client half $proxy_port)" = "11 bytes" ]

# Far more than there are descriptors for: they wait in the kernel, and the proxy
# with them, which does nothing meanwhile.
ticks() { sed 's/.*) //' /proc/$proxy/stat | awk '{print $12 + $13}'; }
begin few.log sh -c "ulimit -n 72; exec ./proxy -i 2 -n 1000 localhost:$count_port"
proxy_port=$port proxy=$pid
./client many $proxy_port 60 >many &
many=$!
has_all_descriptors() { [ "$(ls /proc/$proxy/fd | wc -l)" -ge 44 ]; }
wait_until has_all_descriptors
before=$(ticks)
sleep 1
[ $(($(ticks) - before)) -lt 20 ]
wait $many
[ "$(cat many)" = "60 ended" ]
[ "$(./client half $proxy_port)" = "11 bytes" ]
