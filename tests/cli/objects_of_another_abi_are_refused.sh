# An object that was translated for another version of the ABI is an error of
# the linker, whose symbol says so; a library of one is refused when it is
# loaded, with a sentence that names it and both versions.
. "$SRC/tests/cli/parts/check.sh"

# Another Pirn, which differs in nothing but the version.
mkdir other
cp "$PIRN" "$BUILD/libpirn.a" "$BUILD/libpirn-threads.a" other
cp -rL "$BUILD/include" other/include
this=$(sed -n 's/^#define PIRN__ABI //p' other/include/pirn/abi.h)
that=$((this + 1))
sed -i "s/^#define PIRN__ABI .*/#define PIRN__ABI $that/" other/include/pirn/abi.h
gcc -std=gnu11 -D_GNU_SOURCE -DPIRN__RUNTIME -fPIC -I other/include \
    -I "$SRC/src" -c "$SRC/src/runtime/objects/loaded.c" -o loaded.c.o
ar r other/libpirn.a loaded.c.o
other=$PWD/other/pirn

cat >work.c <<'C'
#include <pirn.h>

async int work(int n)
{
    await pirn_yield_now();
    return n;
}

typedef async int worker(int);
worker *find_work(void)
{
    return work;
}

int run_work(int n)
{
    return pirn_run(work(n));
}
C
cat >program.c <<'C'
#include <pirn.h>
#include <stdio.h>

async int work(int n);

async int main(void)
{
    printf("%d\n", await work(42));
    return 0;
}
C

# Objects ------------------------------------------------------------------

symbol=pirn__translated_for_abi_${that}_recompile_it_with_this_pirn
for cc in gcc clang "--threads gcc"; do
    for flags in -O0 "-O2 -fPIC" "-O2 -flto" "-O1 -static" \
        "-O2 -ffunction-sections -fdata-sections -Wl,--gc-sections"; do
        "$PIRN" cc $cc -w $flags -c program.c work.c 2>/dev/null
        "$PIRN" cc $cc -w $flags program.o work.o -o program
        prints 42 ./program
        "$other" cc $cc -w $flags -c work.c -o work.o 2>/dev/null
        exits 1 "$PIRN" cc $cc -w $flags program.o work.o -o program
        says "$symbol"
    done
done
for linker in gold lld; do
    command -v ld.$linker >/dev/null || continue
    "$PIRN" cc gcc -c program.c
    "$other" cc gcc -c work.c
    exits 1 "$PIRN" cc gcc -fuse-ld=$linker program.o work.o -o program
    says "$symbol"
done
# In an archive, and as a part of one object.
rm -f work.a
ar rc work.a work.o
exits 1 "$PIRN" cc gcc program.o work.a -o program
says "$symbol"
"$PIRN" cc gcc -r -nostdlib program.o work.o -o both.o
exits 1 "$PIRN" cc gcc both.o -o program
says "$symbol"
# A file without a coroutine, that runs one.
cat >runs.c <<'C'
#include <pirn.h>
async int work(int n);
int main(void)
{
    return pirn_run(work(0));
}
C
"$other" cc gcc -c runs.c
"$PIRN" cc gcc -c work.c
exits 1 "$PIRN" cc gcc runs.o work.o -o program
says "$symbol"
# The other way round, it is this version that is missed.
exits 1 "$other" cc gcc program.o work.o -o program
says pirn__translated_for_abi_${this}_recompile_it_with_this_pirn

# Libraries ----------------------------------------------------------------

sentence="pirn: ./work.so was translated for version $that of Pirn's ABI, and \
the runtime in the program is of version $this: recompile it with this Pirn"
for cc in gcc clang; do
    # One without a runtime, loaded by a coroutine.
    "$PIRN" cc $cc -rdynamic "$parts/awaited_work.c" -o loads -ldl
    "$PIRN" cc $cc -fPIC -c work.c
    $cc -shared work.o -o work.so
    prints 42 ./loads ./work.so
    "$other" cc $cc -fPIC -c work.c
    $cc -shared work.o -o work.so
    exits 134 ./loads ./work.so
    says "$sentence"
    # One that brings a runtime of its version.
    "$other" cc $cc -fPIC -shared work.c -o work.so
    exits 134 ./loads ./work.so
    says "$sentence"

    # Linked with one of this version, and started with the other. The program
    # has the runtime, or it found that in the library.
    "$PIRN" cc $cc -fPIC -c work.c
    $cc -shared work.o -o work.so
    "$PIRN" cc $cc program.c ./work.so -o program
    prints 42 ./program
    "$other" cc $cc -fPIC -c work.c
    $cc -shared work.o -o work.so
    exits 134 ./program
    says "$sentence"
    "$other" cc $cc -fPIC -shared work.c -o work.so
    exits 134 ./program
    says "$sentence"
    "$PIRN" cc $cc -fPIC -shared work.c -o work.so
    "$PIRN" cc $cc program.c ./work.so -o program
    prints 42 ./program
    "$other" cc $cc -fPIC -shared work.c -o work.so
    exits 127 ./program
    says "./program: undefined symbol: \
pirn__translated_for_abi_${this}_recompile_it_with_this_pirn"
    "$other" cc $cc -fPIC -c work.c
    $cc -shared work.o -o work.so
    exits 1 "$PIRN" cc $cc program.c ./work.so -o program
    says "$symbol"

    # A program without a runtime loads both: each library has its own.
    $cc "$parts/work_of_libraries.c" -o plain -ldl
    "$PIRN" cc $cc -fPIC -shared work.c -o this.so
    "$other" cc $cc -fPIC -shared work.c -o that.so
    prints "1
2" ./plain ./this.so ./that.so
    # And one without any, of which it does not use the coroutines.
    cat >name.c <<'C'
#include <pirn.h>
async int work(int n)
{
    return await pirn_sleep(n);
}
int run_work(int n)
{
    return n;
}
C
    "$PIRN" cc $cc -fPIC -c name.c
    $cc -shared name.o -o name.so
    prints 1 ./plain ./name.so
done

# A library that was built with --threads, or the program.
"$PIRN" cc gcc -rdynamic "$parts/awaited_work.c" -o loads -ldl
"$PIRN" cc --threads gcc -rdynamic "$parts/awaited_work.c" -o loads-threads -ldl
"$PIRN" cc --threads gcc -fPIC -shared work.c -o work.so
prints 42 ./loads-threads ./work.so
exits 134 ./loads ./work.so
says "pirn: ./work.so was built with --threads, and the runtime in the program \
without --threads: build both alike"
"$PIRN" cc gcc -fPIC -shared work.c -o work.so
prints 42 ./loads ./work.so
exits 134 ./loads-threads ./work.so
says "pirn: ./work.so was built without --threads, and the runtime in the \
program with --threads: build both alike"
