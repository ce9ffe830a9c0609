# Each atomic operation of src/runtime that orders others has a comment beside it
# that says what it pairs with.
cd "$SRC/src/runtime"
awk '
    FNR == 1 { last = -100; split("", lines); split("", wanted) }
    { line[FNR] = $0 }
    /[Pp]airs? with|which this pairs/ { told[FILENAME, FNR] = 1 }
    /__ATOMIC_(ACQUIRE|RELEASE|ACQ_REL|SEQ_CST)/ ||
    /memory_order_(acquire|release|acq_rel|seq_cst)/ ||
    /atomic_(exchange|compare_exchange_strong|fetch_[a-z]*)\(/ ||
    /[ \t]membarrier\(MEMBARRIER_CMD_PRIVATE/ {
        wants[++n] = FILENAME SUBSEP FNR
    }
    END {
        for (i = 1; i <= n; i++) {
            split(wants[i], at, SUBSEP)
            found = 0
            for (k = at[2] - 14; k <= at[2] + 2; k++)
                found += (at[1], k) in told
            if (!found) {
                print at[1] ":" at[2] " names no pair"
                bad = 1
            }
        }
        exit bad || n < 15
    }' */*.[ch]
