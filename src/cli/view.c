/* pirn trace and pirn view: a program is run and recorded, and what was
 * recorded is shown. */
#include "view.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The recorder is in the program. One that has no coroutines has none. */
int trace_main(int argc, char **argv)
{
    const char *path = "trace.json";
    if (argc > 1 && strcmp(argv[1], "-o") == 0) {
        if (argc == 2)
            die_usage("pirn trace: -o needs a file");
        path = argv[2];
        argv[2] = argv[0];
        argv += 2;
        argc -= 2;
    }
    if (unlink(path) < 0 && errno != ENOENT)
        die("cannot write %s: %s", path, strerror(errno));
    setenv("PIRN_TRACE", path, 1);
    int status = run_program(argc, argv);
    if (access(path, F_OK) < 0) {
        say_error("there is no trace: the program has run no coroutine");
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
            exit(EXIT_DIAGNOSED);
    }
    process_end_like(status);
}

/* TRACE.json becomes TRACE.html. */
static const char *output_for(const char *path, const char *suffix)
{
    size_t length = strlen(path);
    if (length > 5 && strcmp(path + length - 5, ".json") == 0)
        length -= 5;
    return format_text("%.*s%s", (int)length, path, suffix);
}

int view_main(int argc, char **argv)
{
    const char *input = NULL, *output = NULL;
    bool is_picture = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--svg") == 0)
            is_picture = true;
        else if (strcmp(argv[i], "-o") == 0 && i + 1 < argc)
            output = argv[++i];
        else if (argv[i][0] == '-' && argv[i][1])
            die_usage("pirn view: there is no option '%s'", argv[i]);
        else if (input)
            die_usage("pirn view shows one trace");
        else
            input = argv[i];
    }
    if (!input)
        die_usage("pirn view: no trace given");
    if (!output)
        output = output_for(input, is_picture ? ".svg" : ".html");

    struct trace trace = {0};
    trace_read(&trace, input);
    FILE *out = strcmp(output, "-") == 0 ? stdout : fopen(output, "w");
    if (!out)
        die("cannot write %s: %s", output, strerror(errno));
    if (is_picture)
        svg_print(out, &trace);
    else
        page_print(out, &trace);
    if (fflush(out) != 0 || ferror(out))
        die("cannot write %s: %s", output, strerror(errno));
    return 0;
}
