/* pirn clangd: how clangd, the server behind many editors, is to read files
 * that include <pirn.h>. What is printed goes into the file .clangd at the top
 * of the project.
 *
 * clangd reads with the words as macros, as the compiler does for `pirn cc`. In
 * the commands of a compilation database it leaves out what is no option, and
 * so the words behind `pirn`. */
#include "cli.h"

/* A scalar of YAML in single quotes. */
static void print_quoted(const char *text)
{
    putchar('\'');
    for (; *text; text++) {
        if (*text == '\'')
            putchar('\'');
        putchar(*text);
    }
    putchar('\'');
}

int clangd_main(int argc, char **argv)
{
    if (argc > 1)
        die_usage("pirn clangd takes no arguments; '%s' is one", argv[1]);
    puts("# Made by `pirn clangd`: how clangd reads files that include "
         "<pirn.h>.\n"
         "CompileFlags:\n"
         "  Add:\n"
         "    - -D__PIRN__=1\n"
         "    - -D__PIRN_CHECK__=1\n"
         "    - -D__PIRN_EDITOR__=1");
    fputs("    - ", stdout);
    print_quoted(format_text("-isystem%s/include", home()));
    putchar('\n');
    return 0;
}
