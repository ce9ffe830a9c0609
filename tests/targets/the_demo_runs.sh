# `make demo` runs a program, a server and a million tasks. It starts as many
# threads as there may be, and so it runs
# alone
. "$SRC/tests/cli/parts/check.sh"

exits 0 make --no-print-directory -C "$SRC" "BUILD=$BUILD" SECONDS_OF_LOAD=1 demo
says "the same as the file, byte by byte"
grep -q 'requests in 1\..*s, ' said
grep -q '^coroutines *1000000  *500000500000 ' said
grep -q '^threads *[0-9]' said
