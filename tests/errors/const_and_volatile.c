// Qualifiers that are lost.
#include <pirn.h>
async int takes(char *text);
async const char *gives(void);
async int f(const char *text, const int *numbers)
{
    char *mine = await gives(); // gcc: 24 // clang: 11
    int n = await takes(text); // says: 25
    const int constant = await takes(mine);
    constant = 2; // says: 14
    numbers[0] = 1; // says: 16
    n += await takes("text") + constant;
    return n;
}
