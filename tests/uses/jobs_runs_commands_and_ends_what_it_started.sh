# examples/programs/jobs.c: what commands say is kept whole; no more of them run at a
# time than are asked for; a failure ends the others, unless -k is given; and an
# interrupt ends all, with the programs that they have started.
"$PIRN" cc gcc -Wall -O2 "$SRC/examples/programs/jobs.c" -o jobs

# Two that speak in turns, each of them waiting for the other's word.
cat >commands <<'END'
echo one; touch a; until [ -e b ]; do sleep 0.01; done; echo two
until [ -e a ]; do sleep 0.01; done; echo three >&2; touch b; echo four
END
./jobs -j 2 <commands >out
grep -A 2 '^\$ echo one' out | tail -n 2 >first
printf 'one\ntwo\n' | cmp - first
grep -A 2 '^\$ until' out | tail -n 2 >second
printf 'three\nfour\n' | cmp - second

# One at a time: each finds that no other runs.
for n in 1 2 3 4 5; do
    echo 'mkdir alone && sleep 0.05 && rmdir alone'
done | ./jobs -j 1 >out
[ "$(wc -l <out)" = 5 ]

printf 'exit 3\necho never\n' | ./jobs -j 1 >out && exit 1
printf '$ exit 3\n[status 3]\n' | cmp - out
printf 'exit 3\nkill -9 $$\necho still\n' | ./jobs -k -j 1 >out && exit 1
printf '$ exit 3\n[status 3]\n$ kill -9 $$\n[signal 9]\n$ echo still\nstill\n' |
    cmp - out

# An interrupt: neither the shells nor what they have started are left.
mkfifo hold
cat >commands <<'END'
echo $$ >pid.1; exec sleep 1000
sleep 1000 & echo $! >pid.2; wait
END
./jobs -j 4 <hold >out 2>&1 &
job=$!
exec 3>hold # its input does not end
cat commands >&3
until [ -s pid.1 ] && [ -s pid.2 ]; do sleep 0.05; done
kill -INT $job
exits=0
wait $job || exits=$?
[ $exits = 1 ]
for file in pid.1 pid.2; do
    until ! kill -0 "$(cat $file)" 2>/dev/null; do sleep 0.05; done
done
