// Each of three siblings spawns more tasks than the ready set has room for a
// second time, and they go before the sibling that is next. Each has one turn.
// asan
// workers: any
// threads: no, they would be 100,000
// expect: 1000 tasks, each once
// expect: 5000 tasks, each once
// expect: 100000 tasks, each once
#include <pirn.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 100000 };

static unsigned char turns[MOST];

static async void leaf(int i)
{
    turns[i]++;
}

static async void parent(int from, int to)
{
    scope (s) {
        for (int i = from; i < to; i++)
            spawn leaf(i);
    }
}

static async void family(int count)
{
    int wrong = 0;
    memset(turns, 0, sizeof turns);
    scope (s) {
        spawn parent(0, count / 2);
        spawn parent(count / 2, count / 4 * 3);
        spawn parent(count / 4 * 3, count);
    }
    for (int i = 0; i < count; i++)
        wrong += turns[i] != 1;
    printf("%d tasks, %s\n", count, wrong ? "not each once" : "each once");
}

async int main(void)
{
    await family(1000);
    await family(5000);
    await family(MOST);
    return 0;
}
