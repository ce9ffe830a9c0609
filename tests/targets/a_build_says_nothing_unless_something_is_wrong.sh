# `make` says one line when it begins a build and none after that; what is wrong
# it tells. `make install` and `make clean` are about that build.
. "$SRC/tests/cli/parts/check.sh"

# A copy of the sources, which can be made wrong, and built in little time.
mkdir tree
cp -r "$SRC/CMakeLists.txt" "$SRC/Makefile" "$SRC/scripts" "$SRC/src" \
    "$SRC/include" tree
CMAKE_BUILD_TYPE=Debug
export CMAKE_BUILD_TYPE
make="make --no-print-directory -C tree"

prints "building Pirn in build" $make
prints "" $make -j2
tree/build/pirn --version >/dev/null
echo 'wrong' >>tree/src/cli/main.c
exits 2 $make
says "main.c:"
cp "$SRC/src/cli/main.c" tree/src/cli/main.c
exits 0 $make install "PREFIX=$PWD/installed"
installed/bin/pirn --version >/dev/null
$make clean >/dev/null
[ ! -e tree/build ]
