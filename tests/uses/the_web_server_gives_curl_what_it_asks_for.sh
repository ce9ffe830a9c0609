# examples/httpd.c through curl: whole files and parts of them, of any size, and
# nothing where the client has it already.
command -v curl >/dev/null || { echo "curl is not installed"; exit 77; }
for mode in "" --threads; do
    "$PIRN" cc $mode gcc -O2 "$SRC/examples/httpd.c" -o "httpd$mode"
done
mkdir www
seq 1 100000 >www/numbers.txt
printf 'one two three' >www/words.txt
: >www/empty
touch -d '2020-02-03 04:05:06 UTC' www/*
# Larger than 32 bits can tell, and than anything that sendfile does at a time.
truncate -s 6G www/large
printf 'the end' >>www/large

get() {
    curl -s --max-time 200 "$@"
}
# status EXPECTED ARGUMENT...
status() {
    expected=$1
    shift
    got=$(get -o body -D head -w '%{http_code}' "$@")
    [ "$got" = "$expected" ] || { echo "$*: $got, not $expected"; exit 1; }
}

use() {
    words=$1/words.txt numbers=$1/numbers.txt
    get "$numbers" | cmp - www/numbers.txt
    status 200 -I "$words"
    grep -qi '^content-length: 13.$' head
    status 200 "$1/empty"
    [ ! -s body ]

    status 206 -r 4-6 "$words"
    [ "$(cat body)" = two ]
    grep -q '^Content-Range: bytes 4-6/13.$' head
    status 206 -r 8- "$words"
    [ "$(cat body)" = three ]
    status 206 -r -5 "$words"
    [ "$(cat body)" = three ]
    status 206 -r 0-2,8-100 "$words"
    tr -d '\r' <body | grep -cx 'Content-Range: bytes 0-2/13\|one' | grep -qx 2
    tr -d '\r' <body | grep -cx 'Content-Range: bytes 8-12/13\|three' |
        grep -qx 2
    [ "$(sed -n 's/^Content-Length: \([0-9]*\).$/\1/p' head)" = \
        "$(wc -c <body | tr -d ' ')" ]
    status 416 -r 13-20 "$words"
    grep -q '^Content-Range: bytes \*/13.$' head
    status 200 -r 6-4 "$words"
    status 206 -r 6442450944- "$1/large"
    [ "$(cat body)" = 'the end' ]
    [ "$(get -r 6000000000-6100000000 "$1/large" | wc -c)" -eq 100000001 ]

    # A download that is taken up again.
    head -c 300000 www/numbers.txt >part
    get -C - -o part "$numbers"
    cmp part www/numbers.txt

    tag=$(get -I "$words" | tr -d '\r' | sed -n 's/^ETag: //p')
    status 304 -H "If-None-Match: \"other\", $tag" "$words"
    status 200 -H 'If-None-Match: "other"' "$words"
    status 412 -H 'If-Match: "other"' "$words"
    status 304 -z '3 Feb 2020 04:05:06 UTC' "$words"
    status 200 -z '3 Feb 2020 04:05:05 UTC' "$words"
    status 412 -z '-3 Feb 2020 04:05:05 UTC' "$words"
    status 206 -r 4-6 -H "If-Range: $tag" "$words"
    status 200 -r 4-6 -H 'If-Range: "other"' "$words"
    status 206 -r 4-6 -H 'If-Range: Mon, 03 Feb 2020 04:05:06 GMT' "$words"
    status 200 -r 4-6 -H 'If-Range: Mon, 03 Feb 2020 04:05:07 GMT' "$words"
}

serve() {
    rm -f log
    "$@" -p 0 www >log &
    server=$!
    until grep -qs listening log; do sleep 0.05; done
    use "http://127.0.0.1:$(sed 's/.*://' log)"
    kill $server
    wait $server
}
serve ./httpd
serve env PIRN_WORKERS=2 ./httpd
serve ./httpd--threads
