#!/bin/sh
# run-model.sh FILE.pml: searches all that can happen in the model, and then
# in each of the wrong ones that it names. README.md tells how.
. "$SRC/tests/common.sh"

command -v spin >/dev/null || exit 77
file=$1
make_work "$file"
name=$(basename "$file" .pml)
cd "$work" || exit 1

# search LEVEL [-DNAME]: the answer is in $work/answer.
search() {
    level=$1
    shift
    spin "$@" -a "$file" >messages 2>&1 &&
        gcc "$level" -w -DSAFETY -DCOLLAPSE -DMEMLIM=2000 -o pan pan.c 2>messages || {
        cat messages
        fail "$name is no model: $*"
    }
    ./pan -m50000 -n >answer 2>&1
    grep -q 'errors: ' answer && ! grep -q 'reached MEMLIM\|depth too' answer || {
        cat answer
        fail "$name is too large: $*"
    }
}

search -O1
grep -q 'errors: 0$' answer || {
    cat answer
    spin -t -p "$file" | tail -60
    fail "$name shows a mistake"
}
for wrong in $(texts_of fails "$file"); do
    search -O0 "$wrong"
    grep -q 'errors: 0$' answer && fail "$name does not show what is wrong: $wrong"
done
exit 0
