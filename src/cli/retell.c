/* What the compiler says of Pirn's macros and types, in the user's words.
 *
 * Where the words are macros, clang tells of each macro of Pirn's headers that
 * a mistake went through, and gcc through which headers it came to the first of
 * them; either shows how the type of a channel or a handle is made, and proposes
 * names that are not for the user. All of it is left out, or said as the user wrote it. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

static void take_out(char *from, char *to)
{
    memmove(from, to, strlen(to) + 1);
}

/* Texts within a message --------------------------------------------------- */

/* The beginning of what is quoted before at. Behind gcc's quotation mark
 * colours may be set. */
static char *behind_quote(char *text, char *at)
{
    while (at > text && at[-1] != '\'' && at[-1] != '\x98' &&
           !(at[-1] == 'K' && at - text > 2 && at[-2] == '['))
        at--;
    return at;
}

/* T (*)(struct pirn_chan_tag *), or clang's typeof of that, becomes chan(T). */
static void name_channels(char *text)
{
    static const char TAG[] = " (*)(struct pirn_chan_tag *)";
    static const char TYPEOF[] = "typeof(typeof(", AKA[] = "' (aka '";
    for (char *at = text; (at = strstr(at, TAG));) {
        char *begin = behind_quote(text, at), *end = at + sizeof TAG - 1;
        size_t skipped = 0;
        if (starts_with(begin, TYPEOF) && at[-1] == ')' && *end == ')') {
            char *known = end + 1, *last;
            skipped = sizeof TYPEOF - 1;
            end++;
            if (starts_with(known, AKA) && (last = strstr(known, "')")))
                take_out(known + 1, last + 2);
        }
        size_t length = (size_t)(at - begin) - skipped - (skipped != 0);
        char *type = format_text("chan(%.*s)", (int)length, begin + skipped);
        memcpy(begin, type, strlen(type));
        take_out(begin + strlen(type), end);
        at = begin + strlen(type);
    }
}

/* clang's 'typeof(T)' (aka 'T'), of a handle, becomes 'T'. */
static void name_values(char *text)
{
    static const char TYPEOF[] = "'typeof", AKA[] = "' (aka ";
    for (char *at = text; (at = strstr(at, TYPEOF)); at++) {
        char *quote = at + 1 + strcspn(at + 1, "'\n");
        if (!starts_with(quote, AKA))
            continue;
        char *known = quote + sizeof AKA - 1;
        char *end = known + 1 + strcspn(known + 1, "'\n");
        if (!starts_with(end, "')"))
            continue;
        take_out(end + 1, end + 2);
        take_out(at, known);
    }
}

/* What one of Pirn's headers asserts is said without the assertion. */
static void say_asserted(char *text)
{
    static const char SENTENCE[] = "this is no pointer to a";
    for (char *at = text; (at = strstr(at, "static"));) {
        size_t line = strcspn(at, "\n");
        char *sentence = memmem(at, line, SENTENCE, sizeof SENTENCE - 1);
        bool is_one = starts_with(at, "static assertion failed") ||
                      starts_with(at, "static_assert failed");
        if (!is_one || !sentence) {
            at += 6;
            continue;
        }
        take_out(at, sentence);
        at += strcspn(at, "\"\\\n");
        if (*at == '\\') /* in JSON */
            take_out(at, at + 1);
        if (*at == '"')
            take_out(at, at + 1);
    }
}

/* Names that are not for the user are not proposed. */
static void propose_less(char *text)
{
    for (char *at = text; (at = strstr(at, "; did you mean "));) {
        char *end = strchr(at, '?');
        char *name = end ? memmem(at, (size_t)(end - at), "pirn__", 6) : NULL;
        if (name)
            take_out(at, end + 1);
        else
            at++;
    }
}

/* Lines -------------------------------------------------------------------- */

static bool is_in_headers(const char *line, size_t length)
{
    return memmem(line, length, "/include/pirn/", 14) ||
           memmem(line, length, "/include/pirn.h", 15);
}

static bool has(const char *line, size_t length, const char *text)
{
    return memmem(line, length, text, strlen(text)) != NULL;
}

/* A line that begins a message, or belongs to none. */
static bool is_head(const char *line, size_t length)
{
    return has(line, length, "error: ") || has(line, length, "warning: ") ||
           has(line, length, "note: ") || has(line, length, "In function ") ||
           has(line, length, " generated.") ||
           starts_with(line, "In file included from ");
}

/* A note that tells of one of Pirn's macros, or of a name of its own. */
static bool is_of_headers(const char *line, size_t length)
{
    const char *note = memmem(line, length, "note: ", 6);
    if (!note || !is_in_headers(line, (size_t)(note - line)))
        return false;
    length -= (size_t)(note - line);
    return has(note, length, "expanded from macro") ||
           has(note, length, "in expansion of macro") ||
           has(note, length, "in definition of macro") ||
           has(note, length, "pirn__");
}

/* A line that shows what would be put in the place of a name. */
static bool is_proposal(const char *line)
{
    const char *at = line + strspn(line, " |");
    while (*at == '\033')
        at += strcspn(at, "mK\n") + 1;
    return at > line && starts_with(at, "pirn__");
}

void retell(struct content *messages)
{
    bool is_left_out = false;
    char *to = messages->bytes;
    if (!to)
        return;
    name_channels(to);
    name_values(to);
    say_asserted(to);
    propose_less(to);
    for (char *at = to; *at;) {
        size_t length = strcspn(at, "\n");
        size_t next = length + (at[length] == '\n');
        if (starts_with(at, "In file included from "))
            is_left_out = is_in_headers(at, length);
        else if (is_head(at, length))
            is_left_out = is_of_headers(at, length);
        if (!is_left_out && !is_proposal(at)) {
            memmove(to, at, next);
            to += next;
        }
        at += next;
    }
    *to = '\0';
    messages->length = (size_t)(to - messages->bytes);
}
