#!/bin/sh
# renamed.sh FILE.c...: prints which symbols of the runtime get other names,
# for objcopy: those for which these files have functions of the same name.
sed -n \
    -e 's/^ENTRY([^,]*, *\([a-z_]*\),.*/pirn.\1/p' \
    -e 's/^TRANSFER(\([a-z_]*\),.*/pirn.\1/p' \
    -e 's/^PIRN__REAL_ENTRY(\([a-z_]*\)).*/pirn.\1/p' \
    -e 's/^PIRN__REAL(\([a-z_]*\)).*/\1/p' \
    -e 's/^CALL([^,]*, *\([a-z_]*\),.*/\1/p' \
    -e 's/^CALL_VOID(\([a-z_]*\),.*/\1/p' \
    -e 's/^CALL_OF_WORKER(\([a-z_]*\),.*/\1/p' \
    -e 's/^[a-z].*[ *]\(pirn__run_begin\|pirn__run_end\|pirn__scope_worker\|pirn__scope_spawner\|pirn__spawn_small\|pirn__test_begin\)(.*/\1/p' \
    "$@" | sort -u | sed 's/.*/& pirn.real.&/'
echo pirn_object_of_plain_cc_linked_with_threads \
    pirn.real.pirn_object_of_plain_cc_linked_with_threads
