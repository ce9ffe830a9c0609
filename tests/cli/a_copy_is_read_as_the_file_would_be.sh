# Where the compiler reads a copy, because of generators, void tasks or names of
# scopes, nothing is told of a file that is right: not if it says #line, if
# its headers include what is also the name of a file beside it, if a header is
# precompiled, or in C89.
. "$SRC/tests/cli/parts/check.sh"

silent() { # COMMAND...: nothing is said
    exits 0 "$@"
    [ ! -s said ] || {
        cat said
        echo "says something: $*"
        exit 1
    }
}

# Its generator seems to stand where the other function does.
cat >lines.c <<'END'
#include <pirn.h>
void plain(int n);
void plain(int n)
{
    if (n)
        return;
}
#line 3
generator int walk(int n)
{
    yield n; if (n)
        return;
}
END
sed 's/^#line/%: line/' lines.c >digraph.c

mkdir -p own system/lib
echo '#include "util.h"' >system/lib/lib.h
echo '#define UTIL 1' >system/util.h
echo '#define NO_UTIL 1' >own/util.h
cat >own/hidden.c <<'END'
#include <lib/lib.h>
#include <pirn.h>
generator int walk(int n)
{
    yield n + UTIL;
}
END

printf '#include <pirn.h>\n#include <stdio.h>\n' >common.h
cat >precompiled.c <<'END'
generator int walk(int n)
{
    yield n;
    puts("");
}
async void work(struct pirn_scope *s)
{
    spawn_in (s) work(s);
}
END

cat >old.c <<'END'
#include <pirn.h>
async int walk(struct pirn_scope *outer)
{
    scope (s) {
        spawn_in (outer) walk(s);
    }
    return 0;
}
END

for cc in gcc clang; do
    strict="-g -Wall -Wextra -Werror"
    for file in lines.c digraph.c own/hidden.c; do
        silent "$PIRN" cc $cc $strict -Isystem -c $file -o file.o
    done
    for form in gch pch; do
        exits 0 "$PIRN" cc $cc $strict -x c-header common.h -o common.h.$form
        silent "$PIRN" cc $cc $strict -Winvalid-pch -include common.h \
            -c precompiled.c
        rm common.h.$form
    done
    silent "$PIRN" cc $cc -std=c89 -pedantic-errors -c old.c
done
