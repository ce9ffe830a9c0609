# `make check` runs the folders that find most, each program once; `make test`
# runs all tests.
. "$SRC/tests/cli/parts/check.sh"
make="make --no-print-directory -C $SRC BUILD=$BUILD"

# -N lists the tests and runs none.
$make check ctest="ctest --test-dir $BUILD -N" | grep '^ *Test *#' >checked
$make test ctest="ctest --test-dir $BUILD -N" | grep '^ *Test *#' >all
for folder in unit translate behave rules examples; do
    grep -q ": $folder/" checked
done
absent "asan\$\|tsan\$\|: cli/\|: real/" <checked
for folder in cli real differential warnings targets; do
    grep -q ": $folder/" all
done

# Once is as the file says.
PIRN_TEST_ONCE=1
export PIRN_TEST_ONCE
cat >once.c <<'END'
// A program that says how it was built.
#include <stdio.h>
int main(void)
{
#if defined __OPTIMIZE__ || defined __clang__
    printf("otherwise\n");
#elif defined __SANITIZE_ADDRESS__
    printf("gcc, ASan\n"); // expect: gcc, ASan
#else
    printf("gcc\n");
#endif
    return 0;
}
// asan
END
BUILD=$BUILD sh "$SRC/tests/run-program.sh" "$PWD/once.c"
sed 's|^// asan||; s|// expect.*||; s|"gcc.n");|& // expect: gcc|' once.c >plain.c
sh "$SRC/tests/run-program.sh" "$PWD/plain.c"
