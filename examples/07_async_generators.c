/* A generator that waits between its values.
 *
 *     pirn run examples/07_async_generators.c
 *
 * Here: the lines that come through a pipe. The consumer writes
 * `await pirn_next(...)`, and while no line is there, others run. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <pirn.h>

/* A line is good until the next one is asked for. */
static async generator const char *lines(int fd)
{
    char buffer[64];
    size_t length = 0;
    ssize_t got;
    while ((got = await pirn_read(fd, buffer + length,
                                  sizeof buffer - 1 - length)) > 0) {
        length += (size_t)got;
        char *start = buffer, *end;
        while ((end = memchr(start, '\n', length)) != NULL) {
            *end = '\0';
            yield start;
            length -= (size_t)(end + 1 - start);
            start = end + 1;
        }
        memmove(buffer, start, length);
    }
    if (got < 0)
        pirn_fail((int)got);
    if (length) {
        buffer[length] = '\0';
        yield buffer;
    }
}

static async void talk(int fd)
{
    static const char *const pieces[] = {"one\ntw", "o\n", "three\nfour"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        await pirn_write_all(fd, pieces[i], strlen(pieces[i]), NULL);
        await pirn_sleep(PIRN_MS);
    }
    await pirn_close(fd);
}

async int main(void)
{
    int ends[2];
    if (pipe(ends))
        return 1;
    scope (s) {
        spawn talk(ends[1]);
        gen(const char *) g = lines(ends[0]);
        const char *line;
        while (await pirn_next(g, &line) == 1)
            printf("%zu %s\n", strlen(line), line);
        await pirn_gen_close(g);
        await pirn_close(ends[0]);
    }
    // expect: 3 one
    // expect: 3 two
    // expect: 5 three
    // expect: 4 four
    return 0;
}
