# examples/programs/tail.c: the last lines of several files, then what is new, also
# if a file is renamed and made anew, is cut, or comes only later, in a directory
# that has two names.
"$PIRN" cc gcc -O2 "$SRC/examples/programs/tail.c" -o tail

# wait_until COMMAND...: waits for that, as long as the program may take for it.
wait_until() {
    tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ $tries -lt 600 ] || {
            cat out err
            echo "in vain: $*"
            kill $pid
            exit 1
        }
        sleep 0.1
    done
}

mkdir logs
ln -s logs same
seq 1 15 >logs/a
./tail logs/a same/b >out 2>err &
pid=$!
{ echo '==> logs/a <==' && seq 6 15; } >wanted
wait_until cmp -s wanted out

echo new >>logs/a
echo new >>wanted
wait_until cmp -s wanted out

echo first >logs/b
printf '\n==> same/b <==\nfirst\n' >>wanted
wait_until cmp -s wanted out
grep -q 'same/b: No such file' err

mv logs/a logs/a.1
echo 'after the rename' >>logs/a.1
echo anew >logs/a
printf '\n==> logs/a <==\n' >>wanted
cp wanted without
echo 'after the rename' >>wanted
echo anew >>wanted
# What is written under another name is not followed; it is printed if it was
# written before the program looked there.
{ cat without && echo anew; } >either
is_either() { cmp -s either out || cmp -s wanted out; }
wait_until is_either
cp out wanted

: >logs/b
wait_until grep -q 'same/b: has been cut' err
echo again >>logs/b
printf '\n==> same/b <==\nagain\n' >>wanted
wait_until cmp -s wanted out

kill $pid
wait $pid || :
exits=0
./tail >out 2>&1 || exits=$?
[ $exits = 2 ]
./tail missing/file >out 2>&1 && exit 1
grep -q 'missing/file: there is no such directory' out
