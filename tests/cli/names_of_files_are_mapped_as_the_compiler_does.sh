# A program keeps no name of a file that -ffile-prefix-map or -fmacro-prefix-map
# has changed; of maps that fit the last one counts, as for the compilers. What
# of the library is written in Pirn names its files as its headers are named,
# with its lines for gdb, and no directory of where it was built.
. "$SRC/tests/cli/parts/check.sh"

mkdir -p here/sub
cat >here/sub/program.c <<'END'
#include <pirn.h>
#include <stdio.h>

static async int nap(int n)
{
    await pirn_sleep(n);
    return 1;
}

static async generator int count(int n)
{
    await pirn_sleep(n);
    yield n;
}

async int main(void)
{
    int v = 0;
    gen(int) g = count(1);
    scope (s, .timeout = PIRN_S) {
        task(int) t = spawn nap(1);
        v = await t;
    }
    while (await pirn_next(g, &v) == 1)
        ;
    pirn_gen_close(g);
    int fd = pirn_tcp_listen("127.0.0.1", 0);
    await pirn_close(fd);
    printf("%s %d\n", __FILE__, v);
    return 0;
}
END
for cc in gcc clang; do
    for option in -ffile-prefix-map -fmacro-prefix-map; do
        for threads in '' --threads; do
            "$PIRN" cc $threads $cc $option="$PWD"=wrong \
                $option="$PWD/here"=there -c "$PWD/here/sub/program.c" -o o
            strings o | absent "$PWD"
            strings o | absent wrong
        done
        "$PIRN" cc $cc o -o program 2>/dev/null ||
            "$PIRN" cc --threads $cc o -o program
        prints "there/sub/program.c 1" ./program
    done
done

for library in libpirn libpirn-threads; do
    mkdir $library
    for object in $(cd "$SRC/include/pirn/library" && echo *.c); do
        (cd $library && ar x "$BUILD/$library.a" "$object.o")
        strings "$library/$object.o" >strings
        grep -qx "pirn/library/$object" strings
        absent "$SRC" <strings
        absent "$BUILD" <strings
        objdump --dwarf=decodedline "$library/$object.o" | grep -q "^$object  *[1-9]"
    done
done
