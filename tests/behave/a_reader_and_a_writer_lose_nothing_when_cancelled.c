// A read of a line, an exact read, a flush, a print and a copy that are
// cancelled lose nothing: the next call goes on.
// expect: cancelled in the line
// expect: then all: hello, world
// expect: cancelled in the number
// expect: then all: 12345
// expect: a print that needs no room: 0
// expect: a print that needs some: -ECANCELED
// expect: a flush: -ECANCELED
// expect: then all of it, once: 1
// expect: a copy: -ECANCELED
// expect: then all of it, once: 1
// env: PIRN_CLOCK=virtual
// asan
// workers: any
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <pirn.h>

static async void read_late(struct pirn_reader *r)
{
    char *line, got[6] = "";
    size_t done = 0;
    scope (s, .timeout = 2 * PIRN_MS) {
        if (await pirn_read_line(r, &line) == -ECANCELED)
            puts("cancelled in the line");
    }
    ssize_t n = await pirn_read_line(r, &line);
    printf("then all: %.*s\n", (int)n - 1, line);
    scope (s, .timeout = 2 * PIRN_MS) {
        if (await pirn_read_exactly(r, got, 5, &done) == -ECANCELED)
            puts("cancelled in the number");
    }
    if (await pirn_read_exactly(r, got, 5, &done) == 0)
        printf("then all: %s\n", got);
}

static async void write_slowly(struct pirn_stream *to, const char *text)
{
    for (; *text; text++) {
        await pirn_stream_write_all(to, text, 1, NULL);
        await pirn_sleep(PIRN_MS);
    }
    await pirn_stream_shutdown(to);
}

static async void reading(void)
{
    char data[4], buffer[32];
    struct pirn_pipe pipe = pirn_pipe(data, sizeof data);
    struct pirn_reader r;
    pirn_reader_init(&r, &pipe.stream, buffer, sizeof buffer);
    scope (s) {
        spawn write_slowly(&pipe.stream, "hello, world\n12345");
        await read_late(&r);
        await pirn_stream_close(&pipe.stream);
    }
}

/* Takes all that comes. */
static async size_t drain(struct pirn_stream *from, char *to, size_t most)
{
    size_t got = 0;
    ssize_t n;
    while ((n = await pirn_stream_read(from, to + got, most - got)) > 0)
        got += (size_t)n;
    return got;
}

static void say(const char *what, int rc)
{
    printf("%s: %s\n", what, rc == -ECANCELED ? "-ECANCELED" : rc ? "?" : "0");
}

static async void writing(void)
{
    char data[3], buffer[8], got[32] = "";
    struct pirn_pipe pipe = pirn_pipe(data, sizeof data);
    struct pirn_writer w;
    pirn_writer_init(&w, &pipe.stream, buffer, sizeof buffer);
    scope (s, .timeout = PIRN_MS) {
        say("a print that needs no room", await pirn_print(&w, "1234567"));
        say("a print that needs some", await pirn_print(&w, "lost %d", 1));
        say("a flush", await pirn_flush(&w));
    }
    scope (s) {
        task(size_t) drained = spawn drain(&pipe.stream, got, sizeof got);
        await pirn_print(&w, "%s", "89");
        await pirn_stream_shutdown(&w.stream);
        printf("then all of it, once: %d\n",
               await drained == 9 && strcmp(got, "123456789") == 0);
    }
}

static async void copying(void)
{
    char data[3], buffer[8], got[32] = "";
    uint64_t copied = 0;
    struct pirn_memory from = pirn_memory("hello world", 11, 11);
    struct pirn_pipe pipe = pirn_pipe(data, sizeof data);
    struct pirn_reader r;
    pirn_reader_init(&r, &from.stream, buffer, sizeof buffer);
    scope (s, .timeout = PIRN_MS) {
        say("a copy", await pirn_copy(&r, &pipe.stream, &copied));
    }
    scope (s) {
        task(size_t) drained = spawn drain(&pipe.stream, got, sizeof got);
        await pirn_copy(&r, &pipe.stream, &copied);
        await pirn_stream_shutdown(&pipe.stream);
        printf("then all of it, once: %d\n",
               await drained == 11 && copied == 11 &&
                   strcmp(got, "hello world") == 0);
    }
}

async int main(void)
{
    await reading();
    await writing();
    await copying();
    return 0;
}
