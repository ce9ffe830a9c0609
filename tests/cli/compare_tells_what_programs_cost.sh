# What each of two programs costs is told in a table and as JSON: counted
# exactly where it can be, and not at all where it cannot.
. "$SRC/tests/cli/parts/check.sh"
. "$SRC/tests/cli/parts/holds.sh"

gcc -O1 -pthread "$parts/cost.c" -o cost
gcc "$parts/no_ptrace.c" -o no-ptrace
ln cost other

# sides OTHER'S ARGUMENTS: compares ./cost without arguments to that.
sides() {
    {
        echo '#!/bin/sh'
        echo "exec ./cost $*"
    } >script
    chmod +x script
    "$PIRN" compare -n 1 --json --programs ./cost ./script >json 2>messages
}

"$PIRN" compare -n 1 --json --programs ./cost ./cost >json 2>messages
[ "$(cat messages)" = "the same
pirn: error: the tasks of cost are not known: it has no runtime, or has not ended by exit()
pirn: error: the tasks of cost are not known: it has no runtime, or has not ended by exit()" ] || {
    cat messages
    exit 1
}
holds "all['right'] and all['runs'] == 1 and a['name'] == 'cost'" \
    "a['system_calls'] == b['system_calls'] > 10" \
    "a['threads'] == b['threads'] == 1 and a['tasks'] is None" \
    "r['system_calls'] == 1 and r['tasks'] is None"

# The shell has some calls of its own.
sides 0
base=$(python3 -c "import json
print(json.load(open('json'))['programs'][1]['system_calls'])")
sides 1000
holds "b['system_calls'] == $base + 1000"
sides 1000 3
holds "$base + 4000 < b['system_calls'] < $base + 4100" \
    "b['threads'] == 4 and a['threads'] == 1"
sides 0 0 64
holds "64 << 20 < b['peak_resident_bytes'] < 80 << 20 > a['peak_resident_bytes'] * 10" \
    "63 << 20 < b['peak_virtual_bytes'] - a['peak_virtual_bytes'] <= 64 << 20"
sides 0 0 0 256
holds "255 << 20 < b['peak_virtual_bytes'] - a['peak_virtual_bytes'] <= 256 << 20" \
    "b['peak_resident_bytes'] < 10 << 20"
sides 0 0 0 0 200
holds "b['wall_s'] > 0.2 and b['cpu_s'] < 0.2" \
    "b['voluntary_switches'] >= 1"

# A table, with what the first run prints before it.
"$PIRN" compare -n 2 --programs ./cost ./other 100 2 >table 2>messages
[ "$(head -1 table)" = "the same" ]
[ "$(grep -c . table)" = 13 ]
sed 1d table | awk '{ if (length($0) != 70) exit 1 }' || {
    cat table
    exit 1
}
grep -q '^threads made  *3  *3  *1\.00$' table
grep -q '^tasks made  *?  *?  *?$' table
grep -q '^  *cost  *other  *ratio$' table

# Wrong programs.
exits 1 "$PIRN" compare -n 1 --programs ./cost /bin/false
says "false has ended with 1, not 0"
PRINTS_ITS_NAME=1 exits 1 "$PIRN" compare -n 1 --programs ./cost ./other
says "a run of other has printed something else than the first run of cost"
printf '#!/bin/sh\nkill -SEGV $$\n' >dies
chmod +x dies
exits 1 "$PIRN" compare -n 1 --programs ./cost ./dies
says "dies was ended by signal 11"
exits 1 "$PIRN" compare -n 1 --programs ./cost ./nowhere
says "cannot run ./nowhere: No such file or directory"
says "nowhere has ended with 127, not 0"
exits 2 "$PIRN" compare --programs ./cost
exits 2 "$PIRN" compare
exits 2 "$PIRN" compare -n 0 --programs ./cost ./cost
exits 2 "$PIRN" compare -n
exits 0 "$PIRN" compare --help
says "pirn compare [options] FILE.c [arguments]"

# A signal that the program handles is no business of ours.
printf '#!/bin/sh\ntrap "echo the same" USR1\nkill -USR1 $$\n' >handles
chmod +x handles
"$PIRN" compare -n 1 --json --programs ./cost ./handles >json 2>messages
holds "all['right']"

# Without ptrace nothing is made up.
./no-ptrace true || exit 77
./no-ptrace "$PIRN" compare -n 1 --json --programs ./cost ./cost \
    >json 2>messages
grep -q "which is not permitted here: Operation not permitted" messages
holds "a['system_calls'] is a['threads'] is a['peak_resident_bytes'] is None" \
    "a['wall_s'] > 0 and a['peak_virtual_bytes'] is None" \
    "a['peak_kernel_bytes'] is a['peak_memory_bytes'] is None"
