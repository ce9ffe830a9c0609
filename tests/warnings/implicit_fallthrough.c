// Falling through without a word, with a comment, and with an attribute.
#include <pirn.h>

async int slow(int n);
async int silently(int n);
async int with_comments(int n);
async int with_attributes(int n);
async int labels_in_a_row(int n);

async int silently(int n)
{
    switch (n) {
    case 1:
        n = await slow(n); // warning: -Wimplicit-fallthrough
    case 2:
        n++; // warning: -Wimplicit-fallthrough
    case 3:
        return await slow(n);
    default:
        break;
    }
    return n;
}

async int with_comments(int n)
{
    switch (await slow(n)) {
    case 1:
        n = await slow(n);
        /* fallthrough */
    case 2:
        await slow(n);
        // fall through
    case 3:
        n++;
        /* FALLTHRU */
    case 4:
        if (n) {
            n = await slow(n);
        }
        /* falls through */
    default:
        n = await slow(n);
    }
    return n;
}

async int with_attributes(int n)
{
    switch (n) {
    case 1:
        n = await slow(n);
        __attribute__((fallthrough));
    case 2:
        await slow(n);
        __attribute__((__fallthrough__));
    default:
        n++;
    }
    return n;
}

async int labels_in_a_row(int n)
{
    switch (n) {
    case 1:
    case 2:
    case 3:
        n = await slow(n);
        break;
    case 4:
        return await slow(n);
    case 5: {
        n = await slow(n);
        break;
    }
    default:;
    }
    return n;
}
