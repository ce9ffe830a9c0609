#!/bin/sh
# run-cli.sh FILE.sh: runs a test of the command line in an empty directory of
# its own.
. "$SRC/tests/common.sh"

make_work "$1"
TMPDIR=$work/tmp # so that a file left behind is seen
mkdir "$TMPDIR" "$work/here"
export TMPDIR
cd "$work/here" || exit 1
status=0
sh -eu "$1" || status=$?

[ $status = 77 ] && exit 77 # what it needs is not installed
[ $status = 0 ] || fail "$(basename "$1" .sh)"
left=$(ls -A "$TMPDIR")
[ -z "$left" ] || fail "left behind in TMPDIR: $left"
