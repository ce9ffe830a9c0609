/* What the compiler says of the user's own text.
 *
 * The compiler reads the user's file with the user's options and Pirn's words
 * as macros (__PIRN_CHECK__, see keywords.h). So every line, column, caret,
 * macro note and fix-it of its errors and warnings is its own. If the reading
 * has errors, they are all there is; else the translated text, of which the
 * user has never seen a line, is compiled without a word.
 *
 * Some files would mean something else with the words as macros: void is no
 * type of a variable, and nothing marks the end of a generator. Of those the
 * compiler reads a copy in which other words stand in the place of a few
 * (elide_copy.c), and is told to look for headers where the file lies. Where
 * that cannot be done, or a member is called like a word, it reads the
 * preprocessed text without the words (elide.c), in which every token has its
 * line and column of the user's file. What is lost are the notes about macros,
 * and warnings about how the text is laid out.
 *
 * In either reading a coroutine is a plain function, so nothing is said where
 * pointers to the two are mixed up; and -w would silence the pragma of <pirn.h>
 * that makes this an error. So the types of the translated text are checked,
 * too. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_left_out(const struct argument *argument)
{
    switch (argument->kind) {
    case ARGUMENT_OUTPUT:
    case ARGUMENT_COMPANION:
    case ARGUMENT_DEPENDENCY:
    case ARGUMENT_LANGUAGE:
    case ARGUMENT_INPUT:
        return true;
    case ARGUMENT_STAGE:
        return strstr(argument->word[0], "save-temps");
    case ARGUMENT_PREPROCESS: /* the preprocessor has written them */
        return starts_with(argument->word[0], "-Wp,-M");
    default:
        return false;
    }
}

/* A generator may yield the address of a local, and begin with a call of
 * itself, which runs nothing. */
static void add_generators(struct words *command, bool clang)
{
    words_add(command, "-Wno-infinite-recursion");
    words_add(command,
              clang ? "-Wno-return-stack-address" : "-Wno-return-local-addr");
}

void add_reading_macros(struct words *command, const struct settings *settings)
{
    words_add(command, "-D__PIRN__=1");
    words_add(command, "-D__PIRN_CHECK__=1");
    if (settings->threads)
        words_add(command, "-D__PIRN_THREADS__=1");
}

static bool is_option_given(const struct arguments *arguments, const char *word)
{
    for (size_t i = 0; i < arguments->count; i++)
        if (strcmp(arguments->argument[i].word[0], word) == 0)
            return true;
    return false;
}

static bool wants_lines(const struct arguments *arguments)
{
    return !is_option_given(arguments, "-fno-caret-diagnostics") &&
           !is_option_given(arguments, "-fno-diagnostics-show-caret");
}

static size_t blanks(const char *text)
{
    return strspn(text, " \t");
}

static bool is_word(const char *name, size_t length)
{
    static const char *const WORDS[] = {
        "async", "await",     "yield",    "yield_from", "defer",
        "spawn", "try_spawn", "spawn_in", "spawn_on",   "generator",
        "scope", "task",      "gen",      "chan"};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (strlen(WORDS[i]) == length && !memcmp(name, WORDS[i], length))
            return true;
    return false;
}

static bool redefines_word(const char *path)
{
    struct content text;
    bool found = false;
    if (strcmp(path, "-") == 0 || !read_file(path, &text))
        return false;
    for (const char *at = text.bytes; *at && !found;) {
        const char *next = strchr(at, '\n');
        at += blanks(at);
        if (*at == '#') {
            at += 1 + blanks(at + 1);
            if (starts_with(at, "define")) {
                at += 6 + blanks(at + 6);
                found = is_word(at, strcspn(at, " \t\r\n("));
            }
        }
        at = next ? next + 1 : "";
    }
    free(text.bytes);
    return found;
}

/* A line mark that begins a file of the user's, `# 1 "FILE" 1`; its name then,
 * or NULL. */
