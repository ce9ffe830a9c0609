# CC with several words, dependency files and all.
. "$SRC/tests/cli/parts/check.sh"

command -v meson >/dev/null && command -v ninja >/dev/null || exit 77
cp "$parts"/twice.[ch] "$parts/answer.c" .
cat >meson.build <<'END'
project('answer', 'c', default_options: ['warning_level=2', 'werror=true'])
twice = static_library('twice', 'twice.c')
executable('answer', 'answer.c', link_with: twice)
END
for cc in gcc clang; do
    CC="$PIRN cc $cc" meson setup "by-$cc" >log 2>&1 || {
        cat log
        exit 1
    }
    ninja -C "by-$cc" >log 2>&1 || {
        cat log
        exit 1
    }
    prints 42 "by-$cc/answer"
    touch twice.h
    exits 0 ninja -n -C "by-$cc"
    says answer
done
