/* The user's warnings come from the user's text: it is compiled as it stands,
 * as its serial elision, only for what the compiler says of it. What is
 * translated is then compiled without a word.
 *
 * But in the elision a coroutine is a plain function, so that nothing is said
 * where pointers to the two are mixed up; and -w would silence the pragma of
 * <pirn.h> that makes this an error. So the translated text is looked at
 * once, without going beyond its syntax and types. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

static bool is_left_out(const struct argument *argument)
{
    switch (argument->kind) {
    case ARGUMENT_OUTPUT:
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

/* Files that go with the output, as of --coverage, go where it goes. */
static struct words elided_command(const struct settings *settings,
                                   const struct arguments *arguments,
                                   const struct argument *input)
{
    const struct compiler *compiler = &settings->compiler;
    struct words command = {0};
    words_add_all(&command, compiler->command.word, compiler->command.count);
    if (settings->threads)
        words_add(&command, "-D__PIRN_THREADS__=1");
    for (size_t i = 0; i < arguments->count; i++) {
        const struct argument *argument = &arguments->argument[i];
        if (!is_left_out(argument))
            words_add_all(&command, argument->word, argument->count);
    }
    add_headers(&command);
    add_colours(&command, arguments);
    if (!compiler->clang) {
        words_add(&command, "-S"); /* the assembler has its say later */
    } else if (arguments->stage == STAGE_LINK) {
        words_add(&command, "-c");
        words_add(&command, "-Qunused-arguments");
    }
    words_add(&command, "-o");
    words_add(&command, format_text("%s/elided", temporary_directory()));
    words_add(&command, "-x");
    words_add(&command, "c");
    words_add(&command, input->word[0]);
    return command;
}

/* True if all errors are those of <pirn.h> about items of channels: the text as
 * it stands shows better where they are than what it is translated to. */
static bool is_about_channels(const struct content *messages)
{
    const char *at = messages->bytes, *end = at + messages->length;
    size_t errors = 0, known = 0;
    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((line_end ? line_end : end) - at);
        if (memmem(at, length, "error: ", 7)) {
            errors++;
            known += memmem(at, length, "\"the channel has items", 22) != NULL;
        }
        at += length + 1;
    }
    return errors > 0 && errors == known;
}

struct elided compile_elided(const struct settings *settings,
                             const struct arguments *arguments,
                             const struct argument *input)
{
    struct words command = elided_command(settings, arguments, input);
    struct elided result = {.exists = true};
    size_t keep = settings->compiler.command.count;
    response_shorten(&command, keep);
    result.status = process_capture(&command, -1, NULL, &result.messages);
    if (result.status == 0)
        return result;
    /* If only -Werror was in the way, it is not without warnings. */
    command = elided_command(settings, arguments, input);
    words_add(&command, "-w");
    response_shorten(&command, keep);
    result.exists = process_capture(&command, -1, NULL, NULL) == 0 ||
                    is_about_channels(&result.messages);
    return result;
}

/* True of what asks for warnings, or makes them errors. */
static bool asks_for_warnings(const char *word)
{
    return starts_with(word, "-pedantic") ||
           (starts_with(word, "-W") && !starts_with(word, "-Wno-") &&
            !starts_with(word, "-Wa,"));
}

int check_translated(const struct settings *settings,
                     const struct arguments *arguments, const char *path)
{
    const struct compiler *compiler = &settings->compiler;
    size_t keep = compiler->command.count - compiler->wrappers;
    struct words command = {0};
    words_add_all(&command, compiler->command.word + compiler->wrappers, keep);
    for (size_t i = 0; i < arguments->count; i++) {
        const struct argument *argument = &arguments->argument[i];
        if (argument->kind == ARGUMENT_OPTION &&
            !asks_for_warnings(argument->word[0]))
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
    struct content messages;
    int status = process_capture(&command, -1, NULL, &messages);
    if (status != 0)
        fwrite(messages.bytes, 1, messages.length, stderr);
    return status;
}
