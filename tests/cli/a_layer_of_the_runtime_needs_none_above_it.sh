# The runtime is made of layers, each a folder of src/runtime. A program of one
# layer and those below it has no undefined symbol. Only to the kinds of waits
# that a layer above defines are there weak references (wait.h); from `objects`
# on none of these is left. The table of hooks is the program's, until `run` has it. No file includes a header of a layer above its own.
objects=$BUILD/CMakeFiles/runtime.dir/src/runtime

[ "$(cd "$SRC/src/runtime" && echo *)" = \
    "base objects run runtime.h tools wait" ]

echo '__attribute__((weak)) int pirn__hooks[256]; int main(void) { return 0; }' >main.c
cc -c main.c
files=main.o
for layer in base wait objects tools run; do
    for source in "$SRC/src/runtime/$layer"/*.c; do
        files="$files $objects/$layer/$(basename "$source").o"
    done
    cc -Wl,--no-undefined -o $layer $files -lpthread 2>messages || {
        cat messages
        echo "src/runtime/$layer calls a layer above it"
        exit 1
    }
    nm $layer | sed -n 's/.* w \(pirn_.*\)/\1/p' >weak
    case $layer in
    base | wait) sed -i '/^pirn__kind_[A-Z_]*$/d' weak ;;
    esac
    [ ! -s weak ] || {
        cat weak
        echo "weak references of src/runtime/$layer"
        exit 1
    }
done

above=
for layer in run tools objects wait base; do
    if grep -nE "#include \"runtime/($above)/" "$SRC/src/runtime/$layer"/*; then
        echo "src/runtime/$layer includes a header of a layer above it"
        exit 1
    fi
    above="${above:+$above|}$layer"
done
