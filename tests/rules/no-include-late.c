// A word counts for nothing before <pirn.h>.
generator int f(int n); // error: 'generator' stands before #include <pirn.h> [no-include]
#include <pirn.h>
// help: include <pirn.h> before it
