/* The command line of gcc and clang, understood as far as is needed to run
 * its stages one by one: which words are inputs, in which language, which
 * options have their argument in the next word, and which concern only one
 * stage. An option not known here is handed to every stage. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* How an option's argument is written. */
enum form {
    ALONE,    /* -c */
    JOINED,   /* -fplugin=x: the text given is a prefix */
    SEPARATE, /* -Xlinker x: in the next word */
    EITHER,   /* -I dir and -Idir */
};

struct option {
    const char *text;
    enum form form;
    enum argument_kind kind;
};

/* The first row that fits counts. */
static const struct option options[] = {
    {"-o", EITHER, ARGUMENT_OUTPUT},
    {"--output", SEPARATE, ARGUMENT_OUTPUT},
    {"--output=", JOINED, ARGUMENT_OUTPUT},
    {"-x", EITHER, ARGUMENT_LANGUAGE},
    {"--language", SEPARATE, ARGUMENT_LANGUAGE},
    {"--language=", JOINED, ARGUMENT_LANGUAGE},

    {"-c", ALONE, ARGUMENT_STAGE},
    {"--compile", ALONE, ARGUMENT_STAGE},
    {"-S", ALONE, ARGUMENT_STAGE},
    {"--assemble", ALONE, ARGUMENT_STAGE},
    {"-E", ALONE, ARGUMENT_STAGE},
    {"--preprocess", ALONE, ARGUMENT_STAGE},
    {"-fsyntax-only", ALONE, ARGUMENT_STAGE},
    {"-emit-ast", ALONE, ARGUMENT_STAGE},
    {"--analyze", ALONE, ARGUMENT_STAGE},
    {"-save-temps", ALONE, ARGUMENT_STAGE},
    {"--save-temps", ALONE, ARGUMENT_STAGE},
    {"-save-temps=", JOINED, ARGUMENT_STAGE},
    {"--save-temps=", JOINED, ARGUMENT_STAGE},

    {"-M", ALONE, ARGUMENT_DEPENDENCY},
    {"--dependencies", ALONE, ARGUMENT_DEPENDENCY},
    {"-MM", ALONE, ARGUMENT_DEPENDENCY},
    {"--user-dependencies", ALONE, ARGUMENT_DEPENDENCY},
    {"-MD", ALONE, ARGUMENT_DEPENDENCY},
    {"--write-dependencies", ALONE, ARGUMENT_DEPENDENCY},
    {"-MMD", ALONE, ARGUMENT_DEPENDENCY},
    {"--write-user-dependencies", ALONE, ARGUMENT_DEPENDENCY},
    {"-MP", ALONE, ARGUMENT_DEPENDENCY},
    {"-MG", ALONE, ARGUMENT_DEPENDENCY},
    {"-MF", EITHER, ARGUMENT_DEPENDENCY},
    {"-MT", EITHER, ARGUMENT_DEPENDENCY},
    {"-MQ", EITHER, ARGUMENT_DEPENDENCY},
    {"-MJ", EITHER, ARGUMENT_DEPENDENCY},

    {"-aux-info", SEPARATE, ARGUMENT_COMPANION},
    {"-dumpbase", SEPARATE, ARGUMENT_COMPANION},
    {"-dumpbase-ext", SEPARATE, ARGUMENT_COMPANION},
    {"-dumpdir", SEPARATE, ARGUMENT_COMPANION},
    {"-coverage", ALONE, ARGUMENT_COMPANION},
    {"--coverage", ALONE, ARGUMENT_COMPANION},
    {"-ftest-coverage", ALONE, ARGUMENT_COMPANION},
    {"-fprofile-arcs", ALONE, ARGUMENT_COMPANION},
    {"-fprofile-generate", JOINED, ARGUMENT_COMPANION},
    {"-fprofile-instr-", JOINED, ARGUMENT_COMPANION},
    {"-fcs-profile-", JOINED, ARGUMENT_COMPANION},
    {"-fprofile-use", JOINED, ARGUMENT_COMPANION},
    {"-fauto-profile", JOINED, ARGUMENT_COMPANION},
    {"-fprofile-sample-use", JOINED, ARGUMENT_COMPANION},
    {"-fstack-usage", ALONE, ARGUMENT_COMPANION},
    {"-fcallgraph-info", JOINED, ARGUMENT_COMPANION},
    {"-fdump-", JOINED, ARGUMENT_COMPANION},
    {"-fopt-info", JOINED, ARGUMENT_COMPANION},
    {"-fsave-optimization-record", JOINED, ARGUMENT_COMPANION},
    {"-foptimization-record-", JOINED, ARGUMENT_COMPANION},
    {"-ftime-trace", JOINED, ARGUMENT_COMPANION},
    {"-gsplit-dwarf", JOINED, ARGUMENT_COMPANION},
    {"-frecord-gcc-switches", ALONE, ARGUMENT_COMPANION},
    {"-grecord-command-line", ALONE, ARGUMENT_COMPANION},
    {"-frecord-command-line", ALONE, ARGUMENT_COMPANION},
    {"--serialize-diagnostics", SEPARATE, ARGUMENT_COMPANION},
    {"-serialize-diagnostics", SEPARATE, ARGUMENT_COMPANION},

    {"-P", ALONE, ARGUMENT_PRINT},
    {"-C", ALONE, ARGUMENT_PRINT},
    {"-CC", ALONE, ARGUMENT_PRINT},
    {"-dM", ALONE, ARGUMENT_PRINT},
    {"-dD", ALONE, ARGUMENT_PRINT},
    {"-dN", ALONE, ARGUMENT_PRINT},
    {"-dI", ALONE, ARGUMENT_PRINT},
    {"-dU", ALONE, ARGUMENT_PRINT},
    {"-fdirectives-only", ALONE, ARGUMENT_PRINT},
    {"-frewrite-includes", ALONE, ARGUMENT_PRINT},

    {"-D", EITHER, ARGUMENT_PREPROCESS},
    {"--define-macro", SEPARATE, ARGUMENT_PREPROCESS},
    {"--define-macro=", JOINED, ARGUMENT_PREPROCESS},
    {"-U", EITHER, ARGUMENT_PREPROCESS},
    {"--undefine-macro", SEPARATE, ARGUMENT_PREPROCESS},
    {"--undefine-macro=", JOINED, ARGUMENT_PREPROCESS},
    {"-I", EITHER, ARGUMENT_PREPROCESS},
    {"--include-directory", SEPARATE, ARGUMENT_PREPROCESS},
    {"--include-directory=", JOINED, ARGUMENT_PREPROCESS},
    {"-A", EITHER, ARGUMENT_PREPROCESS},
    {"-H", ALONE, ARGUMENT_PREPROCESS},
    {"-undef", ALONE, ARGUMENT_PREPROCESS},
    {"-finput-charset=", JOINED, ARGUMENT_PREPROCESS},
    {"-nostdinc", ALONE, ARGUMENT_PREPROCESS},
    {"-remap", ALONE, ARGUMENT_PREPROCESS},
    {"-include-pch", SEPARATE, ARGUMENT_PREPROCESS},
    {"-include", EITHER, ARGUMENT_PREPROCESS},
    {"--include", SEPARATE, ARGUMENT_PREPROCESS},
    {"--include=", JOINED, ARGUMENT_PREPROCESS},
    {"-imacros", EITHER, ARGUMENT_PREPROCESS},
    {"--imacros", SEPARATE, ARGUMENT_PREPROCESS},
    {"-idirafter", EITHER, ARGUMENT_PREPROCESS},
    {"-iprefix", EITHER, ARGUMENT_PREPROCESS},
    {"-iwithprefixbefore", EITHER, ARGUMENT_PREPROCESS},
    {"-iwithprefix", EITHER, ARGUMENT_PREPROCESS},
    {"-isystem-after", EITHER, ARGUMENT_PREPROCESS},
    {"-isystem", EITHER, ARGUMENT_PREPROCESS},
    {"-iquote", EITHER, ARGUMENT_PREPROCESS},
    {"-imultiarch", EITHER, ARGUMENT_PREPROCESS},
    {"-imultilib", EITHER, ARGUMENT_PREPROCESS},
    {"-isysroot", EITHER, ARGUMENT_OPTION},
    {"-iframework", EITHER, ARGUMENT_PREPROCESS},
    {"-cxx-isystem", EITHER, ARGUMENT_PREPROCESS},
    {"-Wp,", JOINED, ARGUMENT_PREPROCESS},
    {"-Xpreprocessor", SEPARATE, ARGUMENT_PREPROCESS},

    {"-l", EITHER, ARGUMENT_LINK},
    {"-L", EITHER, ARGUMENT_LINK},
    {"--library-directory", SEPARATE, ARGUMENT_LINK},
    {"--library-directory=", JOINED, ARGUMENT_LINK},
    {"-Wl,", JOINED, ARGUMENT_LINK},
    {"-Xlinker", SEPARATE, ARGUMENT_LINK},
    {"--for-linker", SEPARATE, ARGUMENT_LINK},
    {"--for-linker=", JOINED, ARGUMENT_LINK},
    {"-Tbss", SEPARATE, ARGUMENT_LINK},
    {"-Tdata", SEPARATE, ARGUMENT_LINK},
    {"-Ttext", SEPARATE, ARGUMENT_LINK},
    {"-T", EITHER, ARGUMENT_LINK},
    {"-u", EITHER, ARGUMENT_LINK},
    {"-z", EITHER, ARGUMENT_LINK},
    {"-e", SEPARATE, ARGUMENT_LINK},
    {"--entry", SEPARATE, ARGUMENT_LINK},
    {"--entry=", JOINED, ARGUMENT_LINK},
    {"-rpath", SEPARATE, ARGUMENT_LINK},
    {"-r", ALONE, ARGUMENT_LINK},
    {"-s", ALONE, ARGUMENT_LINK},
    {"-rdynamic", ALONE, ARGUMENT_LINK},
    {"-nostdlib", ALONE, ARGUMENT_LINK},
    {"--no-standard-libraries", ALONE, ARGUMENT_LINK},
    {"-nodefaultlibs", ALONE, ARGUMENT_LINK},
    {"-nostartfiles", ALONE, ARGUMENT_LINK},
    {"-nolibc", ALONE, ARGUMENT_LINK},
    {"-fuse-ld=", JOINED, ARGUMENT_LINK},
    {"-static-libgcc", ALONE, ARGUMENT_LINK},
    {"-shared-libgcc", ALONE, ARGUMENT_LINK},
    {"-static-libasan", ALONE, ARGUMENT_LINK},
    {"-static-libtsan", ALONE, ARGUMENT_LINK},
    {"-static-libubsan", ALONE, ARGUMENT_LINK},

    {"-Xassembler", SEPARATE, ARGUMENT_OPTION},
    {"--for-assembler", SEPARATE, ARGUMENT_OPTION},
    {"-Xclang", SEPARATE, ARGUMENT_OPTION},
    {"-Xanalyzer", SEPARATE, ARGUMENT_OPTION},
    {"-Xarch_host", SEPARATE, ARGUMENT_OPTION},
    {"-mllvm", SEPARATE, ARGUMENT_OPTION},
    {"-target", SEPARATE, ARGUMENT_OPTION},
    {"-arch", SEPARATE, ARGUMENT_OPTION},
    {"-gcc-toolchain", SEPARATE, ARGUMENT_OPTION},
    {"--param", SEPARATE, ARGUMENT_OPTION},
    {"--sysroot", SEPARATE, ARGUMENT_OPTION},
    {"--prefix", SEPARATE, ARGUMENT_OPTION},
    {"-B", EITHER, ARGUMENT_OPTION},
    {"-specs", SEPARATE, ARGUMENT_OPTION},
    {"--specs", SEPARATE, ARGUMENT_OPTION},
    {"-wrapper", SEPARATE, ARGUMENT_OPTION},
    {"-working-directory", SEPARATE, ARGUMENT_OPTION},
};

