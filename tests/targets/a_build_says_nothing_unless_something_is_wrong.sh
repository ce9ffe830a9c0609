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
# A new file becomes a part of it, and one that is gone is none.
for change in "cp src/cli/words.c src/cli/new.c" "rm src/cli/new.c"; do
    sleep 1.1 # for those that keep times of files in seconds
    (cd tree && $change)
    case $change in
    cp*) exits 2 $make && says "multiple definition" ;;
    rm*) exits 0 $make && [ ! -s said ] ;;
    esac
    absent GLOB <said
done
echo 'wrong' >>tree/src/cli/main.c
exits 2 $make
says "main.c:"
cp "$SRC/src/cli/main.c" tree/src/cli/main.c
exits 0 $make install "PREFIX=$PWD/installed"
installed/bin/pirn --version >/dev/null
$make clean >/dev/null
[ ! -e tree/build ]
