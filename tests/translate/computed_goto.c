// Addresses of labels, static tables of them, and differences of labels.
// elided: same
#include "../tick.h"

enum { PUSH, ADD, MULTIPLY, LOOP, HALT };

static async int interpret(const int *code)
{
    static const void *const table[] = {&&push, &&add, &&multiply, &&loop,
                                        &&halt};
    int stack[8], top = 0, turns = 0;
    goto *table[*code++];
push:
    stack[top++] = await tick(*code++);
    goto *table[*code++];
add:
    top--;
    stack[top - 1] += stack[top];
    await tick(0);
    goto *table[*code++];
multiply:
    top--;
    stack[top - 1] *= await tick(stack[top]);
    goto *table[*code++];
loop:
    if (turns++ < 2) {
        code -= *code;
        await tick(0);
    } else {
        code++;
    }
    goto *table[*code++];
halt:
    return stack[0];
}

static async int local_pointer(int n)
{
    void *next = n ? &&odd : &&even;
    int sum = 0;
again:
    await tick(0);
    goto *next;
odd:
    sum += 1;
    next = &&even;
    await tick(0);
    goto again;
even:
    sum += 10;
    if (sum > 20)
        return sum;
    next = &&odd;
    goto again;
}

static async int local_table(int n)
{
    void *const table[3] = {&&zero, &&one, &&two};
    int log = 0;
    for (int i = 0; i < n; i++) {
        goto *table[await tick(i) % 3];
    zero:
        log = log * 10 + 1;
        continue;
    one:
        log = log * 10 + 2;
        await tick(0);
        continue;
    two:
        log = log * 10 + 3;
    }
    return log;
}

static async int differences(int n)
{
    static const int offsets[] = {&&a - &&a, &&b - &&a};
    goto *(&&a + offsets[n]);
a:
    await tick(0);
    return 1;
b:
    await tick(0);
    return 2;
}

static async void test(void)
{
    static const int code[] = {PUSH, 2, PUSH, 3, ADD, PUSH, 4, MULTIPLY, HALT};
    say("%d\n", await interpret(code)); // expect: 20
    static const int loop[] = {PUSH, 1, PUSH, 2, MULTIPLY, LOOP, 4, HALT};
    say("%d\n", await interpret(loop)); // expect: 8
    say("%d\n", await local_pointer(1)); // expect: 22
    say("%d\n", await local_pointer(0)); // expect: 21
    say("%d\n", await local_table(5)); // expect: 12312
    say("%d %d\n", await differences(0), await differences(1)); // expect: 1 2
}
