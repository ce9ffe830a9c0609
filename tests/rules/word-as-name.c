// A member, a variable and a function are not called like a word.
#include <pirn.h>

struct job {
    int await; // error: 'await' is a word of Pirn, and no name [word-as-name]
    struct job *next, *yield; // error: 'yield' is a word of Pirn [word-as-name]
    int scope, task; // behind neither of them stands a bracket
};
int task(int x) // error: 'task' is a word of Pirn [word-as-name]
{
    return x;
}
async int f(int chan)
{
    int spawn = 3; // error: 'spawn' is a word of Pirn [word-as-name]
    int defer[2]; // error: 'defer' is a word of Pirn [word-as-name]
    scope (s) {
        task(int) t = spawn f(chan);
        return spawn + await t;
    }
}
// help: take another name, or define PIRN_NO_KEYWORDS
