/* From a C file to the text that is translated: the real compiler's
 * preprocessor is run, so that macros, headers and builtins are its own. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *without_suffix(const char *name)
{
    const char *dot = strrchr(base_name(name), '.');
    return dot ? format_text("%.*s", (int)(dot - name), name) : name;
}

/* Where `CC -MD` puts what it finds when it is not told. */
static const char *dependency_file(const struct settings *settings,
                                   const struct arguments *arguments,
                                   const char *base)
{
    bool links = arguments->stage == STAGE_LINK;
    const char *output = arguments->output;
    bool gcc = !settings->compiler.clang;
    if (gcc && links && arguments->inputs > 1)
        return format_text("%s-%s.d", output ? output : "a", base);
    if (output)
        return format_text("%s.d", without_suffix(output));
    return format_text(gcc && links ? "a-%s.d" : "%s.d", base);
}

static bool has_option(const struct arguments *arguments, const char *prefix)
{
    for (size_t i = 0; i < arguments->count; i++) {
        if (starts_with(arguments->argument[i].word[0], prefix))
            return true;
    }
    return false;
}

static void add_dependencies(struct words *command,
                             const struct settings *settings,
                             const struct arguments *arguments,
                             const struct argument *input)
{
    const char *base = without_suffix(base_name(input->word[0]));
    const char *file = arguments->dependency_file;
    const char *target = arguments->output;
    bool to_preprocessor = has_option(arguments, "-Wp,-M");
    if (arguments->dependencies) {
        words_add(command, arguments->dependencies);
        words_add(command, "-MF");
        words_add(command,
                  file ? file : dependency_file(settings, arguments, base));
    } else if (!to_preprocessor || !settings->compiler.clang) {
        return;
    }
    /* Of -Wp,-MD,FILE clang makes -MD -MF FILE; gcc's preprocessor has it
     * directly, and knows nothing of -o. */
    words_add_all(command, arguments->targets.word, arguments->targets.count);
    if (!arguments->named_target) {
        words_add(command, "-MQ");
        words_add(command, target ? target : format_text("%s.o", base));
    }
}

void add_headers(struct words *command)
{
    words_add(command, "-isystem");
    words_add(command, format_text("%s/include", home()));
}

void add_colours(struct words *command, const struct arguments *arguments)
{
    if (isatty(STDERR_FILENO) && !arguments->colour_chosen)
        words_add(command, "-fdiagnostics-color=always");
}

static struct words preprocessor(const struct settings *settings,
                                 const struct arguments *arguments,
                                 const struct argument *input,
                                 bool is_for_reading)
{
    const struct compiler *compiler = &settings->compiler;
    struct words command = {0};
    words_add_all(&command, compiler->command.word + compiler->wrappers,
                  compiler->command.count - compiler->wrappers);
    words_add(&command, "-D__PIRN__=1");
    if (settings->threads)
        words_add(&command, "-D__PIRN_THREADS__=1");
    if (is_for_reading) {
        words_add(&command, "-D__PIRN_CHECK__=1");
        words_add(&command, "-D__PIRN_WORDS__=1");
    }
    if (settings->async_all != ASYNC_ALL_OFF) {
        words_add(&command, "-include");
        words_add(&command, format_text("%s/include/pirn/alone.h", home()));
    }
    for (size_t i = 0; i < arguments->count; i++) {
        const struct argument *argument = &arguments->argument[i];
        if (argument->kind == ARGUMENT_OPTION ||
            (argument->kind == ARGUMENT_PREPROCESS &&
             !(is_for_reading && starts_with(argument->word[0], "-Wp,-M"))))
            words_add_all(&command, argument->word, argument->count);
    }
    if (!is_for_reading)
        add_dependencies(&command, settings, arguments, input);
    add_headers(&command);
    if (compiler->clang) /* they are for the later stages */
        words_add(&command, "-Qunused-arguments");
    add_colours(&command, arguments);
    words_add(&command, "-E");
    words_add(&command, "-x");
    words_add(&command, "c");
    words_add(&command, input->word[0]);
    return command;
}

/* A poisoned name may stand in macros that were defined before. The pragma
 * has done its work in the preprocessor; acting on the text that came of such
 * macros, it would refuse what is right. */
static void drop_poison(struct content *text)
{
    static const char pragma[] = "\n#pragma GCC poison";
    char *p = text->bytes;
    while ((p = strstr(p, pragma))) {
        for (p++; *p && *p != '\n'; p++)
            *p = ' ';
    }
}

struct preprocessed preprocess(const struct settings *settings,
                               const struct arguments *arguments,
                               const struct argument *input, int standard_input,
                               bool is_for_reading)
{
    struct preprocessed result = {.messages = {.bytes = ""}};
    if (input->language == LANGUAGE_PREPROCESSED) {
        bool is_standard = strcmp(input->word[0], "-") == 0;
        bool ok = is_standard ? read_descriptor(standard_input, &result.text)
                              : read_file(input->word[0], &result.text);
        if (!ok)
            die("cannot read %s: %m", input->word[0]);
        return result;
    }
    struct words command =
        preprocessor(settings, arguments, input, is_for_reading);
    response_shorten(&command, settings->compiler.command.count -
                                   settings->compiler.wrappers);
    result.status = process_capture(&command, standard_input, &result.text,
                                    &result.messages);
    drop_poison(&result.text);
    if (!settings->compiler.clang)
        result.text = restore_fallthrough(result.text);
    return result;
}

bool includes_pirn(const struct content *text)
{
    static const char mark[] = "/pirn/keywords.h\"";
    return memmem(text->bytes, text->length, mark, sizeof mark - 1) != NULL;
}
