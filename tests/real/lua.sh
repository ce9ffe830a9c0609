# Lua 5.4 with every function a coroutine runs scripts that cover its
# libraries, and says what it says when built as it is.
fetch=$SRC/tests/real/parts/fetch.sh
sh "$fetch" lua5.4
mv lua-5.4* lua

# build COMMAND...: makes lua/src/lua with that compiler.
build() {
    make -s -C lua/src clean
    make -s -j2 -C lua/src CC="$*" AR="ar rc" SYSLIBS="-Wl,-E -ldl" \
        SYSCFLAGS="-DLUA_USE_LINUX" CFLAGS="-w -DLUA_COMPAT_5_3 -DLUA_USE_LINUX" \
        lua luac >log 2>&1 || {
        tail -40 log
        exit 1
    }
}
script() {
    lua/src/lua "$SRC/tests/real/parts/libraries.lua" one two >printed ||
        return $?
    sed 's/\([:(] \{0,1\}0x\)[0-9a-f]\{6,\}/\1ADDRESS/g' printed
}

build gcc -O1
script >expected
[ "$(wc -l <expected)" -gt 100 ]
for mode in "--async-all gcc -O2" "--async-all=yield gcc -O0" \
    "--async-all=yield:1 clang -O0"; do
    build "$PIRN" cc $mode
    script >output || {
        echo "ended with $?: $mode"
        exit 1
    }
    diff -u expected output | head -40 | grep . && exit 1
    echo 'print(1 + 1)' | lua/src/luac -o compiled -
    [ "$(lua/src/lua compiled)" = 2 ]
done
