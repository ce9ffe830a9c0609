# To and from the program of `pirn run`, and without files left behind.
. "$SRC/tests/cli/parts/check.sh"

echo '#include <signal.h>
int main(void) { return raise(SIGTERM); }' >killed.c
exits 143 "$PIRN" run killed.c

cat >waits.c <<'END'
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
static void end(int signal) { _exit(signal == SIGTERM ? 5 : 6); }
int main(void)
{
    signal(SIGTERM, end);
    puts("ready");
    fflush(stdout);
    for (;;)
        pause();
}
END
mkfifo ready
"$PIRN" run waits.c >ready &
pid=$!
read -r line <ready
[ "$line" = ready ]
kill -TERM $pid
status=0
wait $pid || status=$?
[ $status = 5 ]

# Told to end while it waits for the preprocessor, which waits for us.
mkfifo input
"$PIRN" cc gcc -c -x c input -o input.o &
pid=$!
exec 3>input
kill -TERM $pid
status=0
wait $pid 2>/dev/null || status=$?
exec 3>&-
[ $status = 143 ]
[ ! -e input.o ]