static const struct option *find_option(const char *word)
{
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const struct option *option = &options[i];
        if (option->form == ALONE || option->form == SEPARATE) {
            if (strcmp(word, option->text) == 0)
                return option;
        } else if (starts_with(word, option->text)) {
            return option;
        }
    }
    return NULL;
}

/* Options that make the compiler answer a question and read no input. */
static bool is_question(const char *word)
{
    return strcmp(word, "--version") == 0 || starts_with(word, "--help") ||
           starts_with(word, "-print-") || starts_with(word, "--print-") ||
           strcmp(word, "-dumpversion") == 0 ||
           strcmp(word, "-dumpfullversion") == 0 ||
           strcmp(word, "-dumpmachine") == 0 ||
           strcmp(word, "-dumpspecs") == 0 || strcmp(word, "-###") == 0;
}

static bool is_one_of(const char *word, const char *const *list)
{
    for (; *list; list++) {
        if (strcmp(word, *list) == 0)
            return true;
    }
    return false;
}

/* The argument of an option that was given as count words. */
static const char *value_of(const struct argument *argument,
                            const struct option *option)
{
    return argument->count == 2 ? argument->word[1]
                                : argument->word[0] + strlen(option->text);
}

static enum language language_of(const char *x, const char *name)
{
    if (x && strcmp(x, "c") == 0)
        return LANGUAGE_C;
    if (x && (strcmp(x, "cpp-output") == 0 || strcmp(x, "c-cpp-output") == 0))
        return LANGUAGE_PREPROCESSED;
    if (x && strcmp(x, "c-header") == 0)
        return LANGUAGE_HEADER;
    if (x)
        return LANGUAGE_OTHER;
    const char *dot = strrchr(base_name(name), '.');
    if (dot && strcmp(dot, ".c") == 0)
        return LANGUAGE_C;
    if (dot && strcmp(dot, ".i") == 0)
        return LANGUAGE_PREPROCESSED;
    if (dot && strcmp(dot, ".h") == 0)
        return LANGUAGE_HEADER;
    return LANGUAGE_OTHER;
}

