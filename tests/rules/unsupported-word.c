// Words that the language reserves, and this version does not have.
#include <pirn.h>

int blocking(int n);

async int with_offload(void)
{
    return await offload blocking(1); // error: 'offload' is a word of the language that this version does not have yet [unsupported-word]
}
