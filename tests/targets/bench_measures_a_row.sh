# `make bench ROWS=...` builds what the rows need, runs it, prints a table and
# writes bench.json. Contestants whose tools are missing are left out, and so
# nothing is installed here. It pins what it measures to one processor, and so it
# runs
# alone
make --no-print-directory -C "$SRC" "BUILD=$BUILD" packages=: bench ROWS=select \
    >said 2>&1 || {
    cat said
    exit 1
}
grep -q '^select *pirn *[0-9.]* ns ' said
grep -q '"select"' "$BUILD/bench.json"
