// What is not C gets an error where it stops being C.
#include <pirn.h>

async int slow(int n);

async int break_outside(int n)
{
    break; // error: 'break' outside a loop or switch [syntax]
    return n;
}

async int continue_outside(int n)
{
    switch (n) {
    case 1:
        continue; // error: 'continue' outside a loop [syntax]
    }
    return n;
}

async int half_an_expression(int n)
{
    return await slow(n) + ; // error: expected an expression [syntax]
}

async int two_labels(int n)
{
same:
    await slow(n);
same: // error: the label 'same' is there twice [syntax]
    return n;
}

async void odd_option(void)
{
    scope (s, 5) { // error: expected an option [syntax]
    }
}

async int do_without_while(int n)
{
    do
        n--;
    until (n); // error: expected the 'while' of a do statement [syntax]
    return n;
}
