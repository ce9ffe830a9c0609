/* pirn cc: acts as the compiler.
 *
 * Each C input is preprocessed and, if there is something to translate,
 * replaced on the compiler's own command line by a temporary file with the
 * translated text, which is preprocessed C (`.i`) with line marks. So the
 * compiler still does, in one command, all else that it was asked for, but
 * speak: that it does over the user's own text (reading.c), which it reads
 * while the translated text is being compiled. An input without coroutines
 * stays on the command line as it is; if none is replaced, we become the
 * compiler. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What is known of one argument that is an input. */
struct input {
    const char *replacement;      /* the file that stands for it, or NULL */
    struct content preprocessing; /* what the preprocessor said */
    char *refusals;               /* what the translator said, or NULL;
                                     warnings, if it has not failed */
    bool failed;                  /* one of them refused it */
    bool is_misread;              /* the compiler is not to speak of it */
    struct reading reading;
};

/* One compiler command on its way. */
struct job {
    const struct settings *settings;
    struct arguments arguments;
    struct input *input; /* by the argument's place */
    size_t replacements;
    bool has_header;    /* one that includes <pirn.h> is to be precompiled */
    int standard_input; /* a copy of it to read again; -1: none */
    int failure;        /* the wait status of what went wrong, or 0 */
};

enum { EXITED_DIAGNOSED = EXIT_DIAGNOSED << 8 }; /* a wait status */

/* Standard input is read twice: preprocessed, then perhaps compiled. */
static void keep_standard_input(struct job *job)
{
    struct content text;
    if (job->standard_input < 0) {
        if (!read_descriptor(STDIN_FILENO, &text))
            die("cannot read standard input: %m");
        job->standard_input = memory_file("input");
        struct content rest = text;
        while (rest.length > 0) {
            ssize_t n = write(job->standard_input, rest.bytes, rest.length);
            if (n < 0)
                die("cannot keep standard input: %m");
            rest.bytes += n;
            rest.length -= (size_t)n;
        }
        free(text.bytes);
    }
    lseek(job->standard_input, 0, SEEK_SET);
}

/* The directory is the input's own: two may have the same name, and a file may
 * be compiled twice. */
static const char *replacement_name(const struct job *job, size_t place)
{
    const char *base = base_name(job->arguments.argument[place].word[0]);
    const char *dot = strrchr(base, '.');
    int length = (int)(dot && dot > base ? dot - base : (long)strlen(base));
    return format_text("%s/%.*s.i", temporary_place(), length, base);
}

/* -save-temps keeps the translated text where the compiler would have kept
 * the preprocessed one. */
static void save_text(const struct job *job, const char *name,
                      const char *bytes, size_t length)
{
    const struct arguments *arguments = &job->arguments;
    const char *output = arguments->output, *prefix = "";
    if (arguments->temps_by_output && output)
        prefix = format_text("%.*s", (int)(base_name(output) - output), output);
    else if (arguments->stage == STAGE_LINK && !job->settings->compiler.clang)
        prefix =
            format_text("%s-", arguments->output ? arguments->output : "a");
    write_file(format_text("%s%s", prefix, base_name(name)), bytes, length);
}

/* clang does not tell what is in a header that it has precompiled, other than
 * the names of its files. */
static void refuse_precompiled(const struct job *job)
{
    static const char name[] = "pirn/keywords.h";
    const struct arguments *arguments = &job->arguments;
    for (size_t i = 0; i < arguments->count; i++) {
        const struct argument *argument = &arguments->argument[i];
        struct content header;
        if (argument->count == 2 &&
            strcmp(argument->word[0], "-include-pch") == 0 &&
            read_file(argument->word[1], &header) &&
            memmem(header.bytes, header.length, name, sizeof name - 1)) {
            say_error("%s: a precompiled header with <pirn.h> in it cannot be "
                      "translated",
                      argument->word[1]);
            say_help("use -include HEADER, with HEADER.pch beside it");
            process_end_like(EXITED_DIAGNOSED);
        }
    }
}

/* A header is precompiled for the reading: where it is translated, the
 * preprocessor reads it once more. */
static void note_header(struct job *job, size_t place)
{
    const struct argument *input = &job->arguments.argument[place];
    struct preprocessed preprocessed =
        preprocess(job->settings, &job->arguments, input, -1, false);
    job->has_header |= includes_pirn(&preprocessed.text);
    free(preprocessed.text.bytes);
}

