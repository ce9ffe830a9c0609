# For compiling and for linking, with make and ninja.
. "$SRC/tests/cli/parts/check.sh"

cp "$parts"/twice.[ch] "$parts/answer.c" .
cat >CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.21)
project(answer C)
add_library(twice STATIC twice.c)
add_executable(answer answer.c)
target_link_libraries(answer PRIVATE twice)
END
for generator in "Unix Makefiles" Ninja; do
    [ "$generator" != Ninja ] || command -v ninja >/dev/null || continue
    for cc in gcc clang; do
        where="$cc $generator"
        cmake -S . -B "$where" -G "$generator" -D CMAKE_C_COMPILER=$cc \
            -D CMAKE_C_COMPILER_LAUNCHER="$PIRN;cc" \
            -D CMAKE_C_LINKER_LAUNCHER="$PIRN;cc" >log 2>&1 &&
            cmake --build "$where" >>log 2>&1 || {
            cat log
            exit 1
        }
        prints 42 "$where/answer"
        touch twice.h
        exits 0 cmake --build "$where"
        says twice.c
    done
done
# As the compiler itself, by a script that names it.
printf '#!/bin/sh\nexec "%s" cc gcc "$@"\n' "$PIRN" >compiler
chmod +x compiler
cmake -S . -B script -D CMAKE_C_COMPILER="$PWD/compiler" >log 2>&1 &&
    cmake --build script >>log 2>&1 || {
    cat log
    exit 1
}
prints 42 script/answer
