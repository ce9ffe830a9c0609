/* pirn compare: the same program with coroutines and with threads, measured. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIDES = 2, MOST_RUNS = 1000 };

enum unit { UNIT_SECONDS, UNIT_BYTES, UNIT_NUMBER };

static const struct row {
    const char *title, *key;
    enum unit unit;
    bool is_counted; /* in the run that is traced */
} rows[FIGURES] = {
    [FIGURE_WALL] = {"wall time", "wall_s", UNIT_SECONDS, false},
    [FIGURE_CPU] = {"CPU time", "cpu_s", UNIT_SECONDS, false},
    [FIGURE_RESIDENT] = {"peak memory, resident", "peak_resident_bytes",
                         UNIT_BYTES, false},
    [FIGURE_KERNEL] = {"peak memory, the kernel's", "peak_kernel_bytes",
                       UNIT_BYTES, false},
    [FIGURE_MEMORY] = {"peak memory, both", "peak_memory_bytes", UNIT_BYTES,
                       false},
    [FIGURE_VIRTUAL] = {"peak memory, virtual", "peak_virtual_bytes",
                        UNIT_BYTES, false},
    [FIGURE_TASKS] = {"tasks made", "tasks", UNIT_NUMBER, true},
    [FIGURE_THREADS] = {"threads made", "threads", UNIT_NUMBER, true},
    [FIGURE_VOLUNTARY] = {"context switches, voluntary", "voluntary_switches",
                          UNIT_NUMBER, false},
    [FIGURE_INVOLUNTARY] = {"context switches, involuntary",
                            "involuntary_switches", UNIT_NUMBER, false},
    [FIGURE_CALLS] = {"system calls", "system_calls", UNIT_NUMBER, true},
};

struct side {
    const char *name;
    struct words command;
    double *runs[FIGURES]; /* what each run has cost */
    double figure[FIGURES];
    int error; /* why it could not be traced; 0: it was */
    bool is_wrong;
};

struct comparison {
    struct side side[SIDES];
    size_t runs;
    bool json;
    bool has_output; /* of the first run: all are to print this */
    struct content output;
};

/* The programs ------------------------------------------------------------- */

static void build(struct comparison *all, struct settings settings,
                  const struct words *flags, const char *file)
{
    static const char *const names[SIDES] = {"coroutines", "threads"};
    for (int i = 0; i < SIDES; i++) {
        char *program = format_text("%s/%s", temporary_directory(), names[i]);
        if (i == 1 && !settings_option(&settings, "--threads"))
            die("this pirn cannot build programs with threads");
        settings_finish(&settings);
        int status = build_program(&settings, flags, file, program);
        if (status != 0)
            process_end_like(status);
        all->side[i].name = names[i];
        words_add(&all->side[i].command, program);
    }
}

static void take_programs(struct comparison *all, char **words, size_t count)
{
    if (count < SIDES)
        die_usage("pirn compare: --programs takes two of them");
    for (int i = 0; i < SIDES; i++) {
        words_add(&all->side[i].command, words[i]);
        all->side[i].name = base_name(words[i]);
    }
}

/* Running ------------------------------------------------------------------ */

static void write_out(const struct comparison *all, const struct content *text)
{
    FILE *out = all->json ? stderr : stdout;
    fwrite(text->bytes, 1, text->length, out);
    fflush(out);
}

static void say_end(struct side *side, int status)
{
    side->is_wrong = true;
    if (WIFSIGNALED(status))
        say_error("%s was ended by signal %d (%s)", side->name,
                  WTERMSIG(status), strsignal(WTERMSIG(status)));
    else
        say_error("%s has ended with %d, not 0", side->name,
                  WEXITSTATUS(status));
}

static void compare_output(struct comparison *all, struct side *side,
                           struct content *text)
{
    if (!all->has_output) {
        all->has_output = true;
        all->output = *text;
        write_out(all, text);
        return;
    }
    if (!side->is_wrong &&
        (text->length != all->output.length ||
         memcmp(text->bytes, all->output.bytes, text->length) != 0)) {
        side->is_wrong = true;
        say_error("a run of %s has printed something else than the first run "
                  "of %s",
                  side->name, all->side[0].name);
    }
    free(text->bytes);
}

