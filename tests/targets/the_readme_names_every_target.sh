# README.md names all targets of the Makefile, and a script in this folder runs
# each of them.
cd "$SRC"

targets=$(sed -n 's/^\.PHONY: *all *//p' Makefile)
[ "$targets" ]
for target in $targets; do
    [ "$target" = tests ] && continue # a step of `make test`
    grep -q "^| .make $target[ \`]" README.md || {
        echo "not in README.md: make $target"
        exit 1
    }
    grep -lE "^[^#]*make.* $target( |\"|\$)" tests/targets/*.sh >/dev/null || {
        echo "no script runs: make $target"
        exit 1
    }
done
