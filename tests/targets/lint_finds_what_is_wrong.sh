# `make lint` says nothing about good sources, and finds bad layout, a header that
# leans on what stands before it, and what cppcheck and clang-tidy find.
. "$SRC/tests/cli/parts/check.sh"
for tool in clang-format clang-tidy cppcheck; do
    command -v $tool >/dev/null || exit 77
done

# A small tree, since looking at all sources takes minutes.
mkdir -p tree/src/base tree/include tree/examples
cp -r "$SRC/Makefile" "$SRC/.clang-format" "$SRC/scripts" tree
cat >tree/src/base/sum.h <<'END'
/* Sums. */
#include <stddef.h>

int sum(const int *numbers, size_t count);
END
cat >tree/src/base/sum.c <<'END'
/* Sums. */
#include "base/sum.h"

int sum(const int *numbers, size_t count)
{
    int all = 0;
    for (size_t i = 0; i < count; i++)
        all += numbers[i];
    return all;
}
END
cp -r tree good
lint="make --no-print-directory -C tree packages=: lint"
exits 0 $lint
[ ! -s said ]

# wrong FILE COMMAND TEXT: with that done to the file by sed, lint says TEXT.
wrong() {
    sed -i "$2" "tree/src/base/$1"
    exits 2 $lint
    says "$3"
    cp "good/src/base/$1" "tree/src/base/$1"
}
wrong sum.c 's/int all = 0/int  all=0/' "sum.c:6:8: error: code should be clang-formatted"
wrong sum.h '/stddef/d' "unknown type name 'size_t'"
wrong sum.c 's/all = 0;/all;/' "Uninitialized variable"
wrong sum.c 's|; i++)|;)|' "bugprone-infinite-loop"
exits 0 $lint
