// async and generator mark functions, pointers to them and their typedefs.
#include <pirn.h>

async int variable; // error: 'async' marks something that is not a function [async-not-a-function]
// help: async int f(void)

struct object {
    async int *member; // error: 'async' marks something that is not a function [async-not-a-function]
};

typedef generator int number; // error: 'generator' marks something that is not a function [async-not-a-function]

async int array[3]; // error: 'async' marks something that is not a function [async-not-a-function]
