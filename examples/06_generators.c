/* Generators give values one at a time, in plain C.
 *
 *     pirn run examples/06_generators.c
 *
 * Calling one makes an object and runs nothing. pirn_next runs it up to its
 * next `yield`; pirn_gen_close frees it wherever it stands. They need no
 * runtime: this main is an ordinary one. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static generator long fibonacci(void)
{
    for (long a = 0, b = 1, next;; a = b, b = next) {
        yield a;
        next = a + b;
    }
}

/* The numbers in a text; anything else than digits and blanks is an error. */
static generator int numbers(const char *text)
{
    while (*text) {
        if (isspace((unsigned char)*text)) {
            text++;
            continue;
        }
        if (!isdigit((unsigned char)*text))
            pirn_fail(-EINVAL);
        int number = 0;
        while (isdigit((unsigned char)*text))
            number = number * 10 + (*text++ - '0');
        yield number;
    }
}

/* A generator may use another one. */
static generator int running_sum(gen(int) from)
{
    int sum = 0, number, rc;
    while ((rc = pirn_next(from, &number)) == 1)
        yield sum += number;
    pirn_gen_close(from);
    if (rc < 0)
        pirn_fail(rc);
}

static void print_sums(const char *text)
{
    gen(int) sums = running_sum(numbers(text));
    int sum, rc;
    while ((rc = pirn_next(sums, &sum)) == 1)
        printf("%d ", sum);
    printf("%s\n", rc == -EINVAL ? "not a number" : "end");
    pirn_gen_close(sums);
}

int main(void)
{
    gen(long) g = fibonacci();
    long n;
    while (pirn_next(g, &n) == 1 && n < 100)
        printf("%ld ", n);
    printf("end\n");
    // expect: 0 1 1 2 3 5 8 13 21 34 55 89 end
    pirn_gen_close(g); /* it would have gone on for ever */

    print_sums("1 20 300"); // expect: 1 21 321 end
    print_sums("4 5 six");  // expect: 4 9 not a number
    return 0;
}
