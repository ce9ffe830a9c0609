/* When a runtime has ended, so have the threads of its pool; the next one has
 * others. */
// asan
// workers: any
// threads: no, there is no pool
#include <dirent.h>
#include <pirn.h>
#include <stdio.h>
#include <unistd.h>

static int count_threads(void)
{
    DIR *threads = opendir("/proc/self/task");
    int count = 0;
    while (readdir(threads))
        count++;
    closedir(threads);
    return count - 2;
}

static async int go(int n)
{
    await offload usleep(100);
    return n;
}

static async int several(int n)
{
    int sum = 0;
    scope (s) {
        task(int) a = spawn go(n), b = spawn go(n), c = spawn go(n);
        sum = await a + await b + await c;
    }
    return sum;
}

int main(void)
{
    int sum = pirn_run(several(0)), more = 0;
    int before = count_threads(); /* ThreadSanitizer has one, from then on */
    for (int i = 0; i < 20; i++) {
        sum += pirn_run(several(i));
        more += count_threads() - before;
    }
    printf("%d %d\n", sum, more); // expect: 570 0
    return 0;
}
