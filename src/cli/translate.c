/* pirn translate: shows the C that comes out. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct translate_result translate_text(const struct settings *settings,
                                       const struct arguments *arguments,
                                       const struct content *text,
                                       const char *file, enum warnings warnings,
                                       FILE *diagnostics)
{
    struct translate_options options = {
        .file = file,
        .prefix_maps = arguments->prefix_maps.word,
        .async_all = settings->async_all,
        .seed = settings->seed,
        .threads = settings->threads,
        .color = isatty(STDERR_FILENO),
        .json = arguments->json,
        .clang = settings->compiler.clang,
        .warnings = warnings,
        .named_warnings = arguments->own_warnings.word,
        .diagnostics = diagnostics,
    };
    struct translate_result result =
        translate(text->bytes, text->length, &options);
    fflush(diagnostics);
    if (settings->verbose && settings->async_all != ASYNC_ALL_OFF)
        fprintf(stderr, "pirn: %s: %u of %u functions turned into coroutines\n",
                file, result.turned, result.functions);
    return result;
}

struct preprocessed preprocess_one(struct settings *settings, int argc,
                                   char **argv, struct arguments *flags,
                                   const char **output, const char **name)
{
    static struct argument input = {.count = 1};
    int i = 1;
    for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (settings_option(settings, argv[i]))
            continue;
        if (output && strcmp(argv[i], "-o") == 0 && i + 1 < argc)
            *output = argv[++i];
        else if (argv[i][0] == '-' && argv[i][1])
            die_usage("'%s' is not an option of pirn %s; options of the "
                      "compiler come last, after --",
                      argv[i], argv[0]);
        else if (input.word)
            die_usage("pirn %s takes one file; '%s' is another", argv[0],
                      argv[i]);
        else
            input.word = &argv[i];
    }
    if (!input.word)
        die_usage("pirn %s: no file given", argv[0]);
    settings_finish(settings);
    int rest = i < argc ? i + 1 : i;
    arguments_parse(flags, argv + rest, (size_t)(argc - rest), SIZE_MAX);
    const char *dot = strrchr(base_name(*input.word), '.');
    input.language =
        dot && strcmp(dot, ".i") == 0 ? LANGUAGE_PREPROCESSED : LANGUAGE_C;
    *name = *input.word;
    process_pass_signals();
    struct preprocessed result =
        preprocess(settings, flags, &input, STDIN_FILENO, false);
    fwrite(result.messages.bytes, 1, result.messages.length, stderr);
    if (result.status != 0)
        process_end_like(result.status);
    return result;
}

int translate_main(int argc, char **argv)
{
    struct settings settings = {0};
    struct arguments flags;
    const char *output = NULL, *name;
    struct preprocessed preprocessed =
        preprocess_one(&settings, argc, argv, &flags, &output, &name);
    struct translate_result result = translate_text(
        &settings, &flags, &preprocessed.text, name, WARNINGS_SHOWN, stderr);
    if (result.errors > 0)
        return EXIT_DIAGNOSED;
    if (!result.text) { /* nothing in it to translate */
        result.text = preprocessed.text.bytes;
        result.length = preprocessed.text.length;
    }
    if (output && strcmp(output, "-") != 0) {
        write_file(output, result.text, result.length);
    } else {
        fwrite(result.text, 1, result.length, stdout);
        if (fflush(stdout) != 0)
            die("cannot write to standard output: %m");
    }
    return 0;
}
