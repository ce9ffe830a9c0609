/* pirn: async and await for C. Chooses the verb. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

struct verb {
    const char *name;
    int (*main)(int argc, char **argv);
    const char *help;
    bool builds; /* in the ways of builds_help, as the user asks for */
};

static const char builds_help[] =
    "  --threads  every task is an OS thread, and every wait a blocking call\n"
    "\n"
    "For testing translators, with plain C programs:\n"
    "  --async-all             every function becomes a coroutine\n"
    "  --async-all=yield       and suspends before every statement\n"
    "  --async-all=yield:SEED  and suspends before random ones\n"
    "  -v                      say how many functions were turned\n"
    "A program built so and run with PIRN_STATS=1 prints how many frames it\n"
    "took at the start of a call, and how many late.\n";

static const struct verb verbs[] = {
    {"run", run_main,
     "pirn run [options] FILE.c [arguments]\n"
     "\n"
     "Compiles FILE.c, runs it with the arguments, and ends as it ends.\n"
     "\n"
     "  --cc=CC    the compiler (else $CC, cc or gcc)\n"
     "  --         FILE.c comes next, whatever its name\n"
     "All other options go to the compiler: -O2, -g, -Idir, -lm ...\n"
     "\n",
     true},
    {"cc", cc_main,
     "pirn cc [options] CC [arguments of CC]\n"
     "\n"
     "Acts as the compiler CC (gcc or clang, also behind ccache), and\n"
     "translates the coroutines of each C file on its way. To be used where a\n"
     "build names its compiler:\n"
     "  make CC=\"pirn cc gcc\"\n"
     "  CC=\"pirn cc gcc\" ./configure\n"
     "  CC=\"pirn cc gcc\" meson setup build\n"
     "  cmake -D CMAKE_C_COMPILER_LAUNCHER=\"pirn;cc\" \\\n"
     "        -D CMAKE_C_LINKER_LAUNCHER=\"pirn;cc\" ...\n"
     "A file without coroutines is compiled as it is. When CC links, the\n"
     "runtime is linked too, unless -nostdlib, -nodefaultlibs or -r is given.\n"
     "With -E the file is preprocessed, not translated.\n"
     "\n",
     true},
    {"translate", translate_main,
     "pirn translate [options] FILE.c [-o OUT.c] [-- options of CC]\n"
     "\n"
     "Writes FILE.c, preprocessed and with its coroutines translated, to "
     "OUT.c\n"
     "or standard output. It is plain C for the same compiler and platform.\n"
     "\n"
     "  --cc=CC    the compiler (else $CC, cc or gcc)\n"
     "\n",
     true},
    {"frames", frames_main,
     "pirn frames [options] FILE.c [-- options of CC]\n"
     "\n"
     "For each coroutine of FILE.c: the bytes of its frame, when it is taken\n"
     "and why, and which local is kept across which line, largest first.\n"
     "`start` is the time between being spawned and beginning to run. Locals\n"
     "that are never alive together share their bytes.\n"
     "\n"
     "  --cc=CC    the compiler (else $CC, cc or gcc)\n",
     false},
    {"trace", trace_main,
     "pirn trace [-o OUT.json] [options] FILE.c [arguments]\n"
     "\n"
     "Does what `pirn run` does, and records when each task ran, why it\n"
     "stopped and what woke it, in OUT.json (else trace.json): for\n"
     "`pirn view`, Perfetto and chrome://tracing.\n"
     "\n"
     "  --cc=CC    the compiler (else $CC, cc or gcc)\n"
     "All other options before FILE.c go to the compiler.\n"
     "\n",
     true},
    {"view", view_main,
     "pirn view [--svg] [-o OUT] TRACE.json\n"
     "\n"
     "Writes a page for a browser, with all of it in one file, that shows the\n"
     "trace: a lane for each thread, a bar for each run of a task. It goes to\n"
     "OUT (- is standard output), else to TRACE.html, or TRACE.svg.\n"
     "\n"
     "  --svg      a picture instead, for documents, of a short trace\n",
     false},
    {"compare", compare_main,
     "pirn compare [options] FILE.c [arguments]\n"
     "pirn compare [options] --programs ONE OTHER [arguments]\n"
     "\n"
     "Builds FILE.c twice, with coroutines and with a thread for each task,\n"
     "runs both with the arguments, and prints what each has cost, and how\n"
     "many times as much the second. Each is run some times, in turns, for\n"
     "the times, the memory and the context switches, of which the medians\n"
     "are told, and once more, traced, to count tasks, threads and system\n"
     "calls. Their input is empty. What the first run prints goes through;\n"
     "the others have to print the same, and all to end with 0; else that\n"
     "is said, and the exit status is 1.\n"
     "\n"
     "  -n N        runs of each; 3 if not said\n"
     "  --json      for programs; what the first run prints goes to standard\n"
     "              error then\n"
     "  --programs  instead of a file, two programs that have been built\n"
     "  --cc=CC     the compiler (else $CC, cc or gcc)\n"
     "  --          FILE.c comes next, whatever its name\n"
     "All other options go to the compiler: -O2, -g, -Idir, -lm ...\n",
     false},
    {"clangd", clangd_main,
     "pirn clangd >.clangd\n"
     "\n"
     "Prints how clangd, and so an editor, is to read files that include\n"
     "<pirn.h>: with or without a compile_commands.json, which builds by\n"
     "`pirn cc` may have made. The file stands at the top of the project.\n",
     false},
};
enum { VERBS = sizeof verbs / sizeof *verbs };

static const char usage[] =
    "pirn: async and await for C\n"
    "\n"
    "  pirn run FILE.c [arguments]      compile and run a program\n"
    "  pirn cc CC [arguments]           act as the compiler CC\n"
    "  pirn translate FILE.c            show the C that comes out\n"
    "  pirn frames FILE.c               show what coroutines keep in memory\n"
    "  pirn trace FILE.c [arguments]    run a program and record its tasks\n"
    "  pirn view TRACE.json             make a page that shows that\n"
    "  pirn compare FILE.c [arguments]  measure coroutines beside threads\n"
    "  pirn clangd >.clangd             have an editor read the words\n"
    "  pirn --version\n"
    "\n"
    "`pirn VERB --help` says more.\n";

static int help(const struct verb *verb)
{
    fputs(verb->help, stdout);
    if (verb->builds)
        fputs(builds_help, stdout);
    return 0;
}

static const struct verb *find_verb(const char *name)
{
    for (size_t i = 0; i < VERBS; i++) {
        if (strcmp(name, verbs[i].name) == 0)
            return &verbs[i];
    }
    die_usage("there is no verb '%s'", name);
}

static bool is_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    const char *name = argv[1];
    bool asks = is_help(name) || strcmp(name, "help") == 0;
    if (asks && argc == 2) {
        fputs(usage, stdout);
        return 0;
    }
    if (asks)
        return help(find_verb(argv[2]));
    if (strcmp(name, "--version") == 0) {
        puts("pirn " PIRN_VERSION);
        return 0;
    }
    const struct verb *verb = find_verb(name);
    if (argc > 2 && is_help(argv[2]))
        return help(verb);
    say_verb(verb->name);
    return verb->main(argc - 1, argv + 1);
}
