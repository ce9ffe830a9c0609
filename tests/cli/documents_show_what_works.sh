# The programs in README.md, docs/reference.md and others are accepted, with and without
# the translator; what docs/tutorial.md shows of an example stands there so, and
# what docs/runtime.md shows in the runtime; and links lead somewhere.
. "$SRC/tests/cli/parts/check.sh"

# blocks DOCUMENT NAME [LANGUAGE]: block N of C, or of that language, becomes
# NAME.N.c.
blocks() {
    awk -v name="$2" -v language="${3:-c}" '
        $0 == "```" language { inside = 1; n++; next }
        /^```$/ { inside = 0 }
        inside { print >(name "." n "." language) }' "$1"
}

printf '#include <errno.h>\n#include <stdio.h>\n#include <pirn.h>\n' >first.h
blocks "$SRC/README.md" readme
blocks "$SRC/docs/reference.md" reference
blocks "$SRC/docs/frames.md" frames
blocks "$SRC/docs/workers.md" workers
blocks "$SRC/docs/threads-and-coroutines.md" threads
for you in libuv pthread go; do
    blocks "$SRC/docs/for-$you-users.md" "you_know_$you"
done
blocks "$SRC/docs/for-go-users.md" go go
for file in readme.*.c reference.*.c frames.4.c workers.*.c threads.*.c \
    you_know_*.c; do
    first="-include first.h"
    if grep -q '<uv.h>' "$file"; then
        pkg-config --exists libuv || continue
        first=
    fi
    "$PIRN" cc gcc -Wall -Werror $first -c "$file" -o x.o
    grep -qw 'yield\|defer' "$file" ||
        gcc -Wall -Wextra -Werror -I"$SRC/include" $first -c "$file" -o x.o
done
if command -v go >/dev/null; then
    {
        echo "package p"
        for package in context net sync time; do
            echo "import \"$package\""
        done
        cat go.*.go
    } >all.go
    GOCACHE=$PWD/cache go vet all.go
fi
prints 10 "$PIRN" run readme.1.c
prints 144 "$PIRN" run frames.4.c

awk -v dir="$SRC/examples/" '
    /^\[examples\/.*\.c\]/ {
        file = $0
        sub(/^\[examples\//, "", file)
        sub(/\].*/, "", file)
        text = ""
        while ((getline line < (dir file)) > 0)
            if (!sub(/^ *\/\/ expect: .*/, "", line)) {
                sub(/ *\/\/ expect: .*/, "", line)
                text = text line "\n"
            }
    }
    /^```c$/ { inside = 1; block = ""; next }
    /^```$/ && inside {
        inside = 0
        count++
        if (index(text, block) == 0) {
            print file " does not have:\n" block
            failed = 1
        }
    }
    inside { block = block $0 "\n" }
    END { exit failed || count < 10 }' "$SRC/docs/tutorial.md"

# Each paragraph of code of those chapters of docs/runtime.md that tell how a
# thing is added stands in the file that was written so.
cat "$SRC/include/pirn/barrier.h" "$SRC/src/runtime/objects/barrier.c" \
    "$SRC/src/runtime/objects/io_socket.c" \
    "$SRC/include/pirn/library/read_all.c" >added
awk '
    FILENAME == "added" { text = text $0 "\n"; next }
    function look() {
        if (paragraph != "" && index(text, paragraph) == 0) {
            print "docs/runtime.md shows what is nowhere:\n" paragraph
            failed = 1
        }
        count += paragraph != ""
        paragraph = ""
    }
    /^## / { tells = /^## (Adding|What is written)/ }
    /^```c$/ && tells { inside = 1; next }
    /^```$/ || /^$/ || /^ *[.][.][.]$/ {
        if (inside)
            look()
        if (/^```$/)
            inside = 0
        next
    }
    inside { paragraph = paragraph $0 "\n" }
    END { exit failed || count < 10 }' added "$SRC/docs/runtime.md"

for file in README.md docs/tutorial.md docs/programs.md docs/reference.md docs/rules.md \
    docs/comparison.md docs/frames.md docs/generated-code.md docs/workers.md \
    docs/threads.md docs/threads-and-coroutines.md docs/runtime.md \
    docs/for-libuv-users.md docs/for-pthread-users.md docs/for-go-users.md; do
    grep -o '](\([^)#:]*\)' "$SRC/$file" | sed 's/^](//' | sort -u |
        while read -r link; do
            [ -e "$SRC/$(dirname "$file")/$link" ] || {
                echo "$file: no such file: $link"
                exit 1
            }
        done
done
