/* pirn frames: shows what each coroutine keeps in memory, and why.
 *
 * Only the compiler knows sizes. So the translated file, with the tables of
 * its coroutines, is compiled to a program that prints those tables before
 * anything of the file itself would run. What the file needs from others is
 * not called and need not exist. */
#include "cli.h"

#include <string.h>
#include <unistd.h>

/* Runs before all other constructors. It stands before the file's text, where
 * no error in that can spoil it, and is marked as a system header's, so that
 * none of the user's warning options speaks of it. */
static const char report[] =
    "# 1 \"pirn\" 3\n"
    "void pirn__frames_report(void);\n"
    "__attribute__((__constructor__(0))) static void pirn__report(void)\n"
    "{ pirn__frames_report(); }\n";

static const char *write_source(const char *text, size_t length)
{
    const char *path = format_text("%s/frames.i", temporary_directory());
    size_t before = sizeof report - 1;
    char *whole = allocate(before + length);
    memcpy(whole, report, before);
    memcpy(whole + before, text, length);
    write_file(path, whole, before + length);
    return path;
}

/* Coverage writes files of its own. */
static bool is_left_out(const struct argument *argument)
{
    const char *word = argument->word[0];
    return argument->kind != ARGUMENT_OPTION ||
           strcmp(word, "--coverage") == 0 || strcmp(word, "-coverage") == 0 ||
           strcmp(word, "-ftest-coverage") == 0 ||
           strcmp(word, "-fprofile-arcs") == 0;
}

/* The user's options, but for those that change no size and only take time or
 * want libraries. */
static struct words build_command(const struct compiler *compiler,
                                  const struct arguments *flags,
                                  const char *source, const char *program)
{
    static char *const options[] = {
        "-w",       "-O0",
        "-fno-lto", "-fno-sanitize=all",
        "-no-pie",  "-Wl,--unresolved-symbols=ignore-all",
        "-x",       "cpp-output"};
    struct words command = {0};
    words_add_all(&command, compiler->command.word + compiler->wrappers,
                  compiler->command.count - compiler->wrappers);
    for (size_t i = 0; i < flags->count; i++) {
        const struct argument *argument = &flags->argument[i];
        if (!is_left_out(argument))
            words_add_all(&command, argument->word, argument->count);
    }
    words_add_all(&command, options, sizeof options / sizeof *options);
    words_add(&command, source);
    words_add(&command, "-x");
    words_add(&command, "none");
    words_add(&command, format_text("%s/libpirn.a", home()));
    words_add(&command, "-lpthread");
    words_add(&command, "-o");
    words_add(&command, program);
    return command;
}

/* Compiles it; what the compiler says counts only if that fails. */
static void build(char *const *command)
{
    int errors = memory_file("messages");
    struct content messages;
    struct process process = {
        .command = command, .input = -1, .output = -1, .errors = errors};
    int status = process_run(&process, false);
    if (status == 0)
        return;
    if (lseek(errors, 0, SEEK_SET) < 0 || !read_descriptor(errors, &messages))
        die("cannot read what %s wrote: %m", command[0]);
    fwrite(messages.bytes, 1, messages.length, stderr);
    process_end_like(status);
}

int frames_main(int argc, char **argv)
{
    struct settings settings = {0};
    struct arguments flags;
    const char *name;
    struct preprocessed preprocessed =
        preprocess_one(&settings, argc, argv, &flags, NULL, &name);
    if (settings.threads)
        die_usage("pirn frames: built with --threads, coroutines have no "
                  "frames");
    if (settings.async_all != ASYNC_ALL_OFF)
        die_usage("pirn frames shows the coroutines that the file has; "
                  "--async-all does not go with that");
    struct translate_result result = translate_text(
        &settings, &flags, &preprocessed.text, name, WARNINGS_OFF, stderr);
    if (result.errors > 0)
        return EXIT_DIAGNOSED;
    if (!result.text) { /* the compiler may still find errors in it */
        result.text = preprocessed.text.bytes;
        result.length = preprocessed.text.length;
    }
    const char *source = write_source(result.text, result.length);
    char *program = format_text("%s/frames", temporary_directory());
    build(build_command(&settings.compiler, &flags, source, program).word);
    struct process process = {.command = (char *[]){program, NULL},
                              .input = -1,
                              .output = -1,
                              .errors = -1};
    process_end_like(process_run(&process, false));
}
