// pirn_embed_open in a task aborts, and the sentence names that call.
// exit: 134
// stderr: pirn: pirn_embed_open inside a runtime of the same thread
#include <stdio.h>

#include <pirn.h>

async int main(void)
{
    printf("before\n"); // expect: before
    fflush(stdout);
    pirn_embed_close(pirn_embed_open());
    return 0;
}
