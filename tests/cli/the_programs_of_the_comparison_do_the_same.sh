# What docs/comparison.md shows of a program stands there so, and the programs
# in Go print what Pirn's do, if Go is installed. (That Pirn's print it is the
# business of the tests in comparison/.)
. "$SRC/tests/cli/parts/check.sh"

programs=$SRC/examples/comparison

# Each block of C or Go stands in the file of the link above it that ends so.
awk -v dir="$programs/" '
    {
        rest = $0
        while (match(rest, /\(\.\.\/examples\/comparison\/[a-z_]+\.(c|go)\)/)) {
            file = substr(rest, RSTART + 1, RLENGTH - 2)
            sub(/.*\//, "", file)
            language = file
            sub(/.*\./, "", language)
            text[language] = ""
            name[language] = file
            while ((getline line < (dir file)) > 0) {
                if (!sub(/^ *\/\/ expect: .*/, "", line)) {
                    sub(/ *\/\/ expect: .*/, "", line)
                    text[language] = text[language] line "\n"
                }
            }
            close(dir file)
            rest = substr(rest, RSTART + RLENGTH)
        }
    }
    /^```(c|go)$/ { inside = substr($0, 4); block = ""; next }
    /^```$/ && inside {
        if (index(text[inside], block) == 0) {
            print name[inside] " does not have:\n" block
            failed = 1
        }
        inside = ""
        count++
    }
    inside { block = block $0 "\n" }
    END { exit failed || count < 6 }' "$SRC/docs/comparison.md"

command -v go >/dev/null || {
    echo "Go is not installed: its programs are not run"
    exit 77
}
GOCACHE=$PWD/cache
export GOCACHE
for file in "$programs"/*.go; do
    name=$(basename "$file" .go)
    sed -n 's|^.*// expect: ||p' "$programs/$name.c" >expected
    go build -o "$name" "$file"
    timeout -k 5 100 "./$name" >printed
    diff -u expected printed
done