static void read_dependency(struct arguments *all,
                            const struct argument *argument,
                            const struct option *option)
{
    static const char *const only[] = {"-M", "-MM", "--dependencies",
                                       "--user-dependencies", NULL};
    static const char *const also[] = {"-MD", "-MMD", "--write-dependencies",
                                       "--write-user-dependencies", NULL};
    const char *text = option->text;
    if (is_one_of(text, only)) {
        all->stage = STAGE_PREPROCESS;
    } else if (is_one_of(text, also)) {
        all->dependencies = text;
    } else if (strcmp(text, "-MF") == 0) {
        all->dependency_file = value_of(argument, option);
    } else {
        all->named_target |= text[2] == 'T' || text[2] == 'Q';
        words_add_all(&all->targets, argument->word, argument->count);
    }
}

static void read_stage(struct arguments *all, const char *word)
{
    if (strcmp(word, "-E") == 0 || strcmp(word, "--preprocess") == 0)
        all->stage = STAGE_PREPROCESS;
    else if (strstr(word, "-save-temps"))
        all->save_temps = true, all->temps_by_output = strstr(word, "=obj");
    else if (all->stage == STAGE_LINK)
        all->stage = STAGE_COMPILE;
}

static void read_link(struct arguments *all, const char *word)
{
    static const char *const bare[] = {"-nostdlib",
                                       "--no-standard-libraries",
                                       "-nodefaultlibs",
                                       "-nolibc",
                                       "-r",
                                       NULL};
    static const char *const exporting[] = {"-rdynamic", "-Wl,-E",
                                            "-Wl,--export-dynamic", NULL};
    all->own_libraries |= is_one_of(word, bare);
    all->exports |= is_one_of(word, exporting);
    if (starts_with(word, "-l")) {
        all->inputs++;
    }
}

