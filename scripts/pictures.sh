#!/bin/sh
# pictures.sh [NUMBER...]: runs the programs of examples/four_pictures and draws
# docs/pictures/NUMBER.svg from what they did; all four by default. To be run
# when nothing else has the processors: times are what they are.
set -e
cd "$(dirname "$0")/.."
PIRN=${PIRN:-build/pirn}
trace=$(mktemp)
trap 'rm -f "$trace"' EXIT

for number in ${*:-1 2 3 4}; do
    source=examples/four_pictures/together.c
    option=
    workers=1
    case $number in
    1) source=examples/four_pictures/one_after_another.c ;;
    2) option=--threads ;;
    3) ;;
    4) workers=2 ;;
    *)
        echo "pictures.sh: error: there is no picture $number" >&2
        exit 2
        ;;
    esac
    # Few events: a worker begins by touching the memory for them.
    PIRN_TRACE_EVENTS=4096 PIRN_WORKERS=$workers "$PIRN" trace \
        -o "$trace" $option -O2 "$source" >/dev/null
    "$PIRN" view --svg -o "docs/pictures/$number.svg" "$trace"
done
