// A plain word counts for nothing where PIRN_NO_KEYWORDS is defined.
#define PIRN_NO_KEYWORDS
#include <pirn.h>
PIRN_ASYNC int fine(int n);
async int f(int n); // error: 'async' is no word where PIRN_NO_KEYWORDS is defined [no-include]
// help: write PIRN_ASYNC
