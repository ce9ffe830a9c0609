#!/bin/sh
# run-errors.sh FILE.c: what gcc and clang say of the file under -Wall -Wextra is
# where the comments tell, each message once:
#     // says: COLUMN...      both of them, in this line
#     // gcc: COLUMN...       that one only
#     // clang: COLUMN...
# in plain text and in colour; and nothing in it is of a text that the user has not
# written. As JSON gcc says as much, in the user's file, though in another place if
# there is a macro. Notes are not counted.
. "$SRC/tests/common.sh"

file=$1
make_work "$file"
name=$(basename "$file")
flags="-Wall -Wextra $(texts_of flags "$file")"

expected() { # COMPILER: LINE:COLUMN of each message
    awk -v wanted="(says|$1): " '{
        rest = $0
        while (match(rest, "// " wanted "[0-9 ]+")) {
            n = split(substr(rest, RSTART, RLENGTH), word, " ")
            for (i = 3; i <= n; i++)
                print NR ":" word[i]
            rest = substr(rest, RSTART + RLENGTH)
        }
    }' "$file" | sort
}
places() { # the same of what was said
    sed -nE "s/^.*$name:([0-9]+:[0-9]+): (error|fatal error|warning): .*/\1/p" "$1" |
        sort
}
# How much is said as JSON, in one array, of the user's file.
count_json() {
    python3 -c '
import json, sys
count = 0
for message in json.load(sys.stdin):
    if message["kind"] in ("error", "warning") and message["locations"]:
        count += 1
        file = message["locations"][0]["caret"]["file"]
        assert file == sys.argv[1], file
print(count)' "$file" <"$1"
}
plain() { # without what sets colours
    sed "s/$(printf '\033')\[[0-9;]*[mK]//g" "$1"
}

for cc in gcc clang; do
    expected $cc >"$work/expected"
    [ -s "$work/expected" ] || fail "$name expects nothing of $cc"
    for form in plain colour json; do
        option=
        [ $form = colour ] && option=-fdiagnostics-color=always
        [ $form = json ] && option=-fdiagnostics-format=json
        [ $cc-$form = clang-json ] && continue
        "$PIRN" cc $cc $flags $option -c "$file" -o "$work/object.o" \
            2>"$work/said" </dev/null
        if [ $form = json ]; then
            [ "$(count_json "$work/said")" = "$(wc -l <"$work/expected")" ] || {
                cat "$work/said"
                fail "$name: not as much as JSON"
            }
            continue
        fi
        plain "$work/said" >"$work/text"
        places "$work/text" | diff -u "$work/expected" - || {
            cat "$work/said"
            fail "$name: other places: $cc, $form"
        }
        grep -E "^[^ ]*$name:.*(pirn__|__pirn|__typeof__)" "$work/text" &&
            fail "$name: not the user's text: $cc, $form"
        grep -E "pirn_[a-z]*_tag|(error|warning|note): .*typeof|did you mean .*pirn__|static.assert" \
            "$work/text" && fail "$name: not the user's words: $cc, $form"
        grep -E "^In file included from [^ ]*/include/pirn" "$work/text" &&
            fail "$name: Pirn's headers: $cc, $form"
        grep -E "/include/pirn[^ ]*: note: expanded from" "$work/text" &&
            fail "$name: Pirn's macros: $cc, $form"
    done
done
exit 0
