// Everyday headers before and after: none of their text is misread.
// elided: same
#include <arpa/inet.h>
#include <assert.h>
#include <complex.h>
#include <ctype.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fenv.h>
#include <inttypes.h>
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <regex.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdnoreturn.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "../tick.h"

static async long uses(const char *path)
{
    struct stat st;
    int rc = stat(path, &st);
    struct timespec t = {1, 2};
    fd_set set;
    FD_ZERO(&set);
    FD_SET(3, &set);
    atomic_int counter = 1;
    await tick(0);
    atomic_fetch_add(&counter, 2);
    rc += S_ISDIR(st.st_mode) ? 10 : 0;
    return rc + t.tv_nsec + (FD_ISSET(3, &set) != 0) + atomic_load(&counter) +
           htons(0x0100) + toupper(await tick('a')) + isdigit('x');
}

static async void test(void)
{
    say("%ld\n", await uses("/")); // expect: 82
}
