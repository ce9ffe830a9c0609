/* What has to be done at the end stands at the beginning.
 *
 *     pirn run examples/11_defer.c
 *
 * `defer` runs its statement when the block is left, on whatever road, the last
 * one first. So whoever opens something says at once how it is closed, and no
 * `return` can forget it. In a coroutine a defer may await, and is not refused
 * although its task has been told to stop; in a generator it also runs when
 * that is closed in the middle. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <pirn.h>

/* A generator that owns a file. */
static generator char *lines(const char *name)
{
    FILE *file = fopen(name, "r");
    if (!file)
        pirn_fail(-errno);
    defer fclose(file);
    static char line[200];
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        yield line;
    }
}

/* The values of one after the other; a failure of theirs is one of this. */
static generator char *all_lines(const char *const *names, int count)
{
    for (int i = 0; i < count; i++)
        yield_from lines(names[i]);
}

/* In plain C, too. */
static int print_lines(int most, const char *const *names, int count)
{
    gen(char *) g = all_lines(names, count);
    defer pirn_gen_close(g);
    char *line;
    int rc;
    while ((rc = pirn_next(g, &line)) == 1) {
        if (most-- == 0)
            return 1; /* the file is closed */
        printf("  %s\n", line);
    }
    return rc;
}

static async int talk(int from, int to)
{
    char c = 'a';
    for (;;) {
        ssize_t n = await pirn_write(to, &c, 1);
        if (n == 1)
            n = await pirn_read(from, &c, 1);
        if (n < 0)
            return (int)n;
        c++;
    }
}

static async int stop_in_time(void)
{
    int ends[2];
    if (pipe(ends) < 0)
        return -errno;
    defer await pirn_close(ends[0]);
    defer await pirn_close(ends[1]);
    scope (s, .timeout = 20 * PIRN_MS) {
        defer printf("nobody talks any more\n");
        task(int) t = spawn talk(ends[0], ends[1]);
        return await t;
    } else {
        return -ETIMEDOUT;
    }
}

static void print(char **text)
{
    printf("%s\n", *text);
    free(*text);
}

async int main(void)
{
    char name[] = "/tmp/defer-XXXXXX";
    int fd = mkstemp(name);
    if (fd < 0)
        return 1;
    defer unlink(name);
    await pirn_write_all(fd, "one\ntwo\nthree\n", 14, NULL);
    await pirn_close(fd);

    const char *names[] = {name, name, "/nowhere"};
    printf("%d\n", print_lines(4, names, 3));
    // expect:   one
    // expect:   two
    // expect:   three
    // expect:   one
    // expect: 1
    printf("%d\n", print_lines(1, names + 2, 1) == -ENOENT); // expect: 1

    int rc = await stop_in_time();
    printf("%d\n", rc == -ETIMEDOUT);
    // expect: nobody talks any more
    // expect: 1

    /* GNU C's way of saying it works as well. */
    __attribute__((cleanup(print))) char *text = strdup("the end");
    text[0] = 'T'; // expect: The end
    return 0;
}
