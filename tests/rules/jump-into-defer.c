// A defer is entered where its block ends and in no other way.
#include <pirn.h>

async void by_goto(int n)
{
    if (n)
        goto inside; // error: this goto jumps into a defer [jump-into-defer]
    defer {
    inside:
        n++;
    }
}
// help: a defer runs by itself where its block ends

generator int by_switch(int n)
{
    switch (n) {
    case 1:
        yield 1;
        defer {
    case 2: // error: this label is inside a defer, its switch is outside [jump-into-defer]
            n++;
        }
    }
}

void plain(int n)
{
    if (n)
        goto inside; // error: this goto jumps into a defer [jump-into-defer]
    defer {
    inside:
        n++;
        goto inside;
    }
}
