# The page of pirn view in a browser: it loads, counts, is used, and bears a
# million events. Chromium is asked for the document that has become of it.
. "$SRC/tests/cli/parts/check.sh"

command -v chromium >/dev/null || exit 77
# Its socket wants a short path.
profile=$(mktemp -d /tmp/pirn.XXXXXX)
trap 'rm -rf "$profile"' EXIT

# document FILE#HASH: its body's tag goes to `body`, its text to `dom`.
document() {
    TMPDIR=$profile HOME=$profile timeout -k 5 400 chromium --headless \
        --no-sandbox --disable-gpu --no-first-run --disable-dev-shm-usage \
        --user-data-dir="$profile/data" \
        --enable-logging=stderr --window-size=1280,800 --dump-dom \
        "file://$PWD/$1" >dom 2>log || {
        cat log
        exit 1
    }
    if grep CONSOLE log; then
        echo "the console says something: $1"
        exit 1
    fi
    grep -o '<body [^>]*>' dom >body
}

# has NAME VALUE: the page has noted that.
has() {
    grep -q "data-$1=\"$2\"" body || {
        cat body
        echo "data-$1 is not $2"
        exit 1
    }
}

# Ten children sleep, one after the other in time, and then two turns each.
cat >children.c <<'END'
#include <pirn.h>
static async int child(int n)
{
    pirn_name("child %d", n);
    await pirn_sleep(n * PIRN_MS);
    await pirn_yield_now();
    return n;
}
async int main(void)
{
    int sum = 0;
    scope (s) {
        task(int) t[10];
        for (int i = 0; i < 10; i++)
            t[i] = spawn child(i + 1);
        for (int i = 0; i < 10; i++)
            sum += await t[i];
    }
    return sum != 55;
}
END
"$PIRN" cc gcc -O1 children.c -o children
PIRN_CLOCK=virtual PIRN_TRACE=children.json ./children
"$PIRN" view children.json
# Each child runs three times, main eleven times; the thread is idle before each
# of the ten wakes.
# Ten arrows for spawning, and ten of children that wake main.
document 'children.html#find=child&tab=places'
has lanes 1
has tasks 11
has bars 51
has arrows 20
has found 10
has ready yes
for place in 'children.c:5 in child' 'children.c:6 in child' \
    'children.c:17 in main'; do
    grep -qF "$place" dom
done
grep -qF '10 tasks' dom
absent data-error <body

# As a person uses it.
{
    sed '/^<\/html>$/d' children.html
    echo '<script>{'
    cat "$parts/use_page.js"
    echo '}</script></html>'
} >used.html
document 'used.html#light'
has used fine

# A page with nothing in it, and one with a thousand threads.
echo '{"traceEvents":[]}' >empty.json
"$PIRN" view empty.json
document 'empty.html#measure&find=x'
has bars 0
has found 0
awk 'BEGIN {
    print "["
    for (i = 0; i < 20000; i++)
        printf "{\"ph\":\"X\",\"cat\":\"%s\",\"name\":\"t%d\",\"pid\":1," \
            "\"tid\":%d,\"ts\":%d,\"dur\":5},\n", i % 2 ? "blocked" : "run",
            i % 1000, i % 1000, i
    print "{}]" }' >wide.json
"$PIRN" view wide.json
document 'wide.html#measure&dark'
has lanes 1000
has bars 20000

# A million events.
cat >million.c <<'END'
#include <pirn.h>
static async int turn(void)
{
    for (int i = 0; i < 6000; i++)
        await pirn_yield_now();
    return 0;
}
async int main(void)
{
    scope (s) {
        for (int i = 0; i < 100; i++)
            spawn turn();
    }
    return 0;
}
END
"$PIRN" cc gcc -O2 million.c -o million
PIRN_TRACE=million.json ./million
"$PIRN" view million.json
rm million.json
document 'million.html#measure&find=turn&tab=places'
has tasks 101
has bars '52428[0-9]'
has found 100
has ready yes
echo "a million events: $(grep -o 'data-\(load\|draw\|slowest\)="[^"]*"' body |
    tr '\n' ' ')"
