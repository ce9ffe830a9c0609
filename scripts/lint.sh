#!/bin/sh
# Formatting, headers that lean on what stands before them, and what cppcheck and
# clang-tidy find, where they are installed.
# cppcheck does not see that pirn__die never returns, nor that the linker makes
# one array of a section between two symbols.
set -u
cd "$(dirname "$0")/.."
bad=0

sources=$(find src include examples -name '*.[ch]' | sort)
clang-format --dry-run --Werror $sources || bad=1

for header in $(find src -name '*.h' | sort); do
    define=
    case $header in
    src/runtime/*) define=-DPIRN__RUNTIME ;;
    src/threads/*) define="-DPIRN__RUNTIME -include src/threads/renamed.h" ;;
    esac
    echo "#include \"$header\"" |
        ${CC:-cc} -x c -std=gnu11 -D_GNU_SOURCE $define -Wall -Wextra -Werror \
            -I . -I src -I include -fsyntax-only - || bad=1
done

if command -v cppcheck >/dev/null; then
    cppcheck -q -j 2 --std=c11 --enable=warning,performance,portability \
        --inline-suppr --error-exitcode=1 --suppress=comparePointers \
        --suppress=nullPointerRedundantCheck \
        '-DElfW(x)=Elf64_##x' -D_GNU_SOURCE -DPIRN__RUNTIME \
        -DPIRN_VERSION='""' -I src -I include src || bad=1
fi
if command -v clang-tidy >/dev/null; then
    for file in $(find src -name '*.c' | sort); do
        define=
        case $file in
        src/runtime/*) define=-DPIRN__RUNTIME ;;
        src/threads/*)
            define="-DPIRN__RUNTIME -include src/threads/renamed.h"
            ;;
        esac
        clang-tidy --quiet --warnings-as-errors='*' \
            --checks='-*,bugprone-*,-bugprone-easily-swappable-parameters,-bugprone-reserved-identifier,-bugprone-assignment-in-if-condition,-bugprone-narrowing-conversions,-bugprone-macro-parentheses,-bugprone-sizeof-expression,-bugprone-branch-clone' \
            "$file" -- -std=gnu11 -D_GNU_SOURCE -DPIRN_VERSION='""' \
            -DPIRN_PAGE='"src/cli/page"' $define \
            -I src -I include 2>/dev/null || bad=1
    done
fi
exit $bad
