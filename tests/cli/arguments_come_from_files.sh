# @file, with the quoting of gcc, one within the other, and long ones.
. "$SRC/tests/cli/parts/check.sh"

mkdir "a dir"
cp "$parts/whole.c" "a dir/the file.c"
cat >inner <<'END'
-DNAME='"a b"'  -DOTHER="c\ d\'e\'"	-I "a dir"
END
cat >outer <<'END'
@inner
-o program "a dir/the"\ file.c -O1
-DEMPTY=""
END
cat >>"a dir/the file.c" <<'END'
#define STRING(x) #x
#define QUOTE(x) STRING(x)
const char *texts[] = {QUOTE(NAME), QUOTE(OTHER)};
END
for cc in gcc clang; do
    "$PIRN" cc $cc @outer
    prints 6 ./program 1 2 3
    strings program | grep -qF 'a b'
    $cc @inner "a dir/the file.c" -isystem "$SRC/include" -E -P -o bare.i
    "$PIRN" cc $cc @inner "a dir/the file.c" -E -P -o pirn.i
    [ "$(grep texts bare.i)" = "$(grep texts pirn.i)" ]
done

# A file that does not exist stands for itself, as an input.
exits 1 "$PIRN" cc gcc @missing
says @missing
echo @endless >endless
exits 1 "$PIRN" cc gcc @endless
says "@files"

# Longer than the system takes on a command line. (gcc itself cannot hand as
# many options to its parts.)
awk 'BEGIN { while (i++ < 30000)
    print "-DLONG_NAME_OF_A_MACRO_TO_FILL_THE_COMMAND_LINE_WITH_NUMBER_" i }' \
    >options
ar rc library-with-a-rather-long-name-to-fill-the-command-line.a
awk 'BEGIN { while (i++ < 30000)
    print "library-with-a-rather-long-name-to-fill-the-command-line.a" }' >inputs
"$PIRN" cc clang -c @options "a dir/the file.c" -o long.o
"$PIRN" cc clang -c @options "$parts/plain.c" -o plain.o
for cc in gcc clang; do
    "$PIRN" cc $cc "a dir/the file.c" -DNAME=1 -DOTHER=2 @inputs -o program
    prints 6 ./program 1 2 3
done
