// A stream over memory with room for less than is there reads what is there,
// and writes nothing behind it.
// expect: read 3 [abc]
// expect: no room: 1, 1
// expect: behind it: [abc.]
// elided: same
// asan
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <pirn.h>

async int main(void)
{
    char text[] = "abc.", got[8] = "";
    struct pirn_memory none = pirn_memory(text, 3, 0);
    struct pirn_memory less = pirn_memory(text, 3, 2);
    int n = (int)await pirn_stream_read(&none.stream, got, sizeof got - 1);
    printf("read %d [%s]\n", n, got);
    printf("no room: %d, ",
           await pirn_stream_write(&none.stream, "x", 1) == -ENOSPC);
    printf("%d\n", await pirn_stream_write(&less.stream, "x", 1) == -ENOSPC);
    printf("behind it: [%s]\n", text);
    return 0;
}
