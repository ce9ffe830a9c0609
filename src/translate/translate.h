/* The translator as a library: preprocessed C in, plain C out. */
#ifndef TRANSLATE_H
#define TRANSLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Which functions of a plain C program become coroutines, for testing. */
enum async_all {
    ASYNC_ALL_OFF,
    ASYNC_ALL_CALLS,  /* every function; direct calls are awaited */
    ASYNC_ALL_YIELD,  /* and each suspends before every statement */
    ASYNC_ALL_RANDOM, /* or, at run time, before random ones */
};

/* What becomes of warnings. */
enum warnings {
    WARNINGS_SHOWN,
    WARNINGS_OFF,
    WARNINGS_ERRORS,
};

struct translate_options {
    const char *file; /* the name that diagnostics use for the input */
    /* "OLD=NEW" each, ended by NULL, or NULL itself: a name of a file that the
     * program keeps and that begins with OLD has NEW there; the last one that
     * fits is taken, as by -fmacro-prefix-map. */
    char *const *prefix_maps;
    enum async_all async_all;
    uint64_t seed; /* ASYNC_ALL_RANDOM */
    bool threads; /* every task is a thread, every coroutine a plain function */
    bool color;   /* diagnostics carry terminal colours */
    bool json;    /* they are JSON: objects as gcc has them, one a line */
    bool clang;   /* the text is meant for clang: else for gcc */
    enum warnings warnings;
    /* -Wpirn-NAME, -Wno-pirn-NAME, -Werror=pirn-NAME, -Wno-error=pirn-NAME of
     * one warning, the later one counts; ended by NULL, or NULL itself. */
    char *const *named_warnings;
    FILE *diagnostics;
};

struct translate_result {
    char *text; /* NULL: nothing to translate, compile the input as it
                   is. Else malloc'ed, ended by NUL */
    size_t length;
    unsigned errors;            /* if not 0, text is NULL */
    bool has_generators;        /* some are defined */
    bool has_no_reading;        /* with the words as macros the file would mean
                                   something else: elide it */
    bool needs_copy;            /* so it would, but for a few words */
    bool uses_names;            /* names of scopes stand by themselves */
    bool has_void_handles;      /* a task(void) is declared */
    bool is_misread;            /* an error was told of which the compiler would
                                   say something else */
    unsigned functions, turned; /* under async_all: how many there were, and
                                   how many became coroutines */
};

/* Translates length bytes of `CC -E` output. input[length] must be '\0'.
 * Never exits; errors and warnings are written to options->diagnostics, and
 * errors counted. */
struct translate_result translate(const char *input, size_t length,
                                  const struct translate_options *options);

/* Whether the option is one of those for named_warnings. */
bool is_translate_warning(const char *option);

/* The same text without the words, as the compiler is to read it for errors and
 * warnings: see elide.c. It has been preprocessed with __PIRN_CHECK__ and
 * __PIRN_WORDS__. Never fails. */
struct translate_result elide(const char *input, size_t length,
                              const struct translate_options *options);

/* The user's file, whose text own is, with other words in the places of some,
 * each as long as what it stands for: see elide_copy.c. The input is what came
 * of the file, preprocessed as for elide. text is NULL if that cannot be. */
struct translate_result elide_in_copy(const char *input, size_t length,
                                      const struct translate_options *options,
                                      const char *own, bool uses_names);

/* The words of such a copy, and what they stand for; the last has no name. */
struct copied_word {
    const char *name, *original;
};
extern const struct copied_word COPIED_WORDS[];

#endif
