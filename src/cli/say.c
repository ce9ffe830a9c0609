/* Messages: what is wrong, and the way out. */
#include "cli.h"

#include <stdarg.h>
#include <stdlib.h>

/* The verb whose help tells how it is used; empty before one is chosen. */
static const char *usage_of = "";

void say_verb(const char *verb)
{
    usage_of = format_text("%s ", verb);
}

static void say(const char *kind, const char *format, va_list arguments)
{
    flockfile(stderr); /* one line, also when make runs many of us */
    fprintf(stderr, "pirn: %s: ", kind);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    funlockfile(stderr);
}

void say_error(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say("error", format, arguments);
    va_end(arguments);
}

void say_help(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say("help", format, arguments);
    va_end(arguments);
}

void die(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say("error", format, arguments);
    va_end(arguments);
    exit(EXIT_DIAGNOSED);
}

void die_usage(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say("error", format, arguments);
    va_end(arguments);
    say_help("pirn %s--help", usage_of);
    exit(EXIT_USAGE);
}
