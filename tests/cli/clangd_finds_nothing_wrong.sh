# clangd, with the file that `pirn clangd` prints, has nothing to say of the
# examples and of the programs of tests/behave, and finds what is wrong: by a
# compilation database of `pirn cc`, or without one. Only a variable of type
# task(void) it cannot read.
. "$SRC/tests/cli/parts/check.sh"

command -v clangd >/dev/null || exit 77
mkdir tests
cp -R "$SRC/examples" .
cp -R "$SRC/tests/behave" "$SRC/tests/tick.h" tests
"$PIRN" clangd >.clangd

checks() { # STATUS FILE
    exits "$1" timeout 120 clangd --check="$2" --check-lines=1-1
}
checks 0 examples/01_hello.c
cat >examples/wrong.c <<'END'
#include <pirn.h>
async int main(void)
{
    scope (s, .timeout = "one") {
        return undeclared;
    }
}
END
checks 3 examples/wrong.c
says 'Line 5: use of undeclared identifier'

{
    comma='['
    for file in examples/*.c examples/*/*.c tests/behave/*.c; do
        # The callers of functions in headers it does not read at first.
        flags="-O2 -Wall -Werror -Wno-unused-function $(sed -n 's|^// flags: ||p' "$file")"
        case $file in
        */in_glib.c) flags="$flags $(pkg-config --cflags glib-2.0)" ;;
        esac
        printf '%s{"directory": "%s", "file": "%s", "command": "%s"}\n' \
            "$comma" "$PWD" "$file" "pirn cc gcc $flags -c $file"
        comma=,
    done
    echo ']'
} >compile_commands.json

checks 3 examples/wrong.c
for file in examples/*.c examples/*/*.c tests/behave/*.c; do
    [ "$file" = examples/wrong.c ] || grep -q 'task(void)' "$file" ||
        checks 0 "$file"
done
