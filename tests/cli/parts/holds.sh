# For tests of pirn compare: what its JSON, in the file json, says.

# holds CONDITION...: of a, the first program, b, the other, and r, the ratios.
holds() {
    python3 - "$@" <<'END' || exit 1
import json, sys
text = open('json').read()
all = json.loads(text)
a, b = all['programs']
r = all['ratio']
for condition in sys.argv[1:]:
    if not eval(condition):
        sys.exit('not so: ' + condition + '\n' + text)
END
}