static const char *begun_file(const char *mark)
{
    static const char begin[] = "# 1 \"";
    if (!starts_with(mark, begin))
        return NULL;
    const char *name = mark + sizeof begin - 1;
    const char *end = name + strcspn(name, "\"\n");
    if (!starts_with(end, "\" 1") || starts_with(end, "\" 1 3"))
        return NULL;
    name = format_text("%.*s", (int)(end - name), name);
    return strstr(name, "/include/pirn") ? NULL : name;
}

bool redefines_words(const char *path, const struct content *preprocessed)
{
    if (redefines_word(path))
        return true;
    for (const char *at = preprocessed->bytes; at && *at;) {
        const char *name = begun_file(at);
        if (name && redefines_word(name))
            return true;
        at = strchr(at, '\n');
        at += at != NULL;
    }
    return false;
}

/* What both readings have in common, without their input. */
static struct words reading_command(const struct settings *settings,
                                    const struct arguments *arguments,
                                    bool is_preprocessed)
{
    const struct compiler *compiler = &settings->compiler;
    struct words command = {0};
    words_add_all(&command, compiler->command.word, compiler->command.count);
    if (!is_preprocessed)
        add_reading_macros(&command, settings);
    if (compiler->clang) /* those in Pirn's headers are left out later */
        words_add(&command, "-fmacro-backtrace-limit=0");
    for (size_t i = 0; i < arguments->count; i++) {
        const struct argument *argument = &arguments->argument[i];
        if (!is_left_out(argument) &&
            !(is_preprocessed && argument->kind == ARGUMENT_PREPROCESS))
            words_add_all(&command, argument->word, argument->count);
    }
    add_colours(&command, arguments);
    if (!compiler->clang) {
        words_add(&command, "-S"); /* the assembler has its say later */
    } else if (arguments->stage == STAGE_LINK || is_preprocessed) {
        words_add(&command, "-c");
        words_add(&command, "-Qunused-arguments");
    }
    words_add(&command, "-o");
    words_add(&command, format_text("%s/reading", temporary_directory()));
    words_add(&command, "-x");
    return command;
}

int read_as_written(const struct settings *settings,
                    const struct arguments *arguments,
                    const struct argument *input, int standard_input,
                    struct content *messages)
{
    struct words command = reading_command(settings, arguments, false);
    words_add(&command, "c");
    add_headers(&command);
    words_add(&command, input->word[0]);
    response_shorten(&command, settings->compiler.command.count);
    return process_capture(&command, standard_input, NULL, messages);
}

static int read_without_words(const struct settings *settings,
                              const struct arguments *arguments,
                              const struct argument *input,
                              struct preprocessed *preprocessed,
                              bool has_generators, struct content *messages)
{
    const char *path = format_text("%s/reading.i", temporary_directory());
    struct translate_options options = {.file = input->word[0]};
    struct words command = reading_command(settings, arguments, true);
    struct translate_result elided =
        elide(preprocessed->text.bytes, preprocessed->text.length, &options);
    struct content said;
    write_file(path, elided.text, elided.length);
    free(elided.text);
    words_add(&command, "cpp-output");
    if (has_generators)
        add_generators(&command, settings->compiler.clang);
    if (settings->compiler.clang) {
        words_add(&command, "-fno-caret-diagnostics");
        /* It does not know that a sizeof is that of assert. */
        words_add(&command, "-Wno-unevaluated-expression");
    }
    words_add(&command, path);
    response_shorten(&command, settings->compiler.command.count);
    int status = process_capture(&command, -1, NULL, &said);
    /* gcc reads the lines that it shows from the user's file. */
    if (settings->compiler.clang && wants_lines(arguments))
        show_lines(&said);
    *messages = content_join(&preprocessed->messages, &said);
    return status;
}

/* Puts what the user has written in the place of what the copy has. */
static void put_back(struct content *messages, const char *path,
                     const char *name)
{
    replace_all(messages, path, name);
    retell(messages);
    for (const struct copied_word *word = COPIED_WORDS; word->name; word++)
        replace_all(messages, word->name, word->original);
}

