# Where the words cannot be macros - a handle of a task without a result, a scope
# that is used by its name, a generator, a member or macro that is called like a
# word - messages are as good: in line and column of the user's file, once, and
# with the user's own text.
. "$SRC/tests/cli/parts/check.sh"

mkdir system
cat >system/loop.h <<'END'
struct loop { int async, await; };
END
cat >void.c <<'END'
#include <pirn.h>
async void nap(int n)
{
    if (n)
        return;
    await pirn_sleep(1);
}
async int main(void)
{
    scope (s) {
        task(void) t = spawn nap("one"),   u = spawn nap(2);
        await t;   await u;   int x;
    }
}
END
cat >scope.c <<'END'
#include <pirn.h>
async int helper(struct pirn_scope *s, int n);
async int work(void)
{
    scope (s, .timeout = 5) {
        await helper(s,   "one");
    } else {
        int x;   await helper(s, 2);
    }
    return 0;
}
END
cat >generator.c <<'END'
#include <pirn.h>
generator int ones(int n)
{
    int x;
    while (n--)
        yield   "one";
    if (n)
        return;
}
generator char *texts(void)
{
    char local[2] = "a";
    yield local;
}
int missing(int n)
{
    if (n)
        return 1;
}
async int missing_too(int n)
{
    if (await pirn_sleep(n))
        return 1;
}
END
cat >member.c <<'END'
#include <pirn.h>
#include <loop.h>
#define TWICE(x) ((x) + (x))
async int work(struct loop *loop)
{
    int x;
    loop->async = TWICE(loop->await)   + await pirn_sleep("one");
    return 0;
}
END
cat >macro.c <<'END'
#include <pirn.h>
#define spawn_in(a, b) ((a) + (b))
async int work(int n)
{
    int x;   int *p = spawn_in(n, 2);
    return *p + await pirn_sleep("one");
}
END

places() { # the place of each message, and the flag of a warning
    sed -nE "s/^$1\.c:([0-9]+:[0-9]+): (error|warning): .*\[-W([a-z-]*)[^]]*\]\$/\1 \3/p" said |
        sort -n
}
wanted() { # COMPILER NAME
    case $1-$2 in
    *-void) printf '%s\n' '11:34 int-conversion' '12:35 unused-variable' ;;
    *-scope) printf '%s\n' '6:27 int-conversion' '8:13 unused-variable' ;;
    *-generator)
        printf '%s\n' '4:9 unused-variable' '6:17 int-conversion' \
            '19:1 return-type' '24:1 return-type'
        ;;
    *-member) printf '%s\n' '6:9 unused-variable' '7:59 int-conversion' ;;
    # gcc points at the value of an initialiser, clang at the variable.
    gcc-macro)
        printf '%s\n' '5:9 unused-variable' '5:23 int-conversion' \
            '6:34 int-conversion'
        ;;
    clang-macro)
        printf '%s\n' '5:9 unused-variable' '5:19 int-conversion' \
            '6:34 int-conversion'
        ;;
    esac
}
for cc in gcc clang; do
    for name in void scope generator member macro; do
        exits 0 "$PIRN" cc $cc -Wall -isystem system -c $name.c
        places $name >got
        wanted $cc $name | sort -n | diff - got || {
            cat said
            echo "other places: $cc $name.c"
            exit 1
        }
        absent 'pirn__\|__typeof__' <said
        # Each message is followed by the user's own line.
        grep -A1 "^$name.c:.*int-conversion" said | grep -qF '"one"' || {
            cat said
            exit 1
        }
    done
    exits 1 "$PIRN" cc $cc -Werror=return-type -c generator.c
    says 'generator.c:19:1: error'
    absent 'generator.c:9:' <said
done

# Outside a scope spawn is refused once.
cat >outside.c <<'END'
#include <pirn.h>
async int work(int n);
async int main(void)
{
    spawn work(1);
    return 0;
}
END
for flags in '' '-Wall -Wextra'; do
    exits 1 "$PIRN" cc gcc $flags -c outside.c
    [ "$(grep -c 'error: ' said)" = 1 ]
done