/* One run, by one of the two ways to measure. */
static struct measured
run(struct comparison *all, struct side *side,
    struct measured (*way)(const struct process *process))
{
    struct content text;
    struct process process = {.command = side->command.word,
                              .input = open("/dev/null", O_RDONLY | O_CLOEXEC),
                              .output = memory_file("output"),
                              .errors = -1};
    struct measured measured = way(&process);
    if (lseek(process.output, 0, SEEK_SET) < 0 ||
        !read_descriptor(process.output, &text))
        die("cannot read what %s wrote: %s", side->name, strerror(errno));
    close(process.output);
    close(process.input);
    side->error = measured.error;
    if (measured.status != 0 && !side->is_wrong)
        say_end(side, measured.status);
    compare_output(all, side, &text);
    /* cppcheck-suppress returnDanglingLifetime ; it keeps no address */
    return measured;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (isnan(values[i]))
            return NAN;
    qsort(values, count, sizeof *values, by_size);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

static void run_all(struct comparison *all)
{
    for (int i = 0; i < SIDES; i++)
        for (int f = 0; f < FIGURES; f++)
            all->side[i].runs[f] = allocate(all->runs * sizeof(double));
    for (size_t n = 0; n < all->runs; n++) {
        for (int i = 0; i < SIDES; i++) {
            struct measured measured = run(all, &all->side[i], measure);
            for (int f = 0; f < FIGURES; f++)
                all->side[i].runs[f][n] = measured.figure[f];
        }
    }
    for (int i = 0; i < SIDES; i++) {
        struct side *side = &all->side[i];
        struct measured counted = run(all, side, measure_counts);
        for (int f = 0; f < FIGURES; f++)
            side->figure[f] = rows[f].is_counted
                                  ? counted.figure[f]
                                  : median(side->runs[f], all->runs);
    }
}

/* Telling ------------------------------------------------------------------ */

static const char *text_of(double value, enum unit unit)
{
    static const char *const bytes[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    int scale = 0;
    if (isnan(value))
        return "?";
    if (unit == UNIT_NUMBER)
        return format_text("%.*f", value == (double)(long)value ? 0 : 1, value);
    if (unit == UNIT_SECONDS)
        return value < 1 ? format_text("%.3g ms", value * 1e3)
                         : format_text("%.3f s", value);
    while (value >= 1024 && scale < 4) {
        value /= 1024;
        scale++;
    }
    return format_text("%.*f %s", scale ? 1 : 0, value, bytes[scale]);
}

/* How many times as much the second has cost; NAN: nobody can say. */
static double ratio(const struct comparison *all, int figure)
{
    double first = all->side[0].figure[figure];
    return first > 0 ? all->side[1].figure[figure] / first : NAN;
}

static const char *title_of(int figure)
{
    if (figure == FIGURE_KERNEL && !kernel_tells_all())
        return "peak memory, kernel's at least";
    return rows[figure].title;
}

static void print_table(const struct comparison *all)
{
    printf("%-30s %14.14s %14.14s %9s\n", "", all->side[0].name,
           all->side[1].name, "ratio");
    for (int f = 0; f < FIGURES; f++) {
        double times = ratio(all, f);
        printf("%-30s %14s %14s", title_of(f),
               text_of(all->side[0].figure[f], rows[f].unit),
               text_of(all->side[1].figure[f], rows[f].unit));
        if (isnan(times))
            printf(" %9s\n", "?");
        else
            printf(" %9.*f\n", times < 10 ? 2 : times < 100 ? 1 : 0, times);
    }
}

static void print_json_text(const char *text)
{
    putchar('"');
    for (; *text; text++) {
        if ((unsigned char)*text < 0x20)
            printf("\\u%04x", (unsigned)*text);
        else if (*text == '"' || *text == '\\')
            printf("\\%c", *text);
        else
            putchar(*text);
    }
    putchar('"');
}

static void print_json_number(double value)
{
    if (isnan(value))
        fputs("null", stdout);
    else
        printf("%.15g", value);
}

static void print_json(const struct comparison *all)
{
    bool is_right = !all->side[0].is_wrong && !all->side[1].is_wrong;
    printf("{\"runs\": %zu, \"right\": %s, \"kernel_is_all\": %s,\n"
           " \"programs\": [",
           all->runs, is_right ? "true" : "false",
           kernel_tells_all() ? "true" : "false");
    for (int i = 0; i < SIDES; i++) {
        fputs(i ? ",\n  {\"name\": " : "\n  {\"name\": ", stdout);
        print_json_text(all->side[i].name);
        for (int f = 0; f < FIGURES; f++) {
            printf(", \"%s\": ", rows[f].key);
            print_json_number(all->side[i].figure[f]);
        }
        fputs("}", stdout);
    }
    fputs("],\n \"ratio\": {", stdout);
    for (int f = 0; f < FIGURES; f++) {
        printf("%s\"%s\": ", f ? ", " : "", rows[f].key);
        print_json_number(ratio(all, f));
    }
    puts("}}");
}

/* Why there are question marks. */
static void say_unknown(const struct comparison *all)
{
    int error = all->side[0].error ? all->side[0].error : all->side[1].error;
    if (error)
        say_error("memory, threads and system calls are not known: they are "
                  "told by ptrace, which is not permitted here: %s",
                  strerror(error));
    for (int i = 0; i < SIDES; i++)
        if (isnan(all->side[i].figure[FIGURE_TASKS]) && !all->side[i].is_wrong)
            say_error("the tasks of %s are not known: it has no runtime, or "
                      "has not ended by exit()",
                      all->side[i].name);
}

/* The command line --------------------------------------------------------- */

static size_t read_runs(const char *text)
{
    char *end;
    long runs = text ? strtol(text, &end, 10) : 0;
    if (!text || *end || runs < 1 || runs > MOST_RUNS)
        die_usage("pirn compare: -n takes a number from 1 to %d", MOST_RUNS);
    return (size_t)runs;
}

int compare_main(int argc, char **argv)
{
    struct comparison all = {.runs = 3};
    struct settings settings = {0};
    struct words flags = {0};
    bool has_programs = false;
    int at = 1;
    while (at < argc && argv[at][0] == '-' && argv[at][1]) {
        const char *word = argv[at];
        if (strcmp(word, "--") == 0) {
            at++;
            break;
        }
        if (strcmp(word, "-n") == 0)
            all.runs = read_runs(argv[at + 1]), at += 2;
        else if (starts_with(word, "-n") && strchr("0123456789", word[2]))
            all.runs = read_runs(word + 2), at++;
        else if (strcmp(word, "--json") == 0)
            all.json = true, at++;
        else if (strcmp(word, "--programs") == 0)
            has_programs = true, at++;
        else
            at += (int)read_build_option(&settings, &flags, argv + at,
                                         (size_t)(argc - at));
    }
    if (at >= argc)
        die_usage("pirn compare: no file given");
    if (settings.threads || settings.async_all != ASYNC_ALL_OFF)
        die_usage(
            "pirn compare builds the file as it is, with coroutines and "
            "with threads; --threads and --async-all do not go with that");
    process_pass_signals();
    if (has_programs)
        take_programs(&all, argv + at, (size_t)(argc - at));
    else
        build(&all, settings, &flags, argv[at]);
    at += has_programs ? SIDES : 1;
    for (int i = 0; i < SIDES; i++)
        words_add_all(&all.side[i].command, argv + at, (size_t)(argc - at));
    run_all(&all);
    if (all.json)
        print_json(&all);
    else
        print_table(&all);
    fflush(stdout);
    say_unknown(&all);
    return all.side[0].is_wrong || all.side[1].is_wrong ? EXIT_DIAGNOSED : 0;
}