/* OLD=NEW of -ffile-prefix-map and -fmacro-prefix-map, which change the names
 * of files that a program has in it. */
static void read_prefix_map(struct arguments *all, const char *word)
{
    if (starts_with(word, "-ffile-prefix-map=") ||
        starts_with(word, "-fmacro-prefix-map="))
        words_add(&all->prefix_maps, strchr(word, '=') + 1);
}

static void read_sanitizers(struct arguments *all, const char *word)
{
    bool is_on = starts_with(word, "-fsanitize=");
    if (is_on && strstr(word, "thread"))
        all->thread_sanitizer = true;
    else if (starts_with(word, "-fno-sanitize=") &&
             (strstr(word, "thread") || strstr(word, "all")))
        all->thread_sanitizer = false;
}

/* Notes what a whole argument means for the command. */
static void read_argument(struct arguments *all, struct argument *argument,
                          const struct option *option)
{
    const char *word = argument->word[0];
    switch (argument->kind) {
    case ARGUMENT_OUTPUT:
        all->output = value_of(argument, option);
        break;
    case ARGUMENT_LANGUAGE:
        all->x = value_of(argument, option);
        if (strcmp(all->x, "none") == 0)
            all->x = NULL;
        break;
    case ARGUMENT_STAGE:
        read_stage(all, word);
        break;
    case ARGUMENT_DEPENDENCY:
        read_dependency(all, argument, option);
        break;
    case ARGUMENT_LINK:
        read_link(all, word);
        break;
    case ARGUMENT_INPUT:
        argument->x = all->x;
        argument->language = language_of(all->x, word);
        all->inputs++;
        if (argument->language == LANGUAGE_HEADER)
            all->headers++;
        else if (argument->language != LANGUAGE_OTHER)
            all->c_inputs++;
        break;
    case ARGUMENT_OPTION:
        if (is_question(word))
            all->stage = STAGE_INFORM;
        all->colour_chosen |= starts_with(word, "-fdiagnostics-color") ||
                              starts_with(word, "-fno-diagnostics-color");
        read_prefix_map(all, word);
        read_sanitizers(all, word);
        if (starts_with(word, "-fdiagnostics-format="))
            all->json = strcmp(word, "-fdiagnostics-format=json") == 0 ||
                        strcmp(word, "-fdiagnostics-format=json-stderr") == 0;
        break;
    case ARGUMENT_PREPROCESS:
    case ARGUMENT_COMPANION:
    case ARGUMENT_PRINT:
        break;
    }
}

size_t arguments_parse(struct arguments *all, char **words, size_t count,
                       size_t most)
{
    *all = (struct arguments){.stage = STAGE_LINK};
    all->argument = allocate((count + 1) * sizeof *all->argument);
    size_t i = 0;
    while (i < count) {
        char *word = words[i];
        struct argument argument = {.word = &words[i], .count = 1};
        const struct option *option = NULL;
        if (is_translate_warning(word)) {
            words_add(&all->own_warnings, word);
            i++;
            continue;
        }
        if (word[0] != '-' || !word[1]) {
            if (most-- == 0)
                break;
            argument.kind = ARGUMENT_INPUT;
        } else if ((option = find_option(word))) {
            argument.kind = option->kind;
            bool next = option->form == SEPARATE ||
                        (option->form == EITHER && !word[strlen(option->text)]);
            if (next && i + 1 < count)
                argument.count = 2;
        }
        i += argument.count;
        /* A last option without its argument: the compiler's to refuse. */
        read_argument(all, &argument, option);
        all->argument[all->count++] = argument;
    }
    return i;
}
