/* More than one core.
 *
 *     pirn run -O2 examples/18_workers.c 4
 *
 * A worker is a thread that runs tasks; a runtime has one, or as many as it is
 * asked for. The tasks are the same. What is new: two of them may run at the
 * same time. So what they share needs a lock, a channel, or to be atomic. */
// args: 2
// elided: same
// tsan
// threads: any order, tsan
#include <stdio.h>
#include <stdlib.h>

#include <pirn.h>

enum { WIDTH = 64, HEIGHT = 22, MOST = 5000 };

static char picture[HEIGHT][WIDTH + 1]; /* a line is one task's own */

static struct pirn_mutex tally; /* protects what follows */
static int lines, inside;

/* How often c = x + iy can be squared and added before it is known not to be in
 * the Mandelbrot set. In units of 2^-24. */
static int steps(long long x, long long y)
{
    const long long one = 1 << 24;
    long long a = 0, b = 0;
    int n = 0;
    for (; n < MOST && a * a + b * b < 4 * one * one; n++) {
        long long next = (a * a - b * b) / one + x;
        b = 2 * a * b / one + y;
        a = next;
    }
    return n;
}

static async void draw(int line, chan(int) drawn)
{
    long long y = ((line * 24LL << 24) / (HEIGHT - 1) - (12LL << 24)) / 10;
    int found = 0;
    for (int i = 0; i < WIDTH; i++) {
        int n = steps(((i * 30LL << 24) / WIDTH - (21LL << 24)) / 10, y);
        picture[line][i] = n == MOST ? '#' : ".:-=+*%@"[n < 16 ? n / 2 : 7];
        found += n == MOST;
    }
    if (await pirn_mutex_lock(&tally) < 0)
        return;
    lines++;
    inside += found;
    pirn_mutex_unlock(&tally);
    await pirn_chan_send(drawn, &line);
}

/* Shows the lines in their order, each when it is there. */
static async void show(chan(int) drawn)
{
    char is_drawn[HEIGHT] = {0};
    int line = 0;
    for (int next = 0; next < HEIGHT;) {
        if (await pirn_chan_recv(drawn, &line) < 0)
            return;
        is_drawn[line] = 1;
        for (; next < HEIGHT && is_drawn[next]; next++)
            puts(picture[next]);
    }
}

static async void mandelbrot(void)
{
    chan(int) drawn = pirn_chan_new(int, PIRN_UNLIMITED);
    scope (s) {
        for (int line = 0; line < HEIGHT; line++)
            spawn draw(line, drawn);
        scope (screen, .pinned = true) {
            spawn_on(0) show(drawn); /* begins on the main thread, and stays */
        }
    }
    pirn_chan_free(drawn);
}

int main(int argc, char **argv)
{
    struct pirn_options options = {.workers = argc > 1 ? atoi(argv[1]) : 0};
    pirn_run_with(&options, mandelbrot());
    printf("%d lines, %d points inside\n", lines, inside);
    return 0;
}

// expect: ...........:::::::::::::::::::::::::::::::::::::::::::::::::::::
// expect: .........:::::::::::::::::::::::::------=@=------:::::::::::::::
// expect: ........::::::::::::::::::::::---------==+%@%=------::::::::::::
// expect: .......::::::::::::::::::::----------==%@@#@*%=-------::::::::::
// expect: ......::::::::::::::::::---------=====+%@####@+====----:::::::::
// expect: .....::::::::::::::::---------==@@@@%#@########@@++**+=--:::::::
// expect: ....:::::::::::::----------===++*@@#################@+=---::::::
// expect: ...::::::::------=@=========++*@####################@*+=---:::::
// expect: ...:::----------==+%@@@@@@***@#######################@+=---:::::
// expect: ...:----------=++*@@########@@#######################@+-----::::
// expect: ...--==*=====++%@#@#################################@==-----::::
// expect: ...--==*=====++%@#@#################################@==-----::::
// expect: ...:----------=++*@@########@@#######################@+-----::::
// expect: ...:::----------==+%@@@@@@***@#######################@+=---:::::
// expect: ...::::::::------=@=========++*@####################@*+=---:::::
// expect: ....:::::::::::::----------===++*@@#################@+=---::::::
// expect: .....::::::::::::::::---------==@@@@%#@########@@++**+=--:::::::
// expect: ......::::::::::::::::::---------=====+%@####@+====----:::::::::
// expect: .......::::::::::::::::::::----------==%@@#@*%=-------::::::::::
// expect: ........::::::::::::::::::::::---------==+%@%=------::::::::::::
// expect: .........:::::::::::::::::::::::::------=@=------:::::::::::::::
// expect: ...........:::::::::::::::::::::::::::::::::::::::::::::::::::::
// expect: 22 lines, 278 points inside
