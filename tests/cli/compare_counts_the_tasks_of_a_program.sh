# A program is built and run both ways, and what the runtime made is counted.
. "$SRC/tests/cli/parts/check.sh"

# holds CONDITION: of a, the first program, b, the other, and r, the ratios.
holds() {
    python3 - "$1" <<'END' || exit 1
import json, sys
text = open('json').read()
all = json.loads(text)
a, b = all['programs']
r = all['ratio']
if not eval(sys.argv[1]):
    sys.exit('not so: ' + sys.argv[1] + '\n' + text)
END
}

"$PIRN" cc gcc -O1 "$parts/sleepers.c" -o sleepers
"$PIRN" compare -n1 --json --programs ./sleepers ./sleepers 2000 >json 2>said
[ "$(cat said)" = 2000 ]
holds "a['tasks'] == b['tasks'] == 2001 and a['threads'] == 1"
PIRN_TASKS=$PWD/none prints 5 ./sleepers 5

exits 1 "$PIRN" compare -n 1 no-such-file.c
says "no-such-file.c"
exits 2 "$PIRN" compare -c "$parts/sleepers.c"
says "'-c' does not go with that"

"$PIRN" cc --threads gcc -O1 "$parts/sleepers.c" -o threaded 2>said || exit 0
"$PIRN" compare -n1 --json -O1 "$parts/sleepers.c" 200 >json 2>said
[ "$(cat said)" = 200 ]
holds "a['name'] == 'coroutines' and b['name'] == 'threads' and all['right']"
holds "a['tasks'] == b['tasks'] == 201"
holds "a['threads'] == 1 and b['threads'] >= 201"
holds "r['peak_virtual_bytes'] > 10 and r['system_calls'] > 10"
"$PIRN" compare -n 1 -O1 "$parts/sleepers.c" 10 >table
[ "$(head -1 table)" = 10 ]
grep -q '^  *coroutines  *threads  *ratio$' table