static bool wants_no_warnings(const struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++) {
        if (strcmp(arguments->argument[i].word[0], "-w") == 0)
            return true;
    }
    return false;
}

static enum warnings warnings_wanted(const struct arguments *arguments)
{
    enum warnings warnings = WARNINGS_SHOWN;
    if (wants_no_warnings(arguments))
        return WARNINGS_OFF;
    for (size_t i = 0; i < arguments->count; i++) {
        if (strcmp(arguments->argument[i].word[0], "-Werror") == 0)
            warnings = WARNINGS_ERRORS;
        if (strcmp(arguments->argument[i].word[0], "-Wno-error") == 0)
            warnings = WARNINGS_SHOWN;
    }
    return warnings;
}

/* Only tells what kind of text it is. */
static struct translate_result translate_quietly(const struct job *job,
                                                 const struct content *text,
                                                 const char *name)
{
    char *refusals;
    size_t length;
    FILE *diagnostics = open_memstream(&refusals, &length);
    struct translate_result result = translate_text(
        job->settings, &job->arguments, text, name, WARNINGS_OFF, diagnostics);
    fclose(diagnostics);
    free(refusals);
    free(result.text);
    result.text = NULL;
    result.errors = 0;
    return result;
}

static void translate_input(struct job *job, size_t place)
{
    const struct settings *settings = job->settings;
    const struct argument *input = &job->arguments.argument[place];
    struct input *known = &job->input[place];
    const char *name = input->word[0];
    bool is_standard = strcmp(name, "-") == 0;
    if (is_standard)
        keep_standard_input(job);
    struct preprocessed preprocessed =
        preprocess(settings, &job->arguments, input,
                   is_standard ? job->standard_input : -1, false);
    struct content *text = &preprocessed.text;
    struct translate_result result = {0};
    if (preprocessed.status == 0) {
        size_t length;
        FILE *diagnostics = open_memstream(&known->refusals, &length);
        result = translate_text(settings, &job->arguments, text,
                                is_standard ? "<stdin>" : name,
                                warnings_wanted(&job->arguments), diagnostics);
        fclose(diagnostics);
        /* What the compiler said it will say again if it gets the file. */
        if (!result.text && !result.errors && !includes_pirn(text))
            return;
    }
    if (preprocessed.status != 0) /* for the reading of what there is */
        result = translate_quietly(job, text, name);
    known->preprocessing = preprocessed.messages;
    known->is_misread = result.is_misread;
    known->reading = (struct reading){.has_none = result.has_no_reading ||
                                                  redefines_words(name, text),
                                      .needs_copy = result.needs_copy,
                                      .has_generators = result.has_generators,
                                      .uses_names = result.uses_names};
    if (preprocessed.status != 0 || result.errors > 0) {
        known->failed = true;
        job->failure = result.errors ? EXITED_DIAGNOSED : preprocessed.status;
        return;
    }
    const char *bytes = result.text ? result.text : text->bytes;
    size_t length = result.text ? result.length : text->length;
    const char *path = replacement_name(job, place);
    write_file(path, bytes, length);
    if (job->arguments.save_temps)
        save_text(job, path, bytes, length);
    known->replacement = path;
    job->replacements++;
}

/* True if the compiler will preprocess the input, and so uses the options
 * for that; clang warns of options that it does not use. */
static bool will_be_preprocessed(const struct job *job, size_t place)
{
    static const char *const not [] = {".o",  ".a", ".so", ".s",
                                       ".lo", ".i", ".obj"};
    const struct argument *input = &job->arguments.argument[place];
    if (input->kind != ARGUMENT_INPUT || job->input[place].replacement)
        return false;
    const char *dot = strrchr(base_name(input->word[0]), '.');
    if (input->x)
        return true;
    for (size_t i = 0; dot && i < sizeof not / sizeof *not ; i++) {
        if (strcmp(dot, not [i]) == 0)
            return false;
    }
    return dot && !strstr(base_name(input->word[0]), ".so.");
}

static bool anything_to_preprocess(const struct job *job)
{
    for (size_t i = 0; i < job->arguments.count; i++) {
        if (will_be_preprocessed(job, i))
            return true;
    }
    return false;
}

static void say(const struct content *text)
{
    if (text->bytes)
        messages_say(text->bytes, text->length);
}

