/* The command `pirn`, one file per verb, over the files below.
 *
 * It is a program that lives for one command: memory is given back by its
 * end, and what cannot go on says why and exits. Exit status: 0; 1 after a
 * diagnostic; 2 for wrong usage; else that of the compiler or program run. */
#ifndef CLI_H
#define CLI_H

#include "translate/translate.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

enum { EXIT_DIAGNOSED = 1, EXIT_USAGE = 2 };

/* main.c: the verbs. argv[0] is the verb itself, and argv ends in NULL. */
int cc_main(int argc, char **argv);
int run_main(int argc, char **argv);
int translate_main(int argc, char **argv);
int frames_main(int argc, char **argv);
int trace_main(int argc, char **argv);
int view_main(int argc, char **argv);
int compare_main(int argc, char **argv);
int clangd_main(int argc, char **argv);

/* say.c: messages to stderr, all of one form:
 *     pirn: error: what is wrong
 *     pirn: help: the way out */
__attribute__((format(printf, 1, 2))) void say_error(const char *format, ...);
__attribute__((format(printf, 1, 2))) void say_help(const char *format, ...);
__attribute__((format(printf, 1, 2), noreturn)) void die(const char *format,
                                                         ...);
__attribute__((format(printf, 1, 2), noreturn)) void
die_usage(const char *format, ...);
void say_verb(const char *verb); /* die_usage refers to the help of this one */

/* What a name may have in it. */
#define NAME_PARTS                                                             \
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

/* words.c: a list of strings that can be handed to exec. */
struct words {
    char **word; /* word[count] is NULL, once anything was added */
    size_t count, capacity;
};

void words_add(struct words *list, const char *word);
void words_add_all(struct words *list, char *const *words, size_t count);
void *allocate(size_t size); /* never NULL, filled with zeros */
__attribute__((format(printf, 1, 2))) char *format_text(const char *format,
                                                        ...);
bool starts_with(const char *text, const char *prefix);
const char *base_name(const char *path);

/* file.c: whole files, and the directory for temporary ones. */
struct content {
    char *bytes; /* ended by a NUL that length does not count */
    size_t length;
};

/* Read to the end. False, with errno set, if that fails. */
bool read_file(const char *path, struct content *text);
bool read_descriptor(int fd, struct content *text);
void write_file(const char *path, const char *bytes, size_t length);
/* Both in one; they are given back. */
struct content content_join(struct content *first, struct content *second);
/* Puts to in the place of each from. */
void replace_all(struct content *text, const char *from, const char *to);
/* A file without a name that children can write to and we then read. */
int memory_file(const char *name);
/* The same file, read from its beginning. */
int open_again(int fd);
/* The directory of this command's temporary files. It is removed, with all
 * that is in it, when the command ends, also by a signal. */
const char *temporary_directory(void);
/* A new directory in it, for a file with any name. */
const char *temporary_place(void);
bool temporary_exists(void);
void temporary_remove(void);

/* process.c: children, and the signals that concern them. */
struct process {
    char *const *command;      /* ended by NULL; searched for in PATH */
    int input, output, errors; /* descriptors it has as 0, 1, 2; -1: ours */
};

/* From now on a signal that would end us is passed to the running children. */
void process_pass_signals(void);
/* Runs it to its end. Returns its wait status; dies if it cannot start. If we
 * were told to end meanwhile, ends as the signal says, unless `theirs`: it is
 * the child's to decide. */
int process_run(const struct process *process, bool theirs);
/* The same in two steps, with one other process in between at most. */
int process_begin(const struct process *process);
int process_end(int place, bool theirs);
/* Reads what a child wrote to a memory file, and closes that. NULL: unwanted.
 */
void process_read_back(int fd, struct content *text, const char *program);
/* The same, with what it writes in memory. NULL: not wanted. */
int process_capture(const struct words *command, int input,
                    struct content *output, struct content *errors);
/* Becomes the command. Temporary files are removed first. */
__attribute__((noreturn)) void process_become(char *const *command);
/* Ends as a child with that wait status has ended. */
__attribute__((noreturn)) void process_end_like(int status);
/* A child that somebody else has started and waits for, from before it runs;
 * 0: it has ended. If we were told to end, that is done then. */
void process_watch(pid_t pid);

/* response.c: `@file` arguments, quoted by gcc's rules. */

/* Adds words to list, each @file replaced by the words in that file. */
void response_expand(struct words *list, char *const *words, size_t count);
/* A command that came by @file may be too long for the system: then the words
 * from number keep on go to a temporary @file. */
void response_shorten(struct words *command, size_t keep);

/* arguments.c: the command line of gcc and clang. */
enum language {
    LANGUAGE_OTHER, /* nothing to translate */
    LANGUAGE_C,
    LANGUAGE_PREPROCESSED, /* C, as `CC -E` gives it */
    LANGUAGE_HEADER,       /* C, to be precompiled */
};

