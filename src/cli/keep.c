/* Output that is kept only if all went well.
 *
 * The compiler writes beside us while the user's text is still being read. So
 * it writes into the temporary directory, and its output takes the place of the
 * old one at the end. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the compiler would call its output, or NULL if it has several. */
static const char *output_name(const struct settings *settings,
                               const struct arguments *arguments)
{
    const struct argument *input = NULL;
    if (arguments->output)
        return arguments->output;
    if (arguments->stage == STAGE_LINK)
        return "a.out";
    for (size_t i = 0; i < arguments->count; i++) {
        if (arguments->argument[i].kind != ARGUMENT_INPUT)
            continue;
        if (input)
            return NULL;
        input = &arguments->argument[i];
    }
    const char *suffix = NULL;
    for (size_t i = 0; i < arguments->count; i++) {
        const char *word = arguments->argument[i].word[0];
        if (arguments->argument[i].kind != ARGUMENT_STAGE)
            continue;
        if (strcmp(word, "-c") == 0 || strcmp(word, "--compile") == 0)
            suffix = suffix ? suffix : ".o";
        else if (strcmp(word, "-S") == 0 || strcmp(word, "--assemble") == 0)
            suffix = ".s";
        else
            return NULL;
    }
    if (!input || !suffix || strcmp(input->word[0], "-") == 0 ||
        settings->compiler.cxx)
        return NULL;
    const char *base = base_name(input->word[0]);
    const char *dot = strrchr(base, '.');
    int length = (int)(dot ? dot - base : (long)strlen(base));
    return format_text("%.*s%s", length, base, suffix);
}

/* Files are made beside the output, or named after it. */
static bool has_companions(const struct arguments *arguments)
{
    if (arguments->save_temps)
        return true;
    for (size_t i = 0; i < arguments->count; i++) {
        const struct argument *argument = &arguments->argument[i];
        if (argument->kind == ARGUMENT_COMPANION ||
            strcmp(argument->word[0], "-fsyntax-only") == 0)
            return true;
    }
    return false;
}

struct kept keep_begin(const struct settings *settings,
                       const struct arguments *arguments)
{
    struct kept kept = {NULL, NULL};
    struct stat status;
    const char *name = output_name(settings, arguments);
    if (!name || strcmp(name, "-") == 0 || has_companions(arguments))
        return kept;
    if (lstat(name, &status) == 0 ? !S_ISREG(status.st_mode) : errno != ENOENT)
        return kept;
    const char *directory = format_text("%s/kept", temporary_directory());
    if (mkdir(directory, 0700) < 0)
        return kept;
    kept.name = name;
    kept.path = format_text("%s/%s", directory, base_name(name));
    return kept;
}

void keep_end(const struct kept *kept)
{
    struct content bytes;
    struct stat status;
    if (rename(kept->path, kept->name) == 0)
        return;
    if (stat(kept->path, &status) < 0)
        return; /* the compiler has written nothing */
    if (!read_file(kept->path, &bytes))
        die("cannot read %s: %s", kept->path, strerror(errno));
    if (unlink(kept->name) < 0 && errno != ENOENT)
        die("cannot replace %s: %s", kept->name, strerror(errno));
    write_file(kept->name, bytes.bytes, bytes.length);
    if (chmod(kept->name, status.st_mode & 07777) < 0)
        die("cannot write %s: %s", kept->name, strerror(errno));
    free(bytes.bytes);
}
