/* Many tasks at once, and a handle for each.
 *
 *     pirn run examples/03_tasks.c
 *
 * task(int) is a value like any other. `await` of it waits for the task to
 * end and gives what it has returned. Those whose result nobody wants need
 * no handle. */
// env: PIRN_CLOCK=virtual
#include <stdio.h>

#include <pirn.h>

enum { PLANETS = 5 };

static async int distance(const char *planet, int light_minutes)
{
    await pirn_sleep(light_minutes * PIRN_MS);
    printf("%s answers\n", planet);
    return light_minutes;
}

static async void say_hello(int ms)
{
    await pirn_sleep(ms * PIRN_MS);
    printf("hello\n");
}

async int main(void)
{
    static const struct {
        const char *name;
        int light_minutes;
    } planets[PLANETS] = {
        {"Uranus", 160}, {"Mars", 13},    {"Saturn", 80},
        {"Venus", 2},    {"Jupiter", 43},
    };
    int sum = 0;
    scope (s) {
        task(int) answers[PLANETS];
        for (int i = 0; i < PLANETS; i++)
            answers[i] =
                spawn distance(planets[i].name, planets[i].light_minutes);
        spawn say_hello(25);
        for (int i = 0; i < PLANETS; i++)
            sum += await answers[i];
    }
    // expect: Venus answers
    // expect: Mars answers
    // expect: hello
    // expect: Jupiter answers
    // expect: Saturn answers
    // expect: Uranus answers
    printf("%d light minutes\n", sum); // expect: 298 light minutes
    return 0;
}
