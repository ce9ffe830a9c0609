# pirn trace and pirn view: what they write, and what they refuse.
. "$SRC/tests/cli/parts/check.sh"

cat >three.c <<'END'
#include <pirn.h>
#include <stdlib.h>
static async int nap(const char *name, int ms)
{
    pirn_name("%s", name);
    await pirn_sleep(ms * PIRN_MS);
    return ms;
}
async int main(int count, char **words)
{
    scope (s) {
        task(int) a = spawn nap("<A&\">", 1);
        task(int) b = spawn nap("</script>", 2);
        await a;
        await b;
    }
    return count > 1 ? atoi(words[1]) : 0;
}
END
PIRN_CLOCK=virtual
export PIRN_CLOCK
exits 0 "$PIRN" trace -O1 -Wall three.c
[ ! -s said ]
exits 3 "$PIRN" trace -o 'a b.json' -O1 three.c 3
python3 "$parts/trace.py" trace.json >first
python3 "$parts/trace.py" 'a b.json' | diff first -

# The page: one file, with nothing from elsewhere, whatever the names.
exits 0 "$PIRN" view trace.json
[ ! -s said ]
exits 0 "$PIRN" view 'a b.json' -o page.html
"$PIRN" view -o - trace.json | cmp - trace.html
[ "$(grep -c '</script>' page.html)" = 2 ]
absent 'https*://\|<link\|src=\|@import\|fetch(' <page.html

# The picture: XML, with a bar for each run that is as wide as a line.
exits 0 "$PIRN" view --svg trace.json
cat >svg.py <<'END'
import sys
import xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
space = "{http://www.w3.org/2000/svg}"
assert root.get("width") == "960"
titles = [t.text.split(",")[0] for t in root.iter(space + "title")]
assert sorted(set(titles)) == ["</script>", "<A&\">", "main"], titles
words = ["".join(t.itertext()) for t in root.iter(space + "text")]
assert "worker 1" in words and "thread idle" in words and "main" in words, words
END
python3 svg.py trace.svg

# Traces of others, and none.
cat >other.json <<'END'
[{"ph":"X","name":"f","ts":1.5,"dur":2,"pid":1,"tid":1,"args":{"x":[1,{}]}},
 {"ph":"X","name":"\u00e9\ud83d\ude00\ud800","ts":2,"pid":1,"tid":2},
 {"ph":"s","id":"0x1","ts":1},{"ph":"f","id":5,"ts":1},{"ph":"C"},{}]
END
exits 0 "$PIRN" view --svg other.json
python3 -c 'import sys, xml.dom.minidom as x; x.parse(sys.argv[1])' other.svg
exits 0 "$PIRN" view other.json
echo '{"traceEvents":[]}' >empty.json
exits 0 "$PIRN" view empty.json
exits 0 "$PIRN" view --svg empty.json

wrong() {
    printf '%b' "$1" >wrong.json
    exits 1 "$PIRN" view wrong.json
    says "wrong.json:$2: this is no trace: $3"
}
wrong '' 1 'it ends in the middle'
wrong '{\n"a":1}' 2 'it has no traceEvents'
wrong '{"traceEvents":[\n{"ph":"X"' 2 'a comma is missing'
wrong '[\n\n{"ph":"X\\q"}]' 3 'an escape in a string is wrong'
wrong '[{"a" 1}]' 1 'a colon is missing'
wrong '[nul]' 1 'an object is missing'
wrong '[{"a":nul}]' 1 'it is no JSON'
wrong '[{"a":"x' 1 'a string does not end'
wrong "[{\"a\":$(printf '%0300d' 0 | tr 0 '[')" 1 'it is nested too deeply'
# Cut off anywhere, it is refused, and nothing worse.
size=$(wc -c <trace.json)
for i in $(seq 1 97 "$((size - 3))"); do
    head -c "$i" trace.json >wrong.json
    exits 1 "$PIRN" view -o - wrong.json
done

exits 1 "$PIRN" view none.json
says "cannot read none.json: No such file or directory"
exits 1 "$PIRN" view -o none/x.html trace.json
says "cannot write none/x.html: No such file or directory"
exits 1 "$PIRN" view -o /dev/full trace.json
says "cannot write /dev/full: No space left on device"
exits 2 "$PIRN" view
says "no trace given"
exits 2 "$PIRN" view trace.json trace.json
exits 2 "$PIRN" view --png trace.json
says "there is no option '--png'"

# What cannot be traced.
echo 'int main(void) { return 0; }' >plain.c
exits 1 "$PIRN" trace plain.c
says "there is no trace: the program has run no coroutine"
[ ! -e trace.json ]
echo 'int main(void) { return 5; }' >plain.c
exits 5 "$PIRN" trace plain.c
echo 'int main(void) { return x; }' >plain.c
exits 1 "$PIRN" trace plain.c
exits 2 "$PIRN" trace -o
says "pirn trace: -o needs a file"
exits 2 "$PIRN" trace -O2
says "pirn trace: no file given"
exits 1 "$PIRN" trace -o none/x.json three.c
says "there is no trace"
exits 0 "$PIRN" trace --help
exits 0 "$PIRN" view --help
says "--svg"
