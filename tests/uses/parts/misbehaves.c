/* misbehaves: a web server whose pages behave badly, each as its name says. It
 * prints its port, and when SIGTERM ends it how many connections there were at
 * once, at most. */
#include <errno.h>
#include <pirn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static atomic_int now, most, flaky, never;
static int port;

static const char index_page[] =
    "<html><!-- <a href='/in-a-comment'> --><body class=x>\n"
    "<a href=good>1</a> <A class='x' HREF = \"./a/../good#part\">2</A>\n"
    "<a href='/missing'>3</a><img src=/flaky><a href=/never>4</a>\n"
    "<a href='/slow?a=1&amp;b=2'>5</a><a href=/reset>6</a>\n"
    "<a href=/endless>7</a><a href=/moved>8</a><a href=/circle>9</a>\n"
    "<a href=/for-ever-0>10</a><a href=/cut>11</a><a href=/no-http>12</a>\n"
    "<a href=mailto:nobody>13</a><a href=https://localhost/>14</a>\n"
    "<a href=#here>15</a><a href=sub/page>16</a><a href='/two words'>17</a>\n"
    "<a href=/silent>18</a><a href='http://%s:%d/good'>19</a>\n";

static async void say(struct pirn_writer *out, const char *status,
                      const char *fields, const char *body)
{
    await pirn_print(out,
                     "HTTP/1.1 %s\r\nContent-Type: text/html\r\n"
                     "Content-Length: %zu\r\n%s\r\n%s",
                     status, strlen(body), fields, body);
    await pirn_flush(out);
}

static async void say_moved(struct pirn_writer *out, const char *to)
{
    char field[100];
    snprintf(field, sizeof field, "Location: %s\r\n", to);
    await say(out, "302 Found", field, "");
}

/* Waits for that, for a time at most. */
static async bool has_gone(int fd, int64_t patience)
{
    char none;
    scope (s, .timeout = patience) {
        return await pirn_read(fd, &none, 1) != -ECANCELED;
    }
    return false;
}

/* Says text, with all of a second between its bytes. */
static async void say_slowly(int fd, const char *text)
{
    for (; *text; text++)
        if (await pirn_send(fd, text, 1, 0) < 0 || await has_gone(fd, PIRN_S))
            return;
}

static async void say_for_ever(int fd, char c)
{
    while (await pirn_send(fd, &c, 1, 0) > 0)
        continue;
}

static async void reset(int fd)
{
    struct linger at_once = {1, 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

static async void answer(int fd, const char *page, struct pirn_writer *out)
{
    static const char good[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
    char text[2000];
    int number;
    if (strcmp(page, "/") == 0) {
        snprintf(text, sizeof text, index_page, "127.0.0.1", port);
        await say(out, "200 OK", "", text);
    } else if (strcmp(page, "/good") == 0) {
        await say(out, "200 OK", "", "<a href=/>up</a>");
    } else if (strcmp(page, "/sub/page") == 0) {
        await say(out, "200 OK", "", "<a href='../missing-too?x'>up</a>");
    } else if (strcmp(page, "/flaky") == 0 && ++flaky > 2) {
        await say(out, "200 OK", "", "");
    } else if (strcmp(page, "/flaky") == 0 || strcmp(page, "/never") == 0) {
        never += page[1] == 'n';
        await say(out, "500 Internal Server Error", "", "");
    } else if (strcmp(page, "/slow?a=1&b=2") == 0) {
        await say_slowly(fd, good);
    } else if (strcmp(page, "/endless") == 0) {
        await pirn_write_all(fd, good, strlen(good), NULL);
        await say_for_ever(fd, 'x');
    } else if (strcmp(page, "/reset") == 0) {
        await pirn_write_all(fd, good, strlen(good), NULL);
        await reset(fd);
    } else if (strcmp(page, "/moved") == 0) {
        await say_moved(out, "/missing-at-last");
    } else if (strcmp(page, "/circle") == 0) {
        await say_moved(out, "circle/");
    } else if (strcmp(page, "/circle/") == 0) {
        await say_moved(out, "../circle");
    } else if (sscanf(page, "/for-ever-%d", &number) == 1) {
        snprintf(text, sizeof text, "/for-ever-%d", number + 1);
        await say_moved(out, text);
    } else if (strcmp(page, "/cut") == 0) {
        await pirn_print(out, "%sContent-Length: 1000\r\n\r\nnot all", good);
        await pirn_flush(out);
    } else if (strcmp(page, "/no-http") == 0) {
        await pirn_write_all(fd, "hello\n", 6, NULL);
    } else if (strcmp(page, "/silent") == 0) {
        await has_gone(fd, PIRN_NEVER);
    } else {
        await say(out, "404 Not Found", "", "");
    }
}

static async void serve(int fd, void *arg)
{
    char lines[4096], answers[4096], page[1000] = "", *line;
    struct pirn_descriptor client = pirn_descriptor(fd);
    struct pirn_reader in;
    struct pirn_writer out;
    (void)arg;
    int count = ++now;
    most = count > most ? count : most;
    pirn_reader_init(&in, &client.stream, lines, sizeof lines);
    pirn_writer_init(&out, &client.stream, answers, sizeof answers);
    if (await pirn_read_line(&in, &line) > 0)
        sscanf(line, "GET %999[^\r]", page);
    if (strlen(page) > 9)
        page[strlen(page) - 9] = '\0'; /* " HTTP/1.0" */
    while (await pirn_read_line(&in, &line) > 2)
        continue;
    await answer(fd, page, &out);
    now--;
}

static async int serve_all(void *listener)
{
    return await pirn_serve(*(int *)listener, serve, NULL);
}

async int main(void)
{
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    if (listener < 0)
        return 1;
    port = pirn_tcp_port(listener);
    printf("%d\n", port);
    fflush(stdout);
    await pirn_until_signal(PIRN_SIGNAL(SIGTERM), serve_all, &listener);
    printf("%d at once, /never %d times\n", most, never);
    await pirn_close(listener);
    return 0;
}
