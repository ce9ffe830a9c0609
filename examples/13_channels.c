/* Tasks that hand things to each other.
 *
 *     pirn run examples/13_channels.c
 *
 * chan(T) is a queue between tasks: `pirn_chan_send` copies an item into it
 * and waits while it is full, `pirn_chan_recv` takes one out and waits while it
 * is empty. So who is quick waits for who is slow, and nothing piles up. Who
 * has sent the last item closes the channel; behind the last item, receiving
 * gives -EPIPE. */
// elided: same
#include <stdio.h>

#include <pirn.h>

struct word {
    char text[16];
    int line;
};

static async void read_words(chan(struct word) out)
{
    static const char *const poem[] = {"so", "much", "depends", "upon"};
    for (int i = 0; i < 4; i++) {
        struct word word = {.line = i / 3 + 1};
        snprintf(word.text, sizeof word.text, "%s", poem[i]);
        if (await pirn_chan_send(out, &word) < 0)
            break; /* we have been asked to stop */
    }
    pirn_chan_close(out);
}

static async void measure(chan(struct word) in, chan(int) out)
{
    struct word word;
    while (await pirn_chan_recv(in, &word) == 0) {
        int length = 0;
        while (word.text[length])
            length++;
        printf("line %d: %s\n", word.line, word.text);
        if (await pirn_chan_send(out, &length) < 0)
            break;
    }
    pirn_chan_close(out);
}

async int main(void)
{
    chan(struct word) words = pirn_chan_new(struct word, 8);
    chan(int) lengths = pirn_chan_new(int, 8);
    int sum = 0, length;
    scope (s) {
        spawn read_words(words);
        spawn measure(words, lengths);
        while (await pirn_chan_recv(lengths, &length) == 0)
            sum += length;
    }
    // expect: line 1: so
    // expect: line 1: much
    // expect: line 1: depends
    // expect: line 2: upon
    printf("%d letters\n", sum); // expect: 17 letters
    pirn_chan_free(words);
    pirn_chan_free(lengths);
    return 0;
}
