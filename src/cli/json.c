/* JSON, read from front to back without a tree. */
#include "view.h"

#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 200 };

void json_die(const struct json *json, const char *what)
{
    size_t line = 1;
    for (const char *at = json->begin; at < json->at; at++)
        line += *at == '\n';
    die("%s:%zu: this is no trace: %s", json->path, line, what);
}

static void skip_space(struct json *json)
{
    while (json->at < json->end && strchr(" \t\r\n", *json->at) && *json->at)
        json->at++;
}

char json_peek(struct json *json)
{
    skip_space(json);
    if (json->at == json->end)
        json_die(json, "it ends in the middle");
    char c = *json->at;
    if (c == '{' || c == '[' || c == '"')
        return c;
    if (c == '-' || (c >= '0' && c <= '9'))
        return '0';
    return 't';
}

void json_enter(struct json *json, char bracket)
{
    if (json_peek(json) != bracket)
        json_die(json, bracket == '{' ? "an object is missing"
                                      : "an array is missing");
    if (++json->depth > DEEPEST)
        json_die(json, "it is nested too deeply");
    json->at++;
}

/* True if no `close` comes next; then a comma has been read. */
static bool next(struct json *json, char close, bool *is_first)
{
    skip_space(json);
    if (json->at < json->end && *json->at == close) {
        json->at++;
        json->depth--;
        return false;
    }
    if (!*is_first) {
        if (json->at == json->end || *json->at != ',')
            json_die(json, "a comma is missing");
        json->at++;
    }
    *is_first = false;
    return true;
}

bool json_next_key(struct json *json, bool *is_first)
{
    if (!next(json, '}', is_first))
        return false;
    json_string(json);
    skip_space(json);
    if (json->at == json->end || *json->at != ':')
        json_die(json, "a colon is missing");
    json->at++;
    return true;
}

bool json_next_item(struct json *json, bool *is_first)
{
    return next(json, ']', is_first);
}

/* Strings ------------------------------------------------------------------ */

static void add(struct json *json, char c)
{
    if (json->text.length + 1 >= json->room) {
        json->room = json->room ? 2 * json->room : 256;
        json->text.bytes = grow(json->text.bytes, json->room);
    }
    json->text.bytes[json->text.length++] = c;
}

static void add_utf8(struct json *json, unsigned c)
{
    if (c < 0x80) {
        add(json, (char)c);
        return;
    }
    if (c >= 0x10000)
        add(json, (char)(0xf0 | c >> 18));
    if (c >= 0x10000)
        add(json, (char)(0x80 | (c >> 12 & 0x3f)));
    else if (c >= 0x800)
        add(json, (char)(0xe0 | c >> 12));
    if (c >= 0x800)
        add(json, (char)(0x80 | (c >> 6 & 0x3f)));
    else
        add(json, (char)(0xc0 | c >> 6));
    add(json, (char)(0x80 | (c & 0x3f)));
}

static unsigned four_digits(struct json *json)
{
    unsigned value = 0;
    for (int i = 0; i < 4; i++) {
        char c = json->at < json->end ? *json->at : 0;
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                         : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10
                                                : 16;
        if (digit == 16)
            json_die(json, "an escape in a string is wrong");
        value = value << 4 | digit;
        json->at++;
    }
    return value;
}

/* Behind \u. Half of a pair, and NUL, become U+FFFD. */
static void read_unicode(struct json *json)
{
    unsigned c = four_digits(json);
    if (c >= 0xd800 && c < 0xdc00 && json->end - json->at >= 6 &&
        json->at[0] == '\\' && json->at[1] == 'u') {
        json->at += 2;
        unsigned low = four_digits(json);
        c = low >= 0xdc00 && low < 0xe000
                ? 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00)
                : 0xfffd;
    }
    add_utf8(json, c == 0 || (c >= 0xd800 && c < 0xe000) ? 0xfffd : c);
}

static void read_escape(struct json *json)
{
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    char c = json->at < json->end ? *json->at++ : 0;
    const char *name = c ? strchr(names, c) : NULL;
    if (c == 'u')
        read_unicode(json);
    else if (name)
        add(json, values[name - names]);
    else
        json_die(json, "an escape in a string is wrong");
}

const char *json_string(struct json *json)
{
    if (json_peek(json) != '"')
        json_die(json, "a string is missing");
    json->at++;
    json->text.length = 0;
    for (;;) {
        if (json->at == json->end || (unsigned char)*json->at < 0x20)
            json_die(json, "a string does not end");
        char c = *json->at++;
        if (c == '"')
            break;
        if (c == '\\')
            read_escape(json);
        else
            add(json, c);
    }
    add(json, 0);
    json->text.length--;
    return json->text.bytes;
}

/* Others ------------------------------------------------------------------- */

/* The text ends with a NUL, so strtod does. */
double json_number(struct json *json)
{
    char *end;
    if (json_peek(json) != '0')
        json_die(json, "a number is missing");
    double value = strtod(json->at, &end);
    if (end == json->at)
        json_die(json, "a number is wrong");
    json->at = end;
    return value;
}

static void skip_word(struct json *json)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i]);
        if ((size_t)(json->end - json->at) >= length &&
            memcmp(json->at, words[i], length) == 0) {
            json->at += length;
            return;
        }
    }
    json_die(json, "it is no JSON");
}

void json_skip(struct json *json)
{
    bool is_first = true;
    switch (json_peek(json)) {
    case '{':
        json_enter(json, '{');
        while (json_next_key(json, &is_first))
            json_skip(json);
        break;
    case '[':
        json_enter(json, '[');
        while (json_next_item(json, &is_first))
            json_skip(json);
        break;
    case '"':
        json_string(json);
        break;
    case '0':
        json_number(json);
        break;
    default:
        skip_word(json);
    }
}
