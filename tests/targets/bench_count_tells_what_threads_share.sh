# bench/count counts atomic read-modify-writes and the cache lines that go from
# thread to thread. Programs by hand show that it does: a mutex of the C
# library is one exchange to lock and one to unlock; a ticket lock takes one, and
# how often its line goes over is up to who runs when; a number that two threads
# change in turn is a line that each takes over once.
command -v valgrind >/dev/null || exit 77
OUT=$PWD/count "$SRC/bench/count" lock mutex-2/ticket pingpong-2/line >said

# is QUESTION PROGRAM LEAST-ATOMICS MOST LEAST-LINES MOST
is()
{
    awk -v question="$1" -v program="$2" -v a="$3" -v b="$4" -v c="$5" \
        -v d="$6" '
        $1 == question && $2 == program {
            holds = $3 > 100 && $4 >= a && $4 <= b && $5 >= c && $5 <= d
        }
        END { exit !holds }' said || {
        echo "$1 $2 is wrong:"
        cat said
        exit 1
    }
}

is lock pthread 2 2 0 0
is mutex-2 ticket 1 1.1 0 10
is pingpong-2 line 0 0.1 1.9 2.2

# And what a single worker does is for nobody else to see.
is lock pirn 0 0 0 0
