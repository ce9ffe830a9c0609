/* A function that the test declares otherwise. */
int in_header(int n);