/* True of a refusal of which the compiler speaks better. */
static bool is_the_compilers(const char *text, size_t length)
{
    static const char *const RULES[] = {" [syntax]",
                                        " [assignment-to-const]",
                                        " [void-as-value]",
                                        /* in JSON: */ "\"option\": \"syntax\"",
                                        "\"option\": \"assignment-to-const\"",
                                        "\"option\": \"void-as-value\""};
    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++)
        if (memmem(text, length, RULES[i], strlen(RULES[i])))
            return true;
    return false;
}

/* What the translator refuses; if the compiler has refused the text as well,
 * but for what that has said. */
static void say_refusals(const char *text, bool is_read)
{
    bool shown = true;
    while (text && *text) {
        size_t length = strcspn(text, "\n") + 1;
        bool is_head = *text == '{' ||
                       (*text != ' ' && (memmem(text, length, "error: ", 7) ||
                                         memmem(text, length, "warning: ", 9)));
        if (is_head)
            shown = !is_read || !is_the_compilers(text, length);
        if (shown)
            messages_say(text, length);
        text += length;
    }
}

/* True if the input is read as it is written, for what the compiler says. */
static bool is_read(const struct job *job, size_t place)
{
    const struct argument *input = &job->arguments.argument[place];
    return input->kind == ARGUMENT_INPUT &&
           job->settings->async_all == ASYNC_ALL_OFF &&
           input->language == LANGUAGE_C;
}

/* Lets the compiler read an input, and passes on what it says. Returns a wait
 * status. */
static int read_input(struct job *job, size_t place)
{
    const struct argument *input = &job->arguments.argument[place];
    struct content messages;
    int standard = -1;
    if (strcmp(input->word[0], "-") == 0) {
        /* A description of its own: the compiler may be reading, too. */
        standard = open_again(job->standard_input);
    }
    const struct reading *reading = &job->input[place].reading;
    int status = reading->has_none || reading->needs_copy
                     ? read_elided(job->settings, &job->arguments, input,
                                   standard, reading, &messages)
                     : read_as_written(job->settings, &job->arguments, input,
                                       standard, &messages);
    if (standard >= 0)
        close(standard);
    retell(&messages);
    say(&messages);
    free(messages.bytes);
    return status;
}

/* Says why nothing is compiled. */
static void say_failures(struct job *job)
{
    for (size_t i = 0; i < job->arguments.count; i++) {
        const struct input *input = &job->input[i];
        bool refused = false;
        if (!input->failed) {
            if (input->replacement && is_read(job, i))
                read_input(job, i);
            continue;
        }
        bool has_reading = is_read(job, i) && !input->is_misread;
        if (has_reading)
            refused = read_input(job, i) != 0;
        if (!has_reading || (!refused && !input->refusals))
            say(&input->preprocessing);
        say_refusals(input->refusals, refused);
    }
}

/* True if the compiler reads all that it is going to compile as it is written,
 * and need not speak when it compiles. */
static bool is_all_read(const struct job *job)
{
    for (size_t i = 0; i < job->arguments.count; i++) {
        const struct argument *input = &job->arguments.argument[i];
        bool is_compiled =
            input->kind == ARGUMENT_INPUT &&
            (input->language != LANGUAGE_OTHER || will_be_preprocessed(job, i));
        if (is_compiled && !is_read(job, i))
            return false;
    }
    return true;
}

/* Reads all inputs as they are written. Returns the wait status of what failed,
 * or 0. */
static int read_inputs(struct job *job)
{
    int failure = 0;
    for (size_t i = 0; i < job->arguments.count; i++) {
        int status = is_read(job, i) ? read_input(job, i) : 0;
        if (status != 0)
            failure = status;
    }
    return failure;
}

/* Checks the types of all translated texts. The same. */
static int check_texts(struct job *job, struct content *messages)
{
    int failure = 0;
    for (size_t i = 0; !failure && i < job->arguments.count; i++) {
        if (job->input[i].replacement)
            failure = check_translated(job->settings, &job->arguments,
                                       job->input[i].replacement, messages);
    }
    return failure;
}

/* Sets the language of the next input, where it is another than before. */
static void add_language(struct words *command, const char **now,
                         const char *wanted)
{
    if (*now == wanted || (*now && wanted && strcmp(*now, wanted) == 0))
        return;
    words_add(command, "-x");
    words_add(command, wanted ? wanted : "none");
    *now = wanted;
}

