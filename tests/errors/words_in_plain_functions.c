// Waiting in a plain function, and calls without it.
#include <pirn.h>
async int g(int a);
int plain(int n)
{
    return await g(n); // says: 12
}
int another(int n)
{
    return n + g(1); // says: 16
}
async int f(int n)
{
    return await plain(n); // says: 18
}
async int h(int n)
{
    spawn g(1); // says: 5
    return n;
}
async int i(int n)
{
    pirn_sleep(1); // says: 5
    return n;
}
