// Without the translator pirn_serve serves one client after the other, until
// its stop is set.
// expect: 3 clients: 0
// expect: ONE TWO THREE
// elided: same
// workers: any
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <pirn.h>

static struct pirn_event stop;
static int served;

static async void serve(int fd, void *arg)
{
    char text[16];
    ssize_t n = await pirn_read(fd, text, sizeof text);
    for (ssize_t i = 0; i < n; i++)
        text[i] = (char)toupper((unsigned char)text[i]);
    if (n > 0)
        await pirn_write_all(fd, text, (size_t)n, NULL);
    if (__atomic_add_fetch(&served, 1, __ATOMIC_SEQ_CST) == *(int *)arg)
        pirn_event_set(&stop);
}

async int main(void)
{
    static const char *const words[] = {"one ", "two ", "three"};
    struct pirn_serve_options options = {.stop = &stop, .drain = PIRN_NEVER};
    int listener = pirn_tcp_listen("127.0.0.1", 0), count = 3, fd[3];
    char answer[16];
    options.arg = &count;
    for (int i = 0; i < count; i++) {
        fd[i] = await pirn_tcp_connect("127.0.0.1", pirn_tcp_port(listener));
        await pirn_write_all(fd[i], words[i], strlen(words[i]), NULL);
    }
    int rc = await pirn_serve(listener, serve, &options);
    printf("%d clients: %d\n", served, rc);
    for (int i = 0; i < count; i++) {
        ssize_t n = await pirn_read(fd[i], answer, sizeof answer);
        printf("%.*s", n > 0 ? (int)n : 0, answer);
        await pirn_close(fd[i]);
    }
    puts("");
    await pirn_close(listener);
    return 0;
}
