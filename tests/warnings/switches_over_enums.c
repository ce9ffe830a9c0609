// Enumerators without a case, and cases that are none.
#include <pirn.h>

enum color { RED, GREEN, BLUE };
async int slow(int n);
async enum color color(void);
async int test(enum color c);

async int test(enum color c)
{
    switch (c) { // warning: -Wswitch
    case RED:
        await slow(1);
        break;
    case GREEN:
        return 2;
    }
    switch (await color()) { // warning: -Wswitch
    case RED:
        return await slow(1);
    case BLUE:
        break;
    }
    switch (await color()) {
    case RED:
    case GREEN:
    case BLUE:
        break;
    }
    switch (c) {
    case RED:
        return 1;
    default:
        break;
    }
    switch (c) {
    case RED: case GREEN: case BLUE:
        break;
    case 7: // warning: -Wswitch
        await slow(7);
    }
    return 0;
}
