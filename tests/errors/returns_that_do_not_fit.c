// What is returned is none, or one too many.
#include <pirn.h>
async int f(int n);
async void returns_value(void)
{
    return 5; // gcc: 12 // clang: 5
}
async int returns_none(void)
{
    return; // says: 5
}
async int returns_text(void)
{
    return "text"; // says: 12
}
async char *returns_number(int n)
{
    return await f(n); // says: 18
}
generator int yields_text(void)
{
    yield "text"; // says: 11
}
