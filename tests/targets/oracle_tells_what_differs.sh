# `make oracle` compares each program of a directory with itself, and tells which
# differ, which do not build, and which it had to leave out.
. "$SRC/tests/cli/parts/check.sh"
make="make --no-print-directory -C $SRC BUILD=$BUILD"

programs=$SRC/tests/targets/parts/oracle
exits 2 $make oracle DIR="$programs" SECONDS_TO_RUN=2
sort said >sorted
cat >wanted <<'END'
  1 left out: not compiled as they are
  1 left out: not printing what is expected, as they are
  3 differ, 1 do not build, 0 are refused
8 programs of DIR, by gcc -O1: 2 do the same in all modes
END
sed "s|$programs|DIR|" sorted | grep -E '^  [0-9]|^8 ' | diff -u wanted -
says "builds_only_as_it_is.c: does not build: --async-all: builds_only_as_it_is.c:5:"
says "ends_otherwise.c: differs: --async-all: exit status 1 instead of 0"
says "takes_too_long.c: differs: --async-all: took more than 2 seconds"
says "tells_how_it_is_built.c: differs: --async-all: other output"
kept=$BUILD/oracle/oracle
[ "$(ls $kept)" = "builds_only_as_it_is.c
ends_otherwise.c
list
results
takes_too_long.c
tells_how_it_is_built.c" ]
diff $kept/tells_how_it_is_built.c/expected $kept/tells_how_it_is_built.c/output |
    grep -q '^> translated'
rm -r "$kept"

exits 0 $make oracle DIR="$programs" ONLY="reads_its_input.c takes_memory.c" \
    COMPILER="clang -O0" SEED=7
says "2 programs of $programs, by clang -O0: 2 do the same in all modes"

mkdir one none
cp "$programs/takes_memory.c" one
ln -s one link
exits 0 $make oracle DIR="$PWD/link"
says "1 programs of $PWD/one, by gcc -O1: 1 do the same in all modes"
exits 2 $make oracle DIR="$PWD/none"
says "no C programs in $PWD/none"
rm -r "$BUILD/oracle/one" "$BUILD/oracle/none" one none link

exits 2 $make oracle
says "oracle: help: make oracle DIR="
exits 2 $make oracle DIR=nowhere
says "no directory: 'nowhere'"
rm -r "$kept"
