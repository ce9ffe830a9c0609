# Shared by the tests of the command line.
parts=$SRC/tests/cli/parts

# exits N COMMAND...: the command must end with that status. What it says is
# left in the file `said`.
exits() {
    wanted=$1
    shift
    got=0
    "$@" >said 2>&1 </dev/null || got=$?
    [ "$got" = "$wanted" ] || {
        cat said
        echo "exit status $got instead of $wanted: $*"
        exit 1
    }
}

# says TEXT: the last such command said TEXT.
says() {
    grep -qF -e "$1" said || {
        cat said
        echo "does not say: $1"
        exit 1
    }
}

# prints TEXT COMMAND...: the command prints exactly that line.
prints() {
    wanted=$1
    shift
    got=$("$@") || {
        echo "failed: $*"
        exit 1
    }
    [ "$got" = "$wanted" ] || {
        echo "prints '$got' instead of '$wanted': $*"
        exit 1
    }
}

# absent PATTERN: the text on standard input has no such line.
absent() {
    if grep -e "$1"; then
        echo "should not be there: $1"
        exit 1
    fi
}
