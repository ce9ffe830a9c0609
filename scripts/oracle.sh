#!/bin/sh
# oracle.sh DIR [NAME.c...]: every C program of the directory, or those named,
# with every function a coroutine, does what it does as it is. Each is built by
# COMPILER, gcc -O1 unless said, as it is and in the three modes of --async-all;
# the same exit status and the same output are expected of all four.
#
# What lies beside NAME.c belongs to it, and all of it may be missing:
#     NAME.in             its standard input
#     NAME.args           its arguments, one a line
#     NAME.flags          more options for the compiler
#     NAME.expect, NAME.expected, NAME.c.expected
#                         its output: a program that prints something else as
#                         it is says nothing about the translator
#
# Programs run in empty directories, with limits of time and memory. What went
# wrong is listed at the end and kept in build/oracle: `messages` of the
# compilers, what was `expected`, and the `output`.
set -u
scripts=$(cd "$(dirname "$0")" && pwd)
if [ $# = 0 ] || [ ! -d "$1" ]; then
    echo "oracle: error: no directory: '${1:-}'" >&2
    echo "oracle: help: make oracle DIR=programs [COMPILER='clang -O2']" \
        "[SEED=7] [ONLY='a.c b.c']" >&2
    exit 2
fi
programs=$(cd "$1" && pwd -P)
shift
PIRN=$(cd "${BUILD:-build}" && pwd)/pirn
: "${COMPILER:=gcc -O1}" "${SEED:=1}" "${SECONDS_TO_RUN:=100}" "${JOBS:=$(nproc)}"
export PIRN COMPILER SEED SECONDS_TO_RUN
kept=${BUILD:-build}/oracle/$(basename "$programs")
rm -rf "$kept"
mkdir -p "$kept"
cd "$kept" || exit 1

if [ $# != 0 ]; then
    printf '%s\n' "$@" | sed "s|^|$programs/|"
else
    find "$programs" -maxdepth 1 -name '*.c' | sort
fi >list
# Each adds one line to `results`: NAME: OUTCOME: MORE.
xargs -r -P "$JOBS" -d '\n' -n 1 sh "$scripts/oracle-one.sh" <list >>results
sort -o results results
awk -F ': ' -v programs="$programs" -v compiler="$COMPILER" '
    { count[$2]++; if ($2 !~ /^(same|unfit)$/) print; else why[$3]++ }
    END {
        if (NR == 0) {
            print "no C programs in " programs
            exit 2
        }
        printf "%d programs of %s, by %s: %d do the same in all modes\n",
            NR, programs, compiler, count["same"]
        for (reason in why)
            if (reason)
                printf "  %d left out: %s\n", why[reason], reason
        printf "  %d differ, %d do not build, %d are refused\n",
            count["differs"], count["does not build"], count["refused"]
        exit count["differs"] + count["does not build"] + count["refused"] > 0
    }' results
