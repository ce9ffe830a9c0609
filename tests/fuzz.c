/* What is not C through the translator: it may refuse it, but neither crash nor
 * take more than SECONDS of the processor, nor memory without end. The first
 * byte of an input chooses the options, the rest is the text.
 *
 * Random bytes hardly get past the parser. So most inputs are made from others
 * by tokens: some are left out, repeated, exchanged or moved elsewhere, alone
 * or as groups in brackets, of the same text or of another. */
#include "translate/translate.h"

#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

enum { SECONDS = 10 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t room);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room,
                               unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size,
                                 const uint8_t *b, size_t b_size, uint8_t *out,
                                 size_t room, unsigned seed);

static void too_long(int signal)
{
    (void)signal;
    abort();
}

/* The fuzzer's own limit counts what other programs take, too. */
static void limit_time(void)
{
    struct itimerval limit = {.it_value.tv_sec = SECONDS};
    signal(SIGPROF, too_long);
    setitimer(ITIMER_PROF, &limit, NULL);
}

/* The file that the text is said to come from, for those who read it again: the
 * text itself. Nothing that the preprocessor has done is between them. */
static const char *file_of(const char *text, size_t length)
{
    static char name[32];
    static int file;
    if (!*name) {
        file = memfd_create("fuzz.c", 0);
        snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    }
    if (file < 0 || ftruncate(file, 0) != 0 ||
        pwrite(file, text, length, 0) != (ssize_t)length)
        abort();
    return name;
}

static struct translate_result read_it(const char *text, size_t length,
                                       uint8_t options,
                                       struct translate_options *o)
{
    if (!(options & 16))
        return translate(text, length, o);
    if (!(options & 32))
        return elide(text, length, o);
    o->file = file_of(text, length);
    return elide_in_copy(text, length, o, text, options & 64);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *nowhere;
    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    if (size == 0 || !nowhere)
        return 0;
    struct translate_options options = {
        .file = "fuzz.c",
        .async_all = (enum async_all)(data[0] & 3),
        .seed = data[0],
        .clang = data[0] & 4,
        .threads = data[0] & 8,
        .diagnostics = nowhere,
    };
    limit_time();
    char *text = malloc(size); /* exactly: reading past the end is seen */
    memcpy(text, data + 1, size - 1);
    text[size - 1] = '\0';
    struct translate_result result = read_it(text, size - 1, data[0], &options);
    free(result.text);
    free(text);
    return 0;
}

/* -- tokens -- */

struct part {
    const uint8_t *text;
    size_t length;
};

/* The token at the text's beginning: a word, a string, or a character, with
 * the white space behind it. */
static size_t token_length(const uint8_t *text, size_t size)
{
    size_t length = 1;
    if (isalnum(*text) || *text == '_') {
        while (length < size && (isalnum(text[length]) || text[length] == '_'))
            length++;
    } else if (*text == '"' || *text == '\'') {
        while (length < size && text[length] != *text && text[length] != '\n')
            length += text[length] == '\\' && length + 1 < size ? 2 : 1;
        length += length < size;
    }
    while (length < size && isspace(text[length]))
        length++;
    return length;
}

/* A token at random, or the whole group in brackets that it opens. */
static struct part choose(struct part text, unsigned *seed)
{
    if (text.length == 0)
        return text;
    size_t at = 0, wanted = (size_t)rand_r(seed) % text.length;
    while (at + token_length(text.text + at, text.length - at) <= wanted)
        at += token_length(text.text + at, text.length - at);
    struct part part = {text.text + at, 0};
    int depth = 0;
    bool is_long = rand_r(seed) % 8 == 0; /* several of them */
    do {
        uint8_t c = part.text[part.length];
        depth += c == '(' || c == '[' || c == '{';
        depth -= c == ')' || c == ']' || c == '}';
        part.length += token_length(part.text + part.length,
                                    text.length - at - part.length);
        is_long = is_long && rand_r(seed) % 8 != 0;
    } while ((depth > 0 || is_long) && at + part.length < text.length);
    return part;
}

static size_t add(uint8_t *out, size_t size, size_t room, const uint8_t *text,
                  size_t length)
{
    if (length > room - size)
        length = room - size;
    memcpy(out + size, text, length);
    return size + length;
}

/* The text with `by` in the place of `part`. */
static size_t replace(uint8_t *out, size_t room, struct part text,
                      struct part part, struct part by)
{
    size_t before = (size_t)(part.text - text.text);
    size_t size = add(out, 0, room, text.text, before);
    size = add(out, size, room, by.text, by.length);
    return add(out, size, room, part.text + part.length,
               text.length - before - part.length);
}

/* -- mutations -- */

static size_t mutate(uint8_t *out, size_t room, struct part text,
                     struct part other, unsigned *seed)
{
    struct part first = choose(text, seed), second = choose(other, seed);
    switch (rand_r(seed) % 4) {
    case 0: /* leave out */
        second.length = 0;
        break;
    case 1: /* insert before */
        first.length = 0;
        break;
    case 2: /* repeat */
        second = first;
        first.length = 0;
        break;
    default: /* take the place of */
        break;
    }
    return replace(out, room, text, first, second);
}

static uint8_t *scratch(size_t size)
{
    uint8_t *memory = malloc(size + 1);
    if (!memory)
        abort();
    return memory;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room,
                               unsigned seed)
{
    if (size < 2 || rand_r(&seed) % 4 == 0)
        return LLVMFuzzerMutate(data, size, room);
    uint8_t *old = scratch(size);
    memcpy(old, data, size);
    if (rand_r(&seed) % 8 == 0)
        *data = (uint8_t)rand_r(&seed);
    struct part text = {old + 1, size - 1};
    size = 1 + mutate(data + 1, room - 1, text, text, &seed);
    free(old);
    return size;
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size,
                                 const uint8_t *b, size_t b_size, uint8_t *out,
                                 size_t room, unsigned seed)
{
    if (a_size < 2 || b_size < 2 || room < 2)
        return 0;
    *out = *a;
    return 1 + mutate(out + 1, room - 1, (struct part){a + 1, a_size - 1},
                      (struct part){b + 1, b_size - 1}, &seed);
}