/* The runtime, last: what stands before it on the line may need it. From an
 * archive only what is needed is taken; but where a program lets libraries that
 * it loads have what it has, they may need what it does not. */
static void add_runtime(struct words *command, const char *x,
                        const struct job *job)
{
    const struct arguments *arguments = &job->arguments;
    const char *name = job->settings->threads ? "pirn-threads" : "pirn";
    if (arguments->stage != STAGE_LINK || arguments->own_libraries ||
        arguments->inputs == arguments->headers)
        return;
    add_language(command, &x, NULL);
    if (arguments->exports)
        words_add(command, "-Wl,--whole-archive");
    words_add(command, format_text("%s/lib%s%s.a", home(), name,
                                   arguments->thread_sanitizer ? "-tsan" : ""));
    if (arguments->exports)
        words_add(command, "-Wl,--no-whole-archive");
    words_add(command, "-lpthread");
    if (job->settings->async_all != ASYNC_ALL_OFF) /* src/runtime/run/drive.c */
        words_add(command, "-Wl,--wrap=sigaction,--wrap=signal,"
                           "--wrap=__sysv_signal");
}

static bool is_for_preprocessor(enum argument_kind kind)
{
    return kind == ARGUMENT_PREPROCESS || kind == ARGUMENT_DEPENDENCY ||
           kind == ARGUMENT_PRINT;
}

/* An option that asks for what only the user's own text can be held to: the
 * translated text is in GNU C. */
static bool demands_iso(const char *word)
{
    return strcmp(word, "-pedantic-errors") == 0 ||
           strcmp(word, "-pedantic") == 0 || strcmp(word, "-Wpedantic") == 0 ||
           strcmp(word, "-Werror=pedantic") == 0 ||
           strcmp(word, "-Wdeclaration-after-statement") == 0;
}

/* The command with the replaced inputs. */
static struct words replaced_command(const struct job *job, bool silent,
                                     const struct kept *kept)
{
    const struct arguments *arguments = &job->arguments;
    const struct words *cc = &job->settings->compiler.command;
    bool all = anything_to_preprocess(job);
    bool may_be_gnu = silent || job->settings->async_all != ASYNC_ALL_OFF;
    const char *x = NULL;
    struct words command = {0};
    words_add_all(&command, cc->word, cc->count);
    add_depth(&command, job->settings);
    for (size_t i = 0; i < arguments->count; i++) {
        const struct argument *argument = &arguments->argument[i];
        const char *replaced = job->input[i].replacement;
        /* What has been preprocessed has been converted, the rest has not. */
        if (all && starts_with(argument->word[0], "-finput-charset="))
            die("'%s' for files with coroutines and others at once; compile "
                "each by itself",
                argument->word[0]);
        if ((kept->name && argument->kind == ARGUMENT_OUTPUT) ||
            (silent && starts_with(argument->word[0], "-fanalyzer")))
            continue;
        if (argument->kind == ARGUMENT_INPUT) {
            add_language(&command, &x, replaced ? "cpp-output" : argument->x);
            words_add(&command, replaced ? replaced : argument->word[0]);
        } else if (argument->kind != ARGUMENT_LANGUAGE &&
                   (all || !is_for_preprocessor(argument->kind)) &&
                   !(may_be_gnu && demands_iso(argument->word[0]))) {
            words_add_all(&command, argument->word, argument->count);
        }
    }
    if (silent)
        words_add(&command, "-w");
    if (kept->name) {
        words_add(&command, "-o");
        words_add(&command, kept->path);
    }
    add_runtime(&command, x, job);
    return command;
}

/* The command as it was given. */
static struct words plain_command(const struct job *job)
{
    const struct words *cc = &job->settings->compiler.command;
    const struct arguments *arguments = &job->arguments;
    bool preprocesses =
        arguments->stage == STAGE_PREPROCESS && arguments->c_inputs > 0;
    struct words command = {0};
    words_add_all(&command, cc->word, cc->count);
    if (job->has_header)
        add_reading_macros(&command, job->settings);
    if (preprocesses)
        words_add(&command, "-D__PIRN__=1");
    if (job->settings->threads && arguments->c_inputs > 0)
        words_add(&command, "-D__PIRN_THREADS__=1");
    for (size_t i = 0; i < arguments->count; i++)
        words_add_all(&command, arguments->argument[i].word,
                      arguments->argument[i].count);
    if (preprocesses || job->has_header)
        add_headers(&command);
    add_runtime(&command, arguments->x, job);
    return command;
}

