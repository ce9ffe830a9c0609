/* What the compiler says of Pirn's macros and types, in the user's words.
 *
 * Where the words are macros, clang tells of each macro of Pirn's headers that
 * a mistake went through, and gcc through which headers it came to the first of
 * them; either shows how the type of a channel or a handle is made, and
 * proposes names that are not for the user. All of it is left out, or said as
 * the user wrote it. */
#include "cli.h"

#include <ctype.h>
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

static bool is_sentence(const char *text)
{
    return starts_with(text, "this is no pointer to a") ||
           starts_with(text, "this takes a ") || starts_with(text, "pirn_") ||
           starts_with(text, "PIRN_");
}

/* The sentence of an assertion in Pirn's headers, whose message begins there;
 * or NULL. clang may tell of a requirement first. */
static char *find_sentence(char *message)
{
    static const char GCC[] = "static assertion failed: ",
                      CLANG[] = "static_assert failed", WHY[] = " due to ";
    char *at = message + sizeof GCC - 1;
    if (starts_with(message, CLANG)) {
        at = message + sizeof CLANG - 1;
        if (starts_with(at, WHY))
            at += strcspn(at, "\"\n") - 1;
    } else if (!starts_with(message, GCC)) {
        return NULL;
    }
    at += strspn(at, " \\\"");
    return is_sentence(at) ? at : NULL;
}

/* What one of Pirn's headers asserts is said without the assertion. */
static void say_asserted(char *text)
{
    for (char *at = text; (at = strstr(at, "static"));) {
        char *sentence = find_sentence(at);
        if (!sentence) {
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

/* A name of Pirn's headers, or of a copy that is read. */
static bool has_own_name(const char *text, size_t length)
{
    for (const struct copied_word *word = COPIED_WORDS; word->name; word++)
        if (memmem(text, length, word->name, strlen(word->name)))
            return true;
    return memmem(text, length, "pirn__", 6) != NULL;
}

/* Names that are not for the user are not proposed. */
static void propose_less(char *text)
{
    for (char *at = text; (at = strstr(at, "; did you mean "));) {
        char *end = strchr(at, '?');
        if (end && has_own_name(at, (size_t)(end - at)))
            take_out(at, end + 1);
        else
            at++;
    }
}

/* A function behind a macro is named as that: pirn__clause_mutex_lock is
 * PIRN_MUTEX_LOCK, and pirn__chan_send is pirn_chan_send. Behind some there are
 * two. */
static void print_named(FILE *out, const char *line, size_t length)
{
    static const char *const NAMES[][2] = {
        {"clause_time", "PIRN_AFTER or PIRN_UNTIL"},
        {"clause_poll", "PIRN_READABLE or PIRN_WRITABLE"},
        {"takes_scope", "pirn_scope_ref"},
        {"format", "pirn_print"}};
    const char *end = line + length, *at;
    while ((at = memmem(line, (size_t)(end - line), "pirn__", 6))) {
        const char *name = at + 6;
        size_t size = strspn(name, NAME_PARTS), i = 0;
        fwrite(line, 1, (size_t)(at - line), out);
        line = name + size;
        for (; i < sizeof NAMES / sizeof *NAMES; i++)
            if (strlen(NAMES[i][0]) == size && !memcmp(name, NAMES[i][0], size))
                break;
        if (i < sizeof NAMES / sizeof *NAMES) {
            fputs(NAMES[i][1], out);
        } else if (starts_with(name, "checked_")) {
            fwrite(name + 8, 1, size - 8, out);
        } else if (starts_with(name, "clause_")) {
            fputs("PIRN_", out);
            for (size_t c = 7; c < size; c++)
                putc(toupper((unsigned char)name[c]), out);
        } else {
            fprintf(out, "pirn_%.*s", (int)size, name);
        }
    }
    fwrite(line, 1, (size_t)(end - line), out);
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
    size_t length = strspn(at, NAME_PARTS);
    return at > line && has_own_name(at, length) &&
           at[length + strspn(at + length, "\033[mK0;")] == '\n';
}

void retell(struct content *messages)
{
    struct content told = {NULL, 0};
    bool is_left_out = false;
    char *text = messages->bytes;
    FILE *out = text ? open_memstream(&told.bytes, &told.length) : NULL;
    if (!text)
        return;
    if (!out)
        die("out of memory");
    name_channels(text);
    name_values(text);
    say_asserted(text);
    propose_less(text);
    for (char *at = text; *at;) {
        size_t length = strcspn(at, "\n");
        size_t next = length + (at[length] == '\n');
        bool heads = is_head(at, length);
        if (starts_with(at, "In file included from "))
            is_left_out = is_in_headers(at, length);
        else if (heads)
            is_left_out = is_of_headers(at, length);
        if (!is_left_out && !is_proposal(at)) {
            if (heads || *at == '[') /* JSON */
                print_named(out, at, next);
            else
                fwrite(at, 1, next, out);
        }
        at += next;
    }
    fclose(out);
    free(text);
    *messages = told;
}
