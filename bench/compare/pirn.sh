#!/bin/sh
# 10,000 tasks as coroutines and as threads, by `pirn compare`: what coroutines
# cost, where threads cost 1.
json=$("${PIRN:-build/pirn}" compare -n 1 --json -O2 bench/compare/crowd.c) \
    2>/dev/null || exit
echo "$json" | awk '
    # The one line with the ratios, of threads to coroutines.
    /"ratio"/ {
        gsub(/[{}",]/, "")
        for (i = 1; i < NF; i++)
            ratio[$i] = $(i + 1)
    }
    function tell(row, key) {
        if (ratio[key ":"] > 0)
            printf "%s %.4g threads\n", row, 1 / ratio[key ":"]
    }
    END {
        tell("compare-cpu", "cpu_s")
        tell("compare-cpu.wall", "wall_s")
        tell("compare-memory", "peak_memory_bytes")
        tell("compare-memory.resident", "peak_resident_bytes")
        tell("compare-memory.virtual", "peak_virtual_bytes")
    }'