static void translate_inputs(struct job *job)
{
    const struct arguments *arguments = &job->arguments;
    job->input = allocate((arguments->count + 1) * sizeof *job->input);
    if (job->settings->compiler.cxx ||
        (arguments->stage != STAGE_COMPILE && arguments->stage != STAGE_LINK))
        return;
    if (arguments->c_inputs > 0)
        refuse_precompiled(job);
    for (size_t i = 0; i < arguments->count; i++) {
        const struct argument *argument = &arguments->argument[i];
        if (argument->kind != ARGUMENT_INPUT ||
            argument->language == LANGUAGE_OTHER)
            continue;
        if (argument->language == LANGUAGE_HEADER)
            note_header(job, i);
        else
            translate_input(job, i);
    }
}

/* Compiles beside the reading of the user's text. Under -w that is read only if
 * there are errors. */
static int compile_silently(struct job *job)
{
    bool is_late = wants_no_warnings(&job->arguments);
    struct content messages = {NULL, 0};
    const struct settings *settings = job->settings;
    struct kept kept = keep_begin(settings, &job->arguments);
    struct words command = replaced_command(job, true, &kept);
    response_shorten(&command, settings->compiler.command.count);
    struct process process = {.command = command.word,
                              .input = job->standard_input,
                              .output = -1,
                              .errors = memory_file("messages")};
    if (job->standard_input >= 0)
        lseek(job->standard_input, 0, SEEK_SET);
    int place = kept.name ? process_begin(&process) : 0;
    int failure = is_late ? 0 : read_inputs(job);
    bool is_said = failure != 0;
    if (!failure)
        failure = check_texts(job, &messages);
    fflush(stderr);
    if (!failure && !kept.name)
        place = process_begin(&process);
    if (!failure || kept.name) {
        int status = process_end(place, false);
        if (!failure) {
            process_read_back(process.errors, &messages, command.word[0]);
            failure = status;
        }
    }
    if (failure && is_late && !is_said)
        is_said = read_inputs(job) != 0;
    if (!is_said)
        say(&messages);
    if (!failure && kept.name)
        keep_end(&kept);
    messages_end();
    return failure;
}

int compile(const struct settings *settings, char *const *words, size_t count,
            bool may_become)
{
    struct job job = {.settings = settings, .standard_input = -1};
    struct words expanded = {0};
    response_expand(&expanded, words, count);
    arguments_parse(&job.arguments, expanded.word, expanded.count, SIZE_MAX);
    if (job.arguments.json)
        messages_are_json();
    process_pass_signals();
    translate_inputs(&job);
    if (job.failure) {
        say_failures(&job);
        messages_end();
        return job.failure;
    }
    for (size_t i = 0; i < job.arguments.count; i++)
        say_refusals(job.input[i].refusals, false); /* warnings */
    if (job.replacements && is_all_read(&job))
        return compile_silently(&job);
    for (size_t i = 0; i < job.arguments.count; i++)
        say(&job.input[i].preprocessing);
    messages_end();

    struct kept kept = {NULL, NULL};
    struct words command = job.replacements
                               ? replaced_command(&job, false, &kept)
                               : plain_command(&job);
    response_shorten(&command, settings->compiler.command.count);
    if (job.standard_input >= 0)
        lseek(job.standard_input, 0, SEEK_SET);
    if (may_become && !temporary_exists()) {
        if (job.standard_input >= 0)
            dup2(job.standard_input, STDIN_FILENO);
        process_become(command.word);
    }
    struct process process = {.command = command.word,
                              .input = job.standard_input,
                              .output = -1,
                              .errors = -1};
    return process_run(&process, false);
}

int cc_main(int argc, char **argv)
{
    struct settings settings = {0};
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++) {
        if (starts_with(argv[i], "--cc=") ||
            !settings_option(&settings, argv[i]))
            die_usage("'%s' is not an option of pirn cc; the compiler comes "
                      "first, then its options",
                      argv[i]);
    }
    if (i == argc)
        die_usage("pirn cc: no compiler given");
    settings_check(&settings);
    char **words = argv + i;
    size_t count = (size_t)(argc - i);
    size_t own = compiler_words(words, count);
    compiler_set(&settings.compiler, words, own);
    process_end_like(compile(&settings, words + own, count - own, true));
}
