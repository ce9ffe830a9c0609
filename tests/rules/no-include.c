// A word counts for nothing without <pirn.h>.
struct generator {
    int async;
};
struct generator g;

static async int f(int n); // error: 'async' is a word only behind #include <pirn.h> [no-include]
// help: write #include <pirn.h> before it