/* Where the user's file looks for what it includes. */
static const char *directory_of(const char *name)
{
    int length = (int)(base_name(name) - name);
    return length ? format_text("%.*s", length, name) : ".";
}

static int read_copy(const struct settings *settings,
                     const struct arguments *arguments,
                     const struct argument *input, const char *path,
                     const struct reading *reading, struct content *messages)
{
    const char *name = input->word[0];
    struct words command = {0};
    struct words rest = reading_command(settings, arguments, false);
    size_t first = settings->compiler.command.count;
    words_add_all(&command, rest.word, first);
    words_add(&command, "-iquote"); /* before those of the user */
    words_add(&command, directory_of(name));
    words_add(&command, format_text("-fmacro-prefix-map=%s=%s", path, name));
    words_add(&command, "-D__PIRN_COPY__=1");
    if (reading->uses_names)
        words_add(&command, "-D__PIRN_COPY_NAMES__=1");
    if (reading->has_void_handles)
        words_add(&command, "-D__PIRN_COPY_VOID__=1");
    words_add_all(&command, rest.word + first, rest.count - first);
    words_add(&command, "c");
    add_headers(&command);
    if (reading->has_generators)
        add_generators(&command, settings->compiler.clang);
    if (!settings->compiler.clang) /* its macros are not those of the copy */
        words_add(&command, "-Wno-invalid-pch");
    words_add(&command, path);
    response_shorten(&command, first);
    int status = process_capture(&command, -1, NULL, messages);
    put_back(messages, path, name);
    return status;
}

/* clang takes what is precompiled, where the words of a copy mean nothing. */
static bool takes_precompiled(const struct settings *settings,
                              const struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const struct argument *argument = &arguments->argument[i];
        const char *word = argument->word[0];
        if (!settings->compiler.clang ||
            !(starts_with(word, "-include") || starts_with(word, "--include")))
            continue;
        const char *header = argument->count == 2 ? argument->word[1]
                             : starts_with(word, "--include=")
                                 ? word + strlen("--include=")
                                 : word + strlen("-include");
        if (access(format_text("%s.pch", header), F_OK) == 0 ||
            access(format_text("%s.gch", header), F_OK) == 0)
            return true;
    }
    return false;
}

/* A #line: tokens do not stand where the preprocessor says. */
static bool renumbers_lines(const char *text)
{
    for (const char *at = text; at; at = strchr(at, '\n')) {
        at += *at == '\n';
        at += blanks(at);
        size_t mark = *at == '#' ? 1 : starts_with(at, "%:") ? 2 : 0;
        at += mark;
        at += blanks(at);
        if (mark && (starts_with(at, "line") || (*at >= '0' && *at <= '9')))
            return true;
    }
    return false;
}

/* The copy would not include that header, which its user's file does. The
 * directory of that is the first in which all headers look, as it is not for
 * them where the user's file is read: what is found there by the end of the
 * header's name may be another file. */
static bool is_lost(const char *header, const char *name)
{
    struct stat own, found;
    if (stat(header, &own) != 0)
        return true;
    for (const char *end = header; end; end = strchr(end, '/')) {
        end += *end == '/';
        const char *path = format_text("%s/%s", directory_of(name), end);
        if (stat(path, &found) == 0 && S_ISREG(found.st_mode) &&
            (found.st_ino != own.st_ino || found.st_dev != own.st_dev))
            return true;
    }
    return false;
}

static bool loses_header(const char *name, const struct content *text)
{
    for (const char *at = text->bytes; at && *at;) {
        const char *header = begun_file(at);
        if (header && *header != '<' && is_lost(header, name))
            return true;
        at = strchr(at, '\n');
        at += at != NULL;
    }
    return false;
}

