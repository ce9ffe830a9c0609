# Wherever the prefix is, also after it was moved.
. "$SRC/tests/cli/parts/check.sh"

cp "$parts/whole.c" .
exits 0 cmake --install "$BUILD" --prefix "$PWD/first place"
[ -x "first place/bin/pirn" ]
[ -f "first place/lib/pirn/libpirn.a" ]
[ -f "first place/include/pirn.h" ]
prints 3 "first place/bin/pirn" run whole.c 1 2
mv "first place" second
prints 3 second/bin/pirn run whole.c 1 2
ln -s second/bin/pirn linked
prints 3 ./linked run whole.c 1 2
(
    PATH=$PWD/second/bin:$PATH
    prints 3 pirn run whole.c 1 2
    pirn cc gcc whole.c -o program
    prints 3 ./program 1 2
)
# The elision needs no more than the header.
gcc -Wall -Wextra -Werror -I second/include whole.c -o elided
prints 3 ./elided 1 2
rm -r second/lib
exits 1 second/bin/pirn run whole.c
says "pirn: help: "
