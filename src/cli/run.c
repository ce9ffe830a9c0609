/* pirn run: compiles a program to a temporary file and runs it. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

size_t read_build_option(struct settings *settings, struct words *flags,
                         char **words, size_t count)
{
    if (settings_option(settings, words[0]))
        return 1;
    /* Options whose argument is the next word are known there. */
    struct arguments one;
    size_t n = 1;
    arguments_parse(&one, words, count, 0);
    if (one.count > 0)
        n = one.argument[0].count;
    words_add_all(flags, words, n);
    return n;
}

/* The options before the file: ours go to settings, the compiler's to flags.
 * Returns the place of the file in argv. */
static int read_options(struct settings *settings, struct words *flags,
                        int argc, char **argv)
{
    int i = 1;
    while (i < argc && argv[i][0] == '-' && argv[i][1]) {
        if (strcmp(argv[i], "--") == 0)
            return i + 1;
        i += (int)read_build_option(settings, flags, argv + i,
                                    (size_t)(argc - i));
    }
    return i;
}

/* Libraries come after the file that needs them. */
static struct words build_command(const struct words *flags, const char *file,
                                  const char *program)
{
    struct words command = {0};
    struct arguments arguments;
    arguments_parse(&arguments, flags->word, flags->count, SIZE_MAX);
    for (int after = 0; after < 2; after++) {
        for (size_t i = 0; i < arguments.count; i++) {
            const struct argument *argument = &arguments.argument[i];
            if (argument->kind == ARGUMENT_OUTPUT ||
                argument->kind == ARGUMENT_STAGE)
                die_usage("a program is made and run: '%s' does not go with "
                          "that",
                          argument->word[0]);
            if ((argument->kind == ARGUMENT_LINK) == after)
                words_add_all(&command, argument->word, argument->count);
        }
        if (!after) {
            words_add(&command, "-o");
            words_add(&command, program);
            words_add(&command, "-x");
            words_add(&command, "c");
            words_add(&command, file[0] == '-' && file[1]
                                    ? format_text("./%s", file)
                                    : file);
            words_add(&command, "-x");
            words_add(&command, "none");
        }
    }
    return command;
}

int build_program(const struct settings *settings, const struct words *flags,
                  const char *file, const char *program)
{
    struct words command = build_command(flags, file, program);
    return compile(settings, command.word, command.count, false);
}

int run_program(int argc, char **argv)
{
    struct settings settings = {0};
    struct words flags = {0}, program = {0};
    int at = read_options(&settings, &flags, argc, argv);
    if (at >= argc)
        die_usage("pirn %s: no file given", argv[0]);
    settings_finish(&settings);

    const char *base = base_name(argv[at]);
    words_add(&program, format_text("%s/%.*s", temporary_directory(),
                                    (int)strcspn(base, "."), base));
    int status = build_program(&settings, &flags, argv[at], program.word[0]);
    if (status != 0)
        process_end_like(status);

    words_add_all(&program, argv + at + 1, (size_t)(argc - at - 1));
    struct process process = {
        .command = program.word, .input = -1, .output = -1, .errors = -1};
    return process_run(&process, true);
}

int run_main(int argc, char **argv)
{
    process_end_like(run_program(argc, argv));
}
