// A reader takes lines, pieces up to a mark, and numbers of bytes out of its
// buffer, a writer prints into its own, and pirn_copy moves what is left.
// expect: 4 [one\n]
// expect: 1 [\n]
// expect: too long: 1
// expect: peeked at [a lin]
// expect: skipped 7
// expect: 7 [longer\n]
// expect: until [key: v\r\n\r\n]
// expect: exactly [12345] 0
// expect: 4 [last]
// expect: the end: 0
// expect: no mark: 1, then [rest]
// expect: exactly too much: 1, after 2
// expect: nothing wanted: 0
// expect: printed [1 2 3, a long text], 0
// expect: too large for it: 1
// expect: no room below: 1
// expect: put [0123456789]
// expect: copied 11 [hello world]
// expect: half a copy: 1, 4 [hell]
// expect: the other half: 0, 11 [o world]
// elided: same
// asan
// valgrind
// workers: any
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <pirn.h>

/* What was read, its bytes as they are written in C. */
static void show(const char *what, const char *text, ssize_t n)
{
    printf("%s[", what);
    for (ssize_t i = 0; i < n; i++)
        if (text[i] == '\n')
            printf("\\n");
        else if (text[i] == '\r')
            printf("\\r");
        else
            putchar(text[i]);
    puts("]");
}

static async void show_line(struct pirn_reader *r)
{
    char *line;
    ssize_t n = await pirn_read_line(r, &line);
    if (n > 0 && line[n] == '\0') {
        printf("%zd ", n);
        show("", line, n);
    }
}

static async void reading(void)
{
    static char text[] = "one\n\na line longer\nkey: v\r\n\r\n12345last";
    char buffer[12], got[8], *bytes, *line;
    struct pirn_memory m = pirn_memory(text, sizeof text - 1, sizeof text);
    struct pirn_reader r;
    pirn_reader_init(&r, &m.stream, buffer, sizeof buffer);
    await show_line(&r);
    await show_line(&r);
    printf("too long: %d\n", await pirn_read_line(&r, &line) == -EMSGSIZE);
    ssize_t n = await pirn_peek(&r, &bytes, 5);
    show("peeked at ", bytes, n < 5 ? n : 5);
    printf("skipped %zu\n", pirn_skip(&r, 7));
    await show_line(&r);
    n = await pirn_read_until(&r, "\r\n\r\n", &bytes);
    show("until ", bytes, n);
    n = await pirn_read_exactly(&r, got, 5, NULL);
    printf("exactly [%.5s] %zd\n", got, n);
    await show_line(&r);
    printf("the end: %zd\n", await pirn_read_line(&r, &line));
}

static async void ends(void)
{
    char buffer[32], got[8], *bytes;
    size_t done = 0;
    struct pirn_reader r;
    struct pirn_memory m = pirn_memory("rest", 4, 4);
    pirn_reader_init(&r, &m.stream, buffer, sizeof buffer);
    printf("no mark: %d, ",
           await pirn_read_until(&r, "stop", &bytes) == -ENODATA);
    ssize_t n = await pirn_read_line(&r, &bytes);
    show("then ", bytes, n);
    m = pirn_memory("ab", 2, 2);
    pirn_reader_init(&r, &m.stream, buffer, sizeof buffer);
    printf("exactly too much: %d, ",
           await pirn_read_exactly(&r, got, 3, &done) == -ENODATA);
    printf("after %zu\n", done);
    printf("nothing wanted: %d\n", await pirn_read_exactly(&r, got, 0, NULL));
}

static async void writing(void)
{
    char buffer[16], below[24];
    struct pirn_memory m = pirn_memory(below, 0, sizeof below);
    struct pirn_writer w;
    pirn_writer_init(&w, &m.stream, buffer, sizeof buffer);
    int rc = await pirn_print(&w, "%d %d %d, ", 1, 2, 3);
    rc |= await pirn_print(&w, "a %s text", "long");
    rc |= await pirn_flush(&w);
    printf("printed [%.*s], %d\n", (int)m.size, below, rc);
    rc = await pirn_print(&w, "%16s", "");
    printf("too large for it: %d\n", rc == -EMSGSIZE && m.size == 18);
    rc = await pirn_put(&w, "0123456789", 10, NULL);
    printf("no room below: %d\n",
           rc == 0 && await pirn_flush(&w) == -ENOSPC && m.size == 24);
    m.size = 6;
    memcpy(below, "012345", 6);
    rc = await pirn_flush(&w);
    printf("put [%.*s]\n", (int)m.size, below);
}

static async void copying(void)
{
    char buffer[5], below[16];
    uint64_t copied = 0;
    struct pirn_memory from = pirn_memory("hello world", 11, 11);
    struct pirn_memory to = pirn_memory(below, 0, sizeof below);
    struct pirn_reader r;
    pirn_reader_init(&r, &from.stream, buffer, sizeof buffer);
    int rc = await pirn_copy(&r, &to.stream, &copied);
    if (rc == 0)
        printf("copied %d [%.*s]\n", (int)copied, (int)to.size, below);
    from.read = 0;
    to = pirn_memory(below, 0, 4);
    copied = 0;
    rc = await pirn_copy(&r, &to.stream, &copied);
    printf("half a copy: %d, %d [%.*s]\n", rc == -ENOSPC, (int)copied,
           (int)to.size, below);
    to = pirn_memory(below, 0, sizeof below);
    rc = await pirn_copy(&r, &to.stream, &copied);
    printf("the other half: %d, %d [%.*s]\n", rc, (int)copied, (int)to.size,
           below);
}

async int main(void)
{
    await reading();
    await ends();
    await writing();
    await copying();
    return 0;
}
