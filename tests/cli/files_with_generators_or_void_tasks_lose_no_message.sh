# A file with generators, tasks without results, awaits of which nobody has the
# value, or scopes whose names stand by themselves is read as a copy: notes of
# macros, warnings of how it is laid out and fix-its are there, and neither the
# copy nor what stands in it is told of.
. "$SRC/tests/cli/parts/check.sh"

tells() { # PATTERN
    grep -q -e "$1" said || {
        cat said
        echo "does not tell: $1"
        exit 1
    }
}

mkdir -p dir/own
cat >dir/own/parts.h <<'END'
#define TWICE(x) ((x) + wrong + (x))
struct pair { int first, second; };
END
begin() {
    cat <<END
#include <pirn.h>
#include "own/parts.h"
_Static_assert(sizeof __FILE__ == sizeof "dir/$1.c", "its own name");
$2
{
    if (n)
        n++;
        n--;
    if (n);
    struct pair p = {0};
    n += p.first + p.secand;
END
}
{
    begin generator 'generator int walk(int n)'
    cat <<'END'
    yield TWICE(n);
    if (n)
        return;
}
END
} >dir/generator.c
{
    begin void 'async void walk(int n)'
    cat <<'END'
    n = TWICE(n);
}
async int work(void)
{
    scope () { task(void) t = spawn walk(1); await t; }
    return 0;
}
END
} >dir/void.c
{
    begin name 'async int walk(struct pirn_scope *outer, int n)'
    cat <<'END'
    n = TWICE(n);
    scope (s) { spawn_in (s) walk(s, 1); n++; }
    scope (s) {
        task(int) t = spawn_on (n) walk(s, 1);
        await t;
    } else {
        pirn_scope_cancel(outer);
    }
    spawn_in (outer) walk(outer, 2);
    return n;
}
END
} >dir/name.c

for name in generator void name; do
    file=dir/$name.c
    for cc in gcc clang; do
        exits 1 "$PIRN" cc $cc -Wall -Wextra -c $file
        tells "$file:6:5: warning: .*-Wmis\|$file:8:9: warning: .*-Wmis"
        tells "$file:9:11: warning: .*-Wempty-body"
        tells "$file:12:[0-9]*: .*wrong\|^dir/own/parts.h:1:25: .*wrong"
        tells "$file:12:[0-9]*: note: in expansion of macro .*TWICE\|parts.h:1:25: note: expanded from"
        tells "$file:11:22: error: .*secand.*did you mean .*second"
        absent '_end_\|_wai_\|pirn-\|/tmp\|_oi_\|_etur_\|_cop_\|awn_.*_\|pirn__' <said
        [ "$(grep -c 'warning: ' said)-$(grep -c 'error: ' said)" = 2-2 ]
    done
    exits 1 "$PIRN" cc gcc -fdiagnostics-parseable-fixits -c $file
    says "fix-it:\"$file\":{11:22-11:28}:\"second\""
done

# The lines that are shown are the user's own.
cat >lines.c <<'END'
#include <pirn.h>
generator int f(char *s) { yield s; if (s) return; }
END
exits 0 "$PIRN" cc gcc -c lines.c
tells 'lines.c:2:34: warning: .*int-conversion'
grep -qF 'generator int f(char *s) { yield s; if (s) return; }' said

# A header of the user's in which other words would have to stand.
cat >words.h <<'END'
#include <pirn.h>
static inline async int end(task(int) t)
{
    await t;
    return 0;
}
END
cat >includes.c <<'END'
#include "words.h"
async int f(task(int) t)
{
    await t;   int *p = 1;
    return await end(0) + *p;
}
END
for cc in gcc clang; do
    exits 0 "$PIRN" cc $cc -Wall -c includes.c
    tells 'includes.c:4:[12][0-9]: warning: .*-Wint-conv'
    [ "$(grep -c 'warning: ' said)" = 1 ]
done
