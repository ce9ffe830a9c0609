// Words that stand for something in parentheses, without these.
#include <pirn.h>
async int work(int n);
async int take(chan c); // error: 'chan' without its parentheses [word-without-parentheses]
struct jobs {
    task t; // error: 'task' without its parentheses [word-without-parentheses]
};
async int f(int n)
{
    gen g = 0; // error: 'gen' without its parentheses [word-without-parentheses]
    scope { // error: 'scope' without its parentheses [word-without-parentheses]
        spawn work(n); // help: write scope (s) { ... }
    }
    task(int) t = spawn_in s work(1); // error: 'spawn_in' without its [word-without-parentheses]
    spawn_on w work(1); // error: 'spawn_on' without its [word-without-parentheses]
    return 0;
}
