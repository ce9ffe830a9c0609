# A Makefile of the usual kind, in parallel, with dependency files.
. "$SRC/tests/cli/parts/check.sh"

# This make is nobody's part, whatever runs the tests.
unset MAKELEVEL MAKEFLAGS MFLAGS

cp "$parts"/twice.[ch] "$parts/answer.c" .
cat >Makefile <<'END'
CFLAGS = -Wall -Wextra -Werror -O1 -MMD -MP
objects = answer.o twice.o
answer: $(objects)
	$(CC) $(LDFLAGS) $^ -o $@
-include $(objects:.o=.d)
END
for cc in gcc clang; do
    rm -f ./*.o ./*.d answer
    make -s -j2 CC="$PIRN cc $cc"
    prints 42 ./answer
    # The header is among the dependencies.
    touch -d '1 hour' twice.h
    make -n CC="$PIRN cc $cc" | grep -q 'twice\.c'
    touch -d '1 hour ago' twice.h
    prints "make: 'answer' is up to date." make CC="$PIRN cc $cc"
done
# Many at once do not get in each other's way.
for i in 1 2 3 4 5 6 7 8; do
    sed "s/twice/twice_$i/g" twice.c >"many_$i.c"
    sed "s/twice/twice_$i/g; s/TWICE/TWICE_$i/g" twice.h >"twice_$i.h"
done
make -s -j8 CC="$PIRN cc gcc" CFLAGS= \
    many_1.o many_2.o many_3.o many_4.o many_5.o many_6.o many_7.o many_8.o
for i in 1 2 3 4 5 6 7 8; do
    nm "many_$i.o" | grep -q " T .*twice_$i\$"
done
