# A call that is offloaded comes behind what the task has written before, and
# the task goes on behind it: ThreadSanitizer, where only the program is built
# for it, sees no race.
. "$SRC/tests/cli/parts/check.sh"

cat >lent.c <<'END'
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>

static void add(int *to, const char *number)
{
    *to += atoi(number);
}

static async void lend(void)
{
    int sum = 0;
    for (int i = 0; i < 50; i++) {
        char number[20];
        snprintf(number, sizeof number, "%d", i);
        await offload add(&sum, number);
        sum++;
    }
    printf("%d\n", sum); // 0 to 49, and 50
}

async int main(void)
{
    scope (s) {
        spawn lend();
        spawn lend();
    }
    return 0;
}
END
"$PIRN" cc gcc -g -fsanitize=thread lent.c -o lent
./lent >out 2>errors || { cat errors; exit 1; }
test "$(sort -u out)" = 1275
test "$(wc -l <out)" = 2
