# The instructions that the runtime takes for n of something, of each queue,
# table and dump, grow by n log n at most. They are counted, so that it does not
# matter how busy the machine is.
. "$SRC/tests/cli/parts/check.sh"

command -v valgrind >counted || exit 77
echo '#include <valgrind/callgrind.h>' | gcc -E - >counted 2>&1 || exit 77

"$PIRN" cc gcc -O1 "$parts/growth.c" -o growth

# run_each NAME N [SUBJECT]: leaves what callgrind counts in files NAME.N.*.
run_each() {
    valgrind -q --tool=callgrind --callgrind-out-file="$1.$2" \
        ./growth "$2" ${3:+"$3"} >said 2>&1
}

# count NAME [SUBJECT]: leaves what growth.py says in the file `counted`.
count() {
    for n in 1000 2000 4000; do
        run_each "$1" $n "${2:-}"
    done
    python3 "$parts/growth.py" 1.2 0 "$1".* >counted
}

# Only what is made to grow does.
proportional() { # COUNTED
    sed '/^at exit/d' "$1" >parts_of_it
    [ "$(wc -l <parts_of_it)" -gt 30 ]
    [ "$(grep ' grows$' parts_of_it | cut -d : -f 1)" = "a search for each" ] || {
        cat parts_of_it
        exit 1
    }
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
proportional counted
cp parts_of_it alone
PIRN_DEBUG=1 at_exit debug "generators left open" 400000
PIRN_TRACE=events PIRN_TRACE_EVENTS=65536 at_exit trace tasks 400000

# Of two workers by a virtual clock, none looks around while it waits for the
# other: that would take hundreds of times as much.
alone=$(sed -n 's,^timers: [0-9]* [0-9]* \([0-9]*\).*,\1,p' alone)
PIRN_WORKERS=2 count crew timers
both=$(sed -n 's,^timers: [0-9]* [0-9]* \([0-9]*\).*,\1,p' counted)
[ "$both" -lt $((30 * alone)) ] || {
    echo "timers: $alone instructions alone, $both with two workers"
    exit 1
}

# Where tasks are, and so what they cost, differs from run to run with two
# workers. So n differs by more.
for n in 1000 4000 16000; do
    PIRN_WORKERS=2 run_each two $n
done
python3 "$parts/growth.py" 3 2000000 two.* >counted
proportional counted
