#!/bin/sh
# run-rule.sh FILE.c: the translator must refuse the file, and say so where and
# how the file's comments tell: on each offending line
#     // error: PART OF THE SENTENCE [RULE]
# or, where no comment can stand there, on a line nearby
#     // error LINE: PART OF THE SENTENCE [RULE]
# and anywhere the ways out, `// help: PART OF THE TEXT`.
. "$SRC/tests/common.sh"

file=$1
make_work "$file"
name=$(basename "$file" .c)

# `LINE: TEXT` of each expected error, in the order of the lines.
sed -n "s|^.*// error \([0-9]*\): \(.*\)\$|\1: \2|p; t
    \\|// error: |{=; s|^.*// error: ||p; }" "$file" |
    awk '/^[0-9]+: / { print; next }
         number == "" && /^[0-9]+$/ { number = $0; next }
         { print number ": " $0; number = "" }' |
    sort -n >"$work/expected"
[ -s "$work/expected" ] || fail "$name has no // error: line"

for compiler in gcc clang; do
    timeout 60 "$PIRN" translate --cc=$compiler "$file" -o "$work/out.c" \
        -- $(texts_of flags "$file") >"$work/stdout" 2>"$work/stderr"
    status=$?
    [ $status = 1 ] || {
        cat "$work/stderr"
        fail "$name: exit status $status instead of 1"
    }
    [ ! -s "$work/stdout" ] || fail "$name: something on standard output"
    [ ! -e "$work/out.c" ] || fail "$name: output in spite of errors"
    awk -v file="$file" -v expected="$work/expected" '
        function bad(text) { print text; failed = 1 }
        # The three lines of an error: where and what, the source, the caret.
        index($0, file ":") == 1 && / error: / {
            rest = substr($0, length(file) + 2)
            split(rest, part, ":")
            count++
            line[count] = part[1]
            sub(/^[0-9]+:[0-9]+: error: /, "", rest)
            text[count] = rest
            if (part[2] !~ /^[0-9]+$/)
                bad("no column: " $0)
            column = part[2]
            getline source
            getline caret
            number = source
            sub(/ *\|.*/, "", number)
            if (number + 0 != part[1] + 0)
                bad("not followed by source line " part[1] ": " source)
            sub(/^ *\| /, "", caret)
            if (caret !~ /^[ \t]*\^~*$/ || index(caret, "^") != column)
                bad("no caret at column " column ": " caret)
        }
        END {
            n = 0
            while ((getline wanted < expected) > 0) {
                n++
                at = wanted + 0
                sub(/^[0-9]+: /, "", wanted)
                rule = wanted
                sub(/^.*\[/, "[", rule)
                sentence = wanted
                sub(/ *\[[^]]*\]$/, "", sentence)
                if (line[n] + 0 != at)
                    bad("error " n " is at line " line[n] " instead of " at)
                if (index(text[n], sentence) == 0)
                    bad("error " n " does not say: " sentence)
                if (substr(text[n], length(text[n]) - length(rule) + 1) != rule)
                    bad("error " n " is not by the rule " rule)
            }
            if (n != count)
                bad(count + 0 " errors instead of " n)
            exit failed
        }' "$work/stderr" >"$work/complaints" || {
        cat "$work/stderr" "$work/complaints"
        fail "$name ($compiler)"
    }
    texts_of help "$file" >"$work/helps"
    while IFS= read -r help; do
        grep -F "= help: " "$work/stderr" | grep -qF -e "$help" || {
            cat "$work/stderr"
            fail "$name: no way out that says '$help'"
        }
    done <"$work/helps"
done
exit 0
