# SQLite with every function a coroutine answers queries of all kinds through its
# shell, writes the same database, byte by byte, and goes on with it. That is one
# file of 240,000 lines.
command -v tclsh >/dev/null || exit 77
fetch=$SRC/tests/real/parts/fetch.sh
sh "$fetch" sqlite3
top=$(echo sqlite3-*)
make -s -f "$top/main.mk" "TOP=$top" BCC="gcc -w" TCC="gcc -w" NAWK=awk \
    sqlite3.c shell.c >log 2>&1 || {
    tail -40 log
    exit 1
}

# build PROGRAM COMMAND...
build() {
    program=$1
    shift
    "$@" -w -DSQLITE_THREADSAFE=0 -DSQLITE_OMIT_LOAD_EXTENSION \
        -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_RTREE \
        sqlite3.c shell.c -o "$program" -lm
}
# says PROGRAM: what it answers, about a database of its own name.
says() {
    # Some of it is wrong, and so the shell ends with 1.
    ./$1 -echo $1.db <"$SRC/tests/real/parts/queries.sql" 2>&1 ||
        echo "ends with $?"
    ./$1 $1.db 'PRAGMA journal_mode = WAL; UPDATE number SET twist = -n;
        SELECT count(*), sum(twist) FROM number; PRAGMA integrity_check' 2>&1
}

build plain gcc -O0
says plain >expected
[ "$(wc -l <expected)" -gt 400 ]
for mode in "--async-all gcc -O0" "--async-all=yield:1 clang -O0"; do
    build turned "$PIRN" cc $mode
    rm -f turned.db
    says turned >output
    diff -u expected output | head -40 | grep . && {
        echo "failed: $mode"
        exit 1
    }
    cmp plain.db turned.db
done
