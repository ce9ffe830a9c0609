// What is written in Pirn itself is the same text in the elision.
// expect: hello: the end after 5
// elided: same
// workers: any
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <pirn.h>

async int main(void)
{
    char name[] = "/tmp/read-all-XXXXXX", got[8] = "";
    size_t done = 0;
    int fd = mkstemp(name);
    unlink(name);
    await pirn_write_all(fd, "hello", 5, NULL);
    lseek(fd, 0, SEEK_SET);
    if (await pirn_read_all(fd, got, 7, &done) == -ENODATA)
        printf("%s: the end after %zu\n", got, done);
    await pirn_close(fd);
    return 0;
}
