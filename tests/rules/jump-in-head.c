// A statement expression in the head of a loop or switch has no jumps of which
// compilers disagree where they lead.
#include <pirn.h>

static async int slow(int n)
{
    return n;
}

async int of_while(int n)
{
    for (;;)
        while (({
            if (!await slow(n))
                break; // error: 'break' in the head of a loop or switch [jump-in-head]
            1;
        }))
            n--;
}
// help: put it into the body

async int of_do(int n)
{
    for (; n;)
        do
            n--;
        while (({
            if (await slow(n))
                continue; // error: 'continue' in the head of a loop or switch [jump-in-head]
            0;
        }));
    return n;
}

async int of_for(int n)
{
    for (;;)
        for (int i = 0; i < n; ({
                 if (await slow(i))
                     break; // error: 'break' in the head of a loop or switch [jump-in-head]
                 i++;
             }))
            n--;
}

async int of_switch(int n)
{
    for (;;)
        switch (({
            if (await slow(n))
                break; // error: 'break' in the head of a loop or switch [jump-in-head]
            n;
        })) {
        }
}

async int of_its_own_loop(int n)
{
    while (({
        for (int i = 0; i < 3; i++) {
            if (await slow(i) == n)
                break;
            else
                continue;
        }
        n--;
    }))
        if (({
                if (await slow(n) == 4)
                    break;
                n;
            }))
            continue;
    return n;
}
