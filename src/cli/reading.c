/* What the compiler says of the user's own text.
 *
 * The compiler reads the user's file with the user's options and Pirn's words
 * as macros (__PIRN_CHECK__, see keywords.h). So every line, column, caret,
 * macro note and fix-it of its errors and warnings is its own. If the reading
 * has errors, they are all there is; else the translated text, of which the
 * user has never seen a line, is compiled without a word.
 *
 * In that reading a coroutine is a plain function, so nothing is said where
 * pointers to the two are mixed up; and -w would silence the pragma of <pirn.h>
 * that makes this an error. So the types of the translated text are checked,
 * too. */
#include "cli.h"

#include <string.h>

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

/* A generator need not return a value, and may yield the address of a local. */
static void add_generators(struct words *command, bool clang)
{
    words_add(command, "-Wno-return-type");
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

static struct words reading_command(const struct settings *settings,
                                    const struct arguments *arguments,
                                    const struct argument *input,
                                    bool has_generators)
{
    const struct compiler *compiler = &settings->compiler;
    struct words command = {0};
    words_add_all(&command, compiler->command.word, compiler->command.count);
    add_reading_macros(&command, settings);
    for (size_t i = 0; i < arguments->count; i++) {
        const struct argument *argument = &arguments->argument[i];
        if (!is_left_out(argument))
            words_add_all(&command, argument->word, argument->count);
    }
    if (has_generators)
        add_generators(&command, compiler->clang);
    add_headers(&command);
    add_colours(&command, arguments);
    if (!compiler->clang) {
        words_add(&command, "-S"); /* the assembler has its say later */
    } else if (arguments->stage == STAGE_LINK) {
        words_add(&command, "-c");
        words_add(&command, "-Qunused-arguments");
    }
    words_add(&command, "-o");
    words_add(&command, format_text("%s/reading", temporary_directory()));
    words_add(&command, "-x");
    words_add(&command, "c");
    words_add(&command, input->word[0]);
    response_shorten(&command, compiler->command.count);
    return command;
}

int read_as_written(const struct settings *settings,
                    const struct arguments *arguments,
                    const struct argument *input, int standard_input,
                    bool has_generators, struct content *messages)
{
    struct words command =
        reading_command(settings, arguments, input, has_generators);
    return process_capture(&command, standard_input, NULL, messages);
}

/* True of what asks for warnings, or makes them errors. */
static bool asks_for_warnings(const char *word)
{
    return starts_with(word, "-pedantic") || starts_with(word, "-fanalyzer") ||
           (starts_with(word, "-W") && !starts_with(word, "-Wno-") &&
            !starts_with(word, "-Wa,"));
}

int check_translated(const struct settings *settings,
                     const struct arguments *arguments, const char *path,
                     struct content *messages)
{
    const struct compiler *compiler = &settings->compiler;
    size_t keep = compiler->command.count - compiler->wrappers;
    struct words command = {0};
    words_add_all(&command, compiler->command.word + compiler->wrappers, keep);
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
    words_add(&command, "-fsyntax-only");
    words_add(&command, "-x");
    words_add(&command, "cpp-output");
    words_add(&command, path);
    response_shorten(&command, keep);
    return process_capture(&command, -1, NULL, messages);
}
