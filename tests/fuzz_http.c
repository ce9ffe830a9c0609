/* Bytes through the parsers of examples/httpd.c. The first byte of an input
 * says what the rest is: the head of a request, or the value of a field. What
 * is served stays below the root, and in the file. */
#include "../examples/http_answer.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static const struct stat file = {.st_size = 1000, .st_mode = S_IFREG};

/* What is sent of the file, which r asks for. */
static void answer(struct request *r)
{
    struct answer a = {.file = -1, .size = file.st_size};
    struct text text = {.length = 0};
    int64_t sum = 0;
    a.type = type_of(r->path);
    set_validators(&a.validators, &file, 10);
    a.status = status_by_conditions(r, &a.validators);
    if (a.status == 200)
        a.status = find_ranges(r, &a);
    for (int i = 0; is_of_file(&a) && i < a.count; i++) {
        check(a.ranges[i].first >= 0 && a.ranges[i].size > 0);
        check(a.ranges[i].first + a.ranges[i].size <= a.size);
        sum += a.ranges[i].size;
    }
    check(sum <= a.size);
    add_head(&text, r, &a);
    check(text.length < sizeof(text.data) - SMALL);
    check(memmem(text.data, text.length, "\r\n\r\n", 4) != NULL);
}

static void read_head(char *head, size_t size)
{
    struct request r = {.keep_alive = false};
    int status = read_request(head, size, &r);
    check(status == 0 || (status >= 400 && status < 600));
    if (status)
        return;
    check(strlen(r.path) < sizeof(r.path) && *r.path != '\0');
    check(*r.target == '/' && r.target[1] != '/');
    answer(&r);
}

static void read_value(const char *value)
{
    struct request r = {.field.range = value};
    answer(&r);
    r.field.if_range = value;
    answer(&r);
    r.field.if_none_match = value;
    r.field.if_modified_since = value;
    answer(&r);
    r.field.if_match = value;
    r.field.if_unmodified_since = value;
    answer(&r);
    (void)has_word(value, "close");
    (void)status_of, (void)examine_file;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char end[] = "\r\n\r\n"; /* a head has it, a value its NUL */
    if (size < 2 || size > 8000)
        return -1;
    char *text = malloc(size + 3); /* exactly: reading past the end is seen */
    memcpy(text, data + 1, size - 1);
    memcpy(text + size - 1, data[0] % 2 ? "" : end, data[0] % 2 ? 1 : 4);
    if (data[0] % 2)
        read_value(text);
    else
        read_head(text, size + 3);
    free(text);
    return 0;
}
