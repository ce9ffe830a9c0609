# The comment above each function of include/pirn says whether it suspends: by
# itself, for all functions of its file, or as "the same" as the one above.
. "$SRC/tests/cli/parts/check.sh"

for header in "$SRC"/include/pirn/*.h; do
    case $header in
    *_elided.h | *_macros.h | */abi.h) continue ;;
    esac
    awk '
        function look() {
            sub(/PIRN__CHECKED\(/, "", text)
            sub(/\)\(/, "(", text)
            if (match(text, /pirn_[a-z0-9_]*\(/) && text !~ /[ *]pirn__[a-z]/) {
                count++
                if (comment !~ /Suspends|^\/\* The same/ && head !~ /Suspends/) {
                    sub(".*/", "", FILENAME)
                    print FILENAME ": " substr(text, RSTART, RLENGTH - 1) \
                        " does not say whether it suspends"
                    failed = 1
                }
            }
            text = ""
        }
        /^#/ { next }
        /^\/\*/ { comment = ""; inside = 1 }
        inside { comment = comment $0 "\n" }
        inside && /\*\// {
            inside = 0
            if (head == "")
                head = comment
            next
        }
        /^(PIRN__ASYNC|PIRN__FUNCTION|PIRN_ASYNC) / { declares = 1 }
        declares {
            text = text $0 " "
            if (/[;{]/) {
                declares = 0
                look()
            }
        }
        END {
            print count >>"counts"
            exit failed
        }' "$header"
done
awk '{ sum += $1 } END { exit sum < 100 }' counts
