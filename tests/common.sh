# Shared by the runners. They are given PIRN (the command), BUILD (the build
# directory) and SRC (the source tree), and a test file as $1.

set -u
LC_ALL=C
export LC_ALL
unset CC CFLAGS CPPFLAGS LDFLAGS PIRN_STATS MAKEFLAGS MFLAGS

fail() {
    echo "FAILED: $*"
    exit 1
}

# An empty directory of this test's own.
make_work() {
    work=$BUILD/tests/work/$(basename "$(dirname "$1")")/$(basename "$1")
    rm -rf "$work"
    mkdir -p "$work"
}

# What the lines `// KEY: TEXT` of the file say.
texts_of() {
    sed -n "s|^.*// $1:\$||p; s|^.*// $1: \(.*\)\$|\1|p" "$2"
}

# True if the file has a line `// WORD`.
has_line() {
    grep -q "^// $1\$" "$2"
}