enum argument_kind {
    ARGUMENT_OPTION,     /* for every stage */
    ARGUMENT_PREPROCESS, /* only when preprocessing: -D -I -include ... */
    ARGUMENT_PRINT,      /* only for what -E prints: -P -C -dM ... */
    ARGUMENT_LINK,       /* only when linking: -l -L -Wl, ... */
    ARGUMENT_COMPANION,  /* makes, or reads, files named after the output:
                            only for the compilation proper */
    ARGUMENT_DEPENDENCY, /* -M and its like, kept apart in `arguments` */
    ARGUMENT_OUTPUT,     /* -o FILE */
    ARGUMENT_STAGE,      /* -c -S -E -fsyntax-only ... */
    ARGUMENT_LANGUAGE,   /* -x LANGUAGE */
    ARGUMENT_INPUT,
};

/* One option with its argument, or one input. */
struct argument {
    enum argument_kind kind;
    char **word;
    size_t count;           /* words: 1 or 2 */
    enum language language; /* of an input */
    const char *x;          /* of an input: the -x in force, or NULL */
};

enum stage {
    STAGE_INFORM,     /* --version, -print-...: no input is read */
    STAGE_PREPROCESS, /* -E, -M, -MM */
    STAGE_COMPILE,    /* -c, -S, -fsyntax-only ... */
    STAGE_LINK,
};

struct arguments {
    struct argument *argument;
    size_t count;
    enum stage stage;
    size_t inputs, c_inputs, headers;
    const char *x;         /* the -x in force at the end, or NULL */
    const char *output;    /* -o, or NULL */
    bool own_libraries;    /* -nostdlib, -r ...: add no library */
    bool exports;          /* -rdynamic ...: libraries find what it has */
    bool thread_sanitizer; /* -fsanitize=thread: so is the runtime built */
    bool save_temps;
    bool temps_by_output; /* -save-temps=obj */
    bool colour_chosen;   /* -fdiagnostics-color... was given */
    bool json;            /* messages are to be gcc's JSON on standard error */
    const char *dependencies;    /* -MD or -MMD, or NULL */
    const char *dependency_file; /* -MF, or NULL */
    struct words targets;        /* -MT and -MQ, and whatever else is said of
                                    the dependencies */
    bool named_target;           /* there was -MT or -MQ */
    struct words prefix_maps;    /* -ffile-prefix-map and -fmacro-prefix-map */
    struct words own_warnings;   /* -Wpirn-... and its like, of which the
                                    compiler is told nothing */
};

/* words must outlive the result. Stops after `most` inputs. Returns how many
 * words were read. */
size_t arguments_parse(struct arguments *arguments, char **words, size_t count,
                       size_t most);

/* compiler.c: the compiler in use, and where our own files are. */
struct compiler {
    struct words command;
    size_t wrappers; /* how many words before the compiler: ccache ... */
    bool clang;
    bool cxx; /* compiles C++ whatever the file's name */
};

/* What every verb takes. */
struct settings {
    struct compiler compiler;
    enum async_all async_all;
    uint64_t seed;
    bool threads;
    bool verbose;
};

/* Takes --async-all..., --cc=..., --threads, -v. */
bool settings_option(struct settings *settings, const char *word);
/* Dies if some of them do not go together. */
void settings_check(const struct settings *settings);
/* Without --cc: $CC, else cc, else gcc. */
void settings_finish(struct settings *settings);
void compiler_set(struct compiler *compiler, char *const *words, size_t count);
/* How many of words name the compiler: past ccache and its like. */
size_t compiler_words(char *const *words, size_t count);
/* The directory that holds include/ and libpirn.a. */
const char *home(void);

/* preprocess.c: from a C file to the text that is translated. */
struct preprocessed {
    struct content text;
    struct content messages; /* what the compiler said */
    int status;              /* how it ended: a wait status */
};

/* Runs the preprocessor over input, with the options of arguments.
 * standard_input is the descriptor to read for the input "-". What is for
 * reading has no dependencies, and is to be elided. */
struct preprocessed preprocess(const struct settings *settings,
                               const struct arguments *arguments,
                               const struct argument *input, int standard_input,
                               bool is_for_reading);
/* True if <pirn.h> was among what was preprocessed. */
bool includes_pirn(const struct content *text);
/* The option for our headers; the one for messages as on our own stderr. */
void add_headers(struct words *command);
void add_colours(struct words *command, const struct arguments *arguments);

/* reading.c: what the compiler says of the user's own text. What runs it
 * returns a wait status. */

/* The macros with which the compiler reads it, before the user's options. */
void add_reading_macros(struct words *command, const struct settings *settings);
/* Whether the file, or one of the user's that it includes, defines a macro that
 * is called like a word. */
bool redefines_words(const char *path, const struct content *preprocessed);
/* Lets the compiler read input, a file, or "-" that is standard_input, with the
 * words as macros. Nothing is kept of what it makes. */
int read_as_written(const struct settings *settings,
                    const struct arguments *arguments,
                    const struct argument *input, int standard_input,
                    struct content *messages);
