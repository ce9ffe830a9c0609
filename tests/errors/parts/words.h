/* Macros of the program's own that are called like words. */
#define gen(n) ((n) + 1)
#define defer(call) on_exit_of_block(call)
void on_exit_of_block(int n);
