# What runs until it is stopped can be given seconds.
make="make --no-print-directory -C $SRC BUILD=$BUILD"

$make soak SECONDS_TO_SOAK=10 >said 2>&1 || {
    cat said
    exit 1
}
grep -q '^translator: [1-9][0-9]* good programs from [0-9]* on, 0 bad ones$' said
grep -q '^runtime: [1-9][0-9]* good runs from [0-9]* on, 0 bad ones$' said
grep -q '^memory: [1-9][0-9]* good runs of 10 s, 0 bad ones$' said
$make fuzz SECONDS_TO_FUZZ=3 >said 2>&1 || {
    cat said
    exit 1
}
grep -q '^Done [1-9][0-9]* runs' said
