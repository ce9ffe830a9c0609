# CC of two words and more goes through configure and automake.
. "$SRC/tests/cli/parts/check.sh"

command -v autoreconf >/dev/null && command -v automake >/dev/null || exit 77
cp "$parts"/twice.[ch] "$parts/answer.c" .
cat >configure.ac <<'END'
AC_INIT([answer], [1])
AM_INIT_AUTOMAKE([foreign subdir-objects])
AC_PROG_CC
AC_USE_SYSTEM_EXTENSIONS
AC_CHECK_HEADERS([unistd.h no_such_header.h])
AC_CHECK_FUNCS([fork no_such_function])
AC_CHECK_SIZEOF([long])
AC_SEARCH_LIBS([sqrt], [m])
AC_CONFIG_HEADERS([config.h])
AC_CONFIG_FILES([Makefile])
AC_OUTPUT
END
cat >Makefile.am <<'END'
bin_PROGRAMS = answer
answer_SOURCES = answer.c twice.c twice.h
END
autoreconf -i >log 2>&1 || {
    cat log
    exit 1
}
for cc in gcc clang; do
    mkdir "by-$cc"
    (
        cd "by-$cc"
        ../configure CC="$PIRN cc $cc" >log 2>&1 && make V=1 >>log 2>&1 || {
            cat log
            exit 1
        }
        prints 42 ./answer
        grep -q 'define HAVE_UNISTD_H 1' config.h
        grep -q 'undef HAVE_NO_SUCH_HEADER_H' config.h
        grep -q 'undef HAVE_NO_SUCH_FUNCTION' config.h
        grep -q 'define SIZEOF_LONG 8' config.h
    )
done
