# docs/rules.md has an entry for each rule of the translator and no others; of
# the two examples in it, the first is refused by that rule, the second is not.
. "$SRC/tests/cli/parts/check.sh"

rules=$SRC/docs/rules.md
sed -n 's/^### //p' "$rules" | sort >documented
cat "$SRC"/src/translate/*.c | tr '\n' ' ' |
    grep -oE '((diagnose|give_up|warn)\([^"]*|\{)"[a-z]+(-[a-z]+)*", (true|false)?' |
    sed -n '/^{.*, $/d; s/.*"\(.*\)", .*/\1/p' | sort -u >in_sources
[ "$(wc -l <in_sources)" -gt 30 ]
diff in_sources documented
sed -n 's/.*\](#\(.*\)).*/\1/p' "$rules" | sort | diff - documented

# Block N of RULE becomes RULE.N.c; the one before all rules goes into each.
awk '
    /^### / { rule = $2; n = 0 }
    /^```c$/ { inside = 1; n++; next }
    /^```$/ { inside = 0 }
    inside && !rule { prelude = prelude $0 "\n"; next }
    inside {
        file = rule "." n ".c"
        if (!(file in seen))
            printf "%s", prelude >file
        seen[file] = 1
        print >file
    }' "$rules"

while read -r rule; do
    [ -e "$rule.1.c" ] || continue # an example would be too long
    exits 1 "$PIRN" translate -o out.c "$rule.1.c" -- -fopenmp
    says "[$rule]"
    exits 0 "$PIRN" translate -o out.c "$rule.2.c" -- -fopenmp
done <documented
[ "$(ls ./*.1.c | wc -l)" -ge "$(($(wc -l <documented) - 6))" ]