/* The same for a file that would mean something else so: a copy of it is read,
 * or if that cannot be made, the text without the words. */
struct reading {
    bool has_none;         /* there can be no copy */
    bool needs_copy;       /* with the words as macros it means another thing */
    bool has_generators;   /* it defines some */
    bool uses_names;       /* names of scopes stand by themselves */
    bool has_void_handles; /* a task(void) is declared */
};
int read_elided(const struct settings *settings,
                const struct arguments *arguments, const struct argument *input,
                int standard_input, const struct reading *how,
                struct content *messages);
/* The option for text whose blocks are nested deeper than the user's. */
void add_depth(struct words *command, const struct settings *settings);
/* Checks the types of the translated text at path. */
int check_translated(const struct settings *settings,
                     const struct arguments *arguments, const char *path,
                     struct content *messages);

/* lines.c: adds to the messages of a compiler the lines that they are about,
 * and carets. */
void show_lines(struct content *messages);

/* retell.c: says what is about Pirn's macros and types in the user's words. */
void retell(struct content *messages);

/* keep.c: output that is kept only if all went well. */
struct kept {
    const char *name; /* what the output is to be called; NULL: the compiler
                         can only be let loose when all is known to be well */
    const char *path; /* where the compiler has to put it */
};

struct kept keep_begin(const struct settings *settings,
                       const struct arguments *arguments);
void keep_end(const struct kept *kept);

/* comments.c */

/* Puts back into preprocessed text the comments that tell the compiler that
 * a `case` is meant to fall through. */
struct content restore_fallthrough(struct content text);

/* translate.c */

/* Reads the command line of `pirn translate` and `pirn frames`, and
 * preprocesses its file, whose name goes to *name; the compiler's options go
 * to *flags. Dies if that fails. output, if not NULL, gets the argument of
 * -o. */
struct preprocessed preprocess_one(struct settings *settings, int argc,
                                   char **argv, struct arguments *flags,
                                   const char **output, const char **name);
/* What all verbs do with preprocessed text. */
struct translate_result translate_text(const struct settings *settings,
                                       const struct arguments *arguments,
                                       const struct content *text,
                                       const char *file, enum warnings warnings,
                                       FILE *diagnostics);

/* messages.c: what compilers and the translator say of the user's files. */

/* From now on they say it as JSON. */
void messages_are_json(void);
void messages_say(const char *text, size_t length);
/* All of it has been said: what another program says comes after it. */
void messages_end(void);

/* run.c: does what `pirn run` does, and returns how the program has ended, a
 * wait status. */
int run_program(int argc, char **argv);

/* cc.c: runs the compiler with those words, translating on the way. Returns how
 * it has ended, a wait status; if it may, becomes the compiler instead when
 * nothing is to be done after it. */
int compile(const struct settings *settings, char *const *words, size_t count,
            bool may_become);

/* run.c */

/* Reads the option in words[0], one of ours, which goes to settings, or one of
 * the compiler's, which goes to flags. Returns how many words it is. */
size_t read_build_option(struct settings *settings, struct words *flags,
                         char **words, size_t count);
/* Compiles the file to the program. Returns a wait status. */
int build_program(const struct settings *settings, const struct words *flags,
                  const char *file, const char *program);

/* measure.c: what a program costs. */
enum figure {
    FIGURE_WALL,
    FIGURE_CPU,         /* user and system */
    FIGURE_RESIDENT,    /* at its highest */
    FIGURE_KERNEL,      /* likewise: what the kernel holds for it */
    FIGURE_MEMORY,      /* the sum of these two */
    FIGURE_VIRTUAL,     /* at its highest */
    FIGURE_TASKS,       /* made, the first one too */
    FIGURE_THREADS,     /* likewise */
    FIGURE_VOLUNTARY,   /* context switches */
    FIGURE_INVOLUNTARY, /* context switches */
    FIGURE_CALLS,       /* system calls */
    FIGURES
};

struct measured {
    int status;             /* a wait status */
    int error;              /* why it could not be traced; 0: it was */
    double figure[FIGURES]; /* in seconds and bytes; NAN: not known */
};

/* Runs it, undisturbed, for what the kernel accounts. */
struct measured measure(const struct process *process);
/* Runs it step by step, for what has to be counted. */
struct measured measure_counts(const struct process *process);
/* Two figures of /proc/PID/status; NAN: not there. */
void process_status(pid_t pid, const char *one, double *its, const char *other,
                    double *others);

/* kernel.c: memory that the kernel holds for a program, one at a time. */

/* Before it is started: what we start from now on counts. */
void kernel_begin(void);
/* It has been started: what else we do does not count. */
void kernel_started(void);
/* What it has had until now does not count. */
void kernel_reset(void);
/* It has to be looked at from time to time; and that is done. */
bool kernel_wants_looks(void);
void kernel_look(pid_t pid);
/* It has ended. Returns the most that it had, in bytes; NAN: not known. */
double kernel_end(void);
/* True if that was all; else at least that much. */
bool kernel_tells_all(void);

#endif