/* The path of a copy of the input, or NULL if there can be none. */
static const char *write_copy(const struct argument *input,
                              const struct preprocessed *preprocessed,
                              struct reading *reading)
{
    const char *name = input->word[0];
    struct translate_options options = {.file = name};
    struct content own;
    if (strpbrk(name, "\"\\=") || !read_file(name, &own))
        return NULL;
    struct translate_result copy = {.text = NULL};
    if (strlen(own.bytes) == own.length && !renumbers_lines(own.bytes) &&
        !loses_header(name, &preprocessed->text))
        copy =
            elide_in_copy(preprocessed->text.bytes, preprocessed->text.length,
                          &options, own.bytes, reading->uses_names);
    free(own.bytes);
    if (!copy.text)
        return NULL;
    const char *path = format_text("%s/%s", temporary_place(), base_name(name));
    write_file(path, copy.text, copy.length);
    free(copy.text);
    reading->has_void_handles = copy.has_void_handles;
    return path;
}

int read_elided(const struct settings *settings,
                const struct arguments *arguments, const struct argument *input,
                int standard_input, const struct reading *how,
                struct content *messages)
{
    struct reading reading = *how;
    struct preprocessed preprocessed =
        preprocess(settings, arguments, input, standard_input, true);
    if (preprocessed.status != 0) {
        *messages = preprocessed.messages;
        return preprocessed.status;
    }
    bool has_none = reading.has_none || takes_precompiled(settings, arguments);
    const char *path =
        has_none ? NULL : write_copy(input, &preprocessed, &reading);
    return path
               ? read_copy(settings, arguments, input, path, &reading, messages)
               : read_without_words(settings, arguments, input, &preprocessed,
                                    reading.has_generators, messages);
}

/* True of what asks for warnings, or makes them errors. */
static bool asks_for_warnings(const char *word)
{
    return starts_with(word, "-pedantic") || starts_with(word, "-fanalyzer") ||
           (starts_with(word, "-W") && !starts_with(word, "-Wno-") &&
            !starts_with(word, "-Wa,"));
}

void add_depth(struct words *command, const struct settings *settings)
{
    if (settings->compiler.clang)
        words_add(command, "-fbracket-depth=4096");
}

/* The body of f is in pirn__f_step. */
static void name_steps(char *text)
{
    for (char *at = text; at && (at = strstr(at, "pirn__"));) {
        size_t length = strspn(at + 6, NAME_PARTS);
        if (length > 5 && !memcmp(at + 6 + length - 5, "_step", 5)) {
            memmove(at, at + 6, length - 5);
            memmove(at + length - 5, at + 6 + length,
                    strlen(at + 6 + length) + 1);
        } else {
            at += 6;
        }
    }
}

int check_translated(const struct settings *settings,
                     const struct arguments *arguments, const char *path,
                     struct content *messages)
{
    const struct compiler *compiler = &settings->compiler;
    size_t keep = compiler->command.count - compiler->wrappers;
    struct words command = {0};
    words_add_all(&command, compiler->command.word + compiler->wrappers, keep);
    add_depth(&command, settings);
    for (size_t i = 0; i < arguments->count; i++) {
        const struct argument *argument = &arguments->argument[i];
        const char *word = argument->word[0];
        if (argument->kind == ARGUMENT_OPTION && !asks_for_warnings(word) &&
            strcmp(word, "-w") != 0)
            words_add_all(&command, argument->word, argument->count);
    }
    add_colours(&command, arguments);
    if (compiler->clang)
        words_add(&command, "-Qunused-arguments");
    words_add(&command, compiler->clang ? "-fno-caret-diagnostics"
                                        : "-fno-diagnostics-show-caret");
    words_add(&command, "-fsyntax-only");
    words_add(&command, "-x");
    words_add(&command, "cpp-output");
    words_add(&command, path);
    response_shorten(&command, keep);
    int status = process_capture(&command, -1, NULL, messages);
    name_steps(messages->bytes);
    messages->length = messages->bytes ? strlen(messages->bytes) : 0;
    if (wants_lines(arguments))
        show_lines(messages);
    return status;
}
