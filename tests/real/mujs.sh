# mujs, an interpreter of JavaScript, with every function a coroutine says what it
# says when built as it is, also of scripts that are wrong.
fetch=$SRC/tests/real/parts/fetch.sh
sh "$fetch" mujs
cd mujs-*

# says PROGRAM: what it prints and how it ends, of each script.
cat >wrong.js <<'END'
print("one");
function f() { throw new Error("two"); }
f();
END
echo 'print(1 + ;' >unreadable.js
says() {
    for script in "$SRC/tests/real/parts/core.js" wrong.js unreadable.js; do
        status=0
        timeout 600 "./$1" "$script" 2>&1 || status=$?
        echo "ends with $status"
    done
}

gcc -w -O1 one.c main.c -o plain -lm
says plain >expected
[ "$(wc -l <expected)" -gt 40 ]
for mode in "--async-all gcc -O2" "--async-all=yield gcc -O0" \
    "--async-all=yield:1 clang -O0"; do
    "$PIRN" cc $mode -w one.c main.c -o turned -lm
    says turned >output
    diff -u expected output | head -40 | grep . && {
        echo "failed: $mode"
        exit 1
    }
done
exit 0
