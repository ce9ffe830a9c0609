/* The compiler in use, and where our own files are. */
#include "cli.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Programs that take a compiler's command line after their own name. */
static bool is_wrapper(const char *word)
{
    static const char *const names[] = {"ccache", "sccache", "distcc", "icecc",
                                        "buildcache"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(base_name(word), names[i]) == 0)
            return true;
    }
    return false;
}

size_t compiler_words(char *const *words, size_t count)
{
    size_t n = 0;
    while (n + 1 < count && is_wrapper(words[n]))
        n++;
    return n < count ? n + 1 : count;
}

/* Where PATH has a program, all links followed; name itself if nowhere. */
static const char *real_program(const char *name)
{
    const char *path = getenv("PATH");
    if (strchr(name, '/') || !path) {
        char *real = realpath(name, NULL);
        return real ? real : name;
    }
    while (*path) {
        size_t length = strcspn(path, ":");
        char *file = format_text("%.*s/%s", (int)length, path, name);
        char *real = access(file, X_OK) == 0 ? realpath(file, NULL) : NULL;
        free(file);
        if (real)
            return real;
        path += length + (path[length] == ':');
    }
    return name;
}

void compiler_set(struct compiler *compiler, char *const *words, size_t count)
{
    *compiler = (struct compiler){0};
    words_add_all(&compiler->command, words, count);
    compiler->wrappers = compiler_words(words, count) - 1;
    const char *name = base_name(words[compiler->wrappers]);
    compiler->cxx = strstr(name, "++") != NULL;
    /* `cc` may be either: look behind it. */
    compiler->clang =
        strstr(name, "clang") ||
        strstr(base_name(real_program(words[compiler->wrappers])), "clang");
}

static void split(struct words *list, const char *text)
{
    char *copy = format_text("%s", text), *state;
    for (char *word = strtok_r(copy, " \t\n", &state); word;
         word = strtok_r(NULL, " \t\n", &state))
        words_add(list, word);
}

/* $CC, if that is us already (make CC="pirn cc gcc"), without us. */
static size_t own_words(const struct words *list)
{
    if (list->count < 2 || strcmp(base_name(list->word[0]), "pirn") != 0 ||
        strcmp(list->word[1], "cc") != 0)
        return 0;
    size_t n = 2;
    while (n < list->count && list->word[n][0] == '-')
        n++;
    return n;
}

static bool choose_compiler(struct settings *settings, const char *text)
{
    struct words list = {0};
    split(&list, text);
    size_t own = own_words(&list);
    if (list.count == own)
        return false;
    compiler_set(&settings->compiler, list.word + own, list.count - own);
    return true;
}

static bool choose_async_all(struct settings *settings, const char *mode)
{
    if (!*mode) {
        settings->async_all = ASYNC_ALL_CALLS;
        return true;
    }
    if (strcmp(mode, "=yield") == 0) {
        settings->async_all = ASYNC_ALL_YIELD;
        return true;
    }
    if (!starts_with(mode, "=yield:") || !strchr("0123456789", mode[7]))
        return false;
    char *end;
    errno = 0;
    settings->async_all = ASYNC_ALL_RANDOM;
    settings->seed = strtoull(mode + 7, &end, 0);
    return mode[7] && !*end && !errno;
}

bool settings_option(struct settings *settings, const char *word)
{
    if (strcmp(word, "-v") == 0) {
        settings->verbose = true;
        return true;
    }
    if (strcmp(word, "--threads") == 0) {
        settings->threads = true;
        return true;
    }
    if (starts_with(word, "--cc=")) {
        if (!choose_compiler(settings, word + 5))
            die_usage("%s names no compiler", word);
        return true;
    }
    if (starts_with(word, "--async-all")) {
        if (!choose_async_all(settings, word + 11))
            die_usage("%s: the modes are --async-all, --async-all=yield and "
                      "--async-all=yield:SEED, SEED a number",
                      word);
        return true;
    }
    return false;
}

void settings_check(const struct settings *settings)
{
    if (settings->threads && settings->async_all != ASYNC_ALL_OFF)
        die_usage("--threads and --async-all do not go together");
}

void settings_finish(struct settings *settings)
{
    const char *cc = getenv("CC");
    settings_check(settings);
    if (settings->compiler.command.count > 0)
        return;
    if (cc && choose_compiler(settings, cc))
        return;
    bool has_cc = strchr(real_program("cc"), '/') != NULL;
    compiler_set(&settings->compiler, (char *[]){has_cc ? "cc" : "gcc"}, 1);
}

const char *home(void)
{
    static char *found;
    if (found)
        return found;
    char program[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    if (n < 0)
        die("cannot tell where pirn is: /proc/self/exe: %s", strerror(errno));
    program[n] = '\0';
    *strrchr(program, '/') = '\0';
    const char *const places[] = {"", "/../lib/pirn"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char *path = format_text("%s%s", program, places[i]);
        char *header = format_text("%s/include/pirn.h", path);
        if (access(header, R_OK) == 0)
            return found = realpath(path, NULL);
        free(header);
    }
    say_error("include/pirn.h is neither in %s nor in %s/../lib/pirn", program,
              program);
    say_help("build it with make, or install it with make install");
    exit(EXIT_DIAGNOSED);
}
