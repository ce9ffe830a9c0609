// The format attribute of a coroutine counts the user's parameters.
// flags: -Wformat=2
#include <stdarg.h>
#include <stdio.h>

#include <pirn.h>

__attribute__((format(printf, 2, 0))) async int
print_list(FILE *to, const char *format, va_list list);
__attribute__((format_arg(1))) async const char *translated(const char *s);
async int slow(int n);
async int test(int n, const char *s);
async int lists(const char *format, va_list list);

async int test(int n, const char *s)
{
    await slow(n);
    printf("%s\n", await slow(n)); // warning: -Wformat
    printf("%d %d\n", await slow(n)); // warning: -Wformat
    printf("%d\n", await slow(n));
    printf(s); // warning: -Wformat-security
    return printf("%ld\n", n); // warning: -Wformat
}

async int print_list(FILE *to, const char *format, va_list list)
{
    await slow(1);
    return vfprintf(to, format, list);
}

async int lists(const char *format, va_list list)
{
    await print_list(stdout, "%d\n", list);
    return await print_list(stdout, format, list); // warning: -Wformat-nonliteral
}
