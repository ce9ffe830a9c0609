// -Wshadow of locals, parameters and file scope, and of no made-up name.
// flags: -Wshadow
#include <pirn.h>

int global;
async int slow(int n);
async int locals(int n);
async int parameters(int global);
async int fine(int w, int self, int frame);

async int locals(int n)
{
    int x = await slow(n);
    {
        int x = await slow(1); // warning: -Wshadow
        n += x;
    }
    for (int n = 0; n < 3; n++) // warning: -Wshadow
        x += await slow(n);
    int global = 4; // warning: -Wshadow
    return x + global + n;
}

async int parameters(int global) // warning: -Wshadow
{
    return await slow(global);
}

async int fine(int w, int self, int frame)
{
    int state = 1, result = 2;
    await slow(w + self);
    {
        int inner = await slow(frame);
        state += inner;
    }
    {
        int inner = await slow(frame);
        result += inner;
    }
    return state + result;
}
