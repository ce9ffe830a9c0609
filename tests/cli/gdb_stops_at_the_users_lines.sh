# In the entry of a coroutine, and in its step after it has waited; there bt
# works, and what is alive can be printed. What has one address for good, as an
# array has, is a member of pirn__F, the frame. The parameter of lazy is a long:
# where n + 5 has to be widened, gcc's -O2 puts that off until after the call of
# the next line, and the place of that line with it, in plain C as well.
. "$SRC/tests/cli/parts/check.sh"

command -v gdb >/dev/null || exit 77
cp "$parts/stops.c" .

# debug COMMAND...: runs the program in gdb.
debug() {
    for command in "$@"; do
        set -- "$@" -ex "$command"
        shift
    done
    exits 0 gdb -q -batch -nx -iex 'set debuginfod enabled off' \
        -iex 'set width 0' "$@" ./program
}
for cc in gcc clang; do
    "$PIRN" cc $cc -g -O0 stops.c -o program

    # Before the await, in the entry: called by main, in its line.
    debug 'break stops.c:26' run bt 'print n' 'print before' \
        'break stops.c:6' continue bt
    says "pirn.lazy (pirn__w="
    says "n=3) at stops.c:26"
    says '$1 = 3'
    says '$2 = 8'
    grep -q "^#1 .* at stops.c:35" said
    # Behind it, in the step: resumed by the runtime.
    says "#0  twice (value=12) at stops.c:6"
    grep -q "^#1 .*pirn__lazy_step .* at stops.c:30" said

    debug 'break stops.c:28' run bt next 'print before' 'print after' \
        'print n' next finish
    says "pirn__lazy_step (pirn__h="
    says '$1 = 8'
    says '$2 = 9'
    says '$3 = 3'
    says resumed

    # In the line of an await: before it, once for each time.
    debug 'break stops.c:15' run 'print total' 'print n' continue \
        'print total' 'print i' 'print n' 'print pirn__F->text' continue
    says '$1 = 10'
    says '$2 = 2'
    says '$3 = 21'
    says '$4 = 1'
    says '$5 = 2'
    says '$6 = "bbc'
    says "exited normally"

    # A condition; what __func__ is.
    debug 'break stops.c:17 if total == 42' run 'print i' continue
    says '$1 = 1'
    grep -qx step said
    for level in -O1 -O2 -Og; do
        "$PIRN" cc $cc -g $level stops.c -o program
        # an inlined line has several places: the first one counts
        debug 'tbreak stops.c:26' 'tbreak stops.c:29' 'tbreak stops.c:19' run \
            bt continue bt continue bt continue
        says "stops.c:26"
        says "stops.c:29"
        says "stops.c:19"
        says "exited normally"
    done
done
