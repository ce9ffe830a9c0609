# The instructions that the runtime takes for n of something, of each queue,
# table and dump, grow by n log n at most. They are counted, so that it does not
# matter how busy the machine is.
. "$SRC/tests/cli/parts/check.sh"

command -v valgrind >counted || exit 77
echo '#include <valgrind/callgrind.h>' | gcc -E - >counted 2>&1 || exit 77

"$PIRN" cc gcc -O1 "$parts/growth.c" -o growth

# count NAME [SUBJECT]: leaves what growth.py says in the file `counted`.
count() {
    for n in 1000 2000 4000; do
        valgrind -q --tool=callgrind --callgrind-out-file="$1.$n" \
            ./growth $n ${2:+"$2"} >said 2>&1
    done
    python3 "$parts/growth.py" "$1".* >counted
}

# at_exit NAME SUBJECT TIMES: what is done at the end of the program with that
# subject takes at least TIMES instructions, and does not grow.
at_exit() {
    count "$1" "$2"
    steps=$(sed -n 's/^at exit: [0-9]* [0-9]* \([0-9]*\) *$/\1/p' counted)
    [ "${steps:-0}" -gt "$3" ] || {
        cat counted
        echo "$1: grows, or was not done"
        exit 1
    }
}

export PIRN_CLOCK=virtual
count all
sed '/^at exit/d' counted >parts_of_it
[ "$(wc -l <parts_of_it)" -gt 30 ]
[ "$(grep ' grows$' parts_of_it | cut -d : -f 1)" = "a search for each" ] || {
    cat parts_of_it
    exit 1
}
PIRN_DEBUG=1 at_exit debug "generators left open" 400000
PIRN_TRACE=events PIRN_TRACE_EVENTS=65536 at_exit trace tasks 400000

# Of two workers by a virtual clock, none looks around while it waits for the
# other: that would take hundreds of times as much.
alone=$(sed -n 's,^timers: [0-9]* [0-9]* \([0-9]*\).*,\1,p' parts_of_it)
PIRN_WORKERS=2 count crew timers
both=$(sed -n 's,^timers: [0-9]* [0-9]* \([0-9]*\).*,\1,p' counted)
[ "$both" -lt $((30 * alone)) ] || {
    echo "timers: $alone instructions alone, $both with two workers"
    exit 1
}
