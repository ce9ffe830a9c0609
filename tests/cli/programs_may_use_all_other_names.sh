# A program may have macros named like whatever stands in Pirn's headers, before
# and after it includes them, and functions named like those of POSIX: with
# either compiler, translated, as threads, turned, and as the serial elision.
. "$SRC/tests/cli/parts/check.sh"

# everywhere FILE: it compiles in all builds.
everywhere() {
    for cc in gcc clang; do
        for option in '' --threads --async-all=yield; do
            exits 0 "$PIRN" cc $option $cc -Wall -c "$1" -o o
        done
        for language in '' -D__PIRN__\ -D__PIRN_CHECK__; do
            exits 0 $cc -D_GNU_SOURCE -Wall $language -I "$SRC/include" \
                -c "$1" -o o
        done
    done
}

# own_lines OPTION...: the lines of Pirn's headers, with those of #define.
own_lines() {
    echo '#include <pirn.h>' |
        gcc -D_GNU_SOURCE "$@" -I "$SRC/include" -x c -E -dD - |
        awk '/^# [0-9]/ { own = $3 ~ "/pirn[/.]" && $3 !~ "_macros.h" }
             own && !/^#(pragma|undef| )/ { gsub(/"[^"]*"/, ""); print }'
}

# Keywords, and what is ISO C's and POSIX's.
cat >others <<'END'
_.*
pirn.*
PIRN.*
define|defined|auto|bool|break|case|char|const|continue|default|do|else|enum
extern|for|if|inline|int|long|return|short|sizeof|static|struct|switch|typedef
union|unsigned|void|volatile|while
E[A-Z]+|NULL|SYS_[a-z0-9_]+|INT64_MAX|UINT16_MAX|UINTPTR_MAX|true|false
u?int(8|16|32|64|ptr)_t|ptrdiff_t|size_t|socklen_t|ssize_t|sockaddr|addrinfo|iovec|msghdr|stat
errno|syscall|exit|fflush|inet_pton
getaddrinfo|freeaddrinfo|if_nametoindex|strerrordesc_np
async|await|offload|yield|yield_from|defer|generator|spawn|try_spawn|spawn_in|spawn_on
END
{
    own_lines -D__PIRN__
    own_lines -D__PIRN__ -D__PIRN_THREADS__
    own_lines -D__PIRN__ -D__PIRN_CHECK__
    own_lines -DPIRN_NO_KEYWORDS
} | grep -oE '\b[A-Za-z_][A-Za-z_0-9]*' | sort -u | grep -vxEf others >names
[ "$(wc -l <names)" -gt 150 ]
for name in fd buf timeout always_inline printf w; do
    grep -qx $name names
done

# The plain words are macros of Pirn's own in the elision.
sed 's/.*/#define & @/' names >define
{
    cat define
    echo '#define PIRN_NO_KEYWORDS'
    echo '#include <pirn.h>'
    echo '#ifndef fd'
    echo '#error a macro is lost'
    echo '#endif'
    echo 'int main(void) { return 0; }'
} >before.c
everywhere before.c
for cc in gcc clang; do
    echo 'int main(void) { return 0; }' >plain.c
    exits 0 "$PIRN" cc --async-all=yield $cc \
        $(sed 's/.*/-D&=@/' names) -c plain.c -o o
done

{
    echo '#define PIRN_NO_KEYWORDS'
    echo '#include <pirn.h>'
    cat define
    cat <<'END'
static struct pirn_local KEY;
static PIRN_ASYNC int F(int N) { return N; }
PIRN_ASYNC int G(PIRN_CHAN(int) CH, int D, struct pirn_clause *LIST)
{
    int X = 0, RC = 0;
    struct pirn_local_binding BINDING;
    PIRN_SCOPE (SC) {
        PIRN_TASK(int) J = PIRN_SPAWN F(1);
        pirn_local_set(pirn_scope_ref(SC), &BINDING, &KEY, &X);
        if (pirn_spawned(J))
            pirn_cancel(J);
        RC += PIRN_AWAIT pirn_join(J, &X);
        pirn_scope_cancel(SC);
        pirn_scope_cancel_because(SC, "");
        pirn_scope_set_deadline(SC, PIRN_NEVER);
        RC += pirn_scope_timed_out(SC) + pirn_scope_error(SC);
        RC += PIRN_AWAIT pirn_all(SC) + PIRN_AWAIT pirn_first(SC, &J);
        RC += pirn_is_cancelled() + (pirn_cancel_reason() != 0);
    }
    CH = pirn_chan_new(int, 1);
    CH = pirn_chan_try_new(int, 1);
    CH = pirn_broadcast_new(int, 1, PIRN_SLOW_BLOCKS);
    CH = pirn_broadcast_subscribe(CH);
    pirn_chan_close(CH);
    RC += PIRN_AWAIT pirn_chan_send(CH, &X) + pirn_chan_try_recv(CH, &X);
    RC += PIRN_AWAIT pirn_select(PIRN_RECV(CH, &X, &RC), PIRN_SEND(CH, &X),
                                 PIRN_READABLE(D), PIRN_AFTER(2 * PIRN_MS));
    RC += PIRN_AWAIT pirn_select_fair_from(LIST, 1);
    RC += PIRN_AWAIT pirn_accept(D, 0, 0) + pirn_tcp_listen("::1", 0);
    RC += PIRN_AWAIT pirn_tcp_connect("::1", D);
    return RC;
}
int RUN2(void) { return pirn_run(F(1)) + pirn_test_run(0, F(2)); }
END
} >after.c
sed -i '/define RUN2/d' after.c
everywhere after.c

# A plain program that includes nothing may use the names of <stdint.h>, too.
cat >alone.c <<'END'
typedef unsigned long long uint64_t;
typedef unsigned int uint16_t;
typedef struct { int value; } int32_t;
static int twice(int uint8_t) { return 2 * uint8_t; }
int main(void)
{
    uint16_t size_t = 70000;
    int32_t bool = {twice((int)size_t)};
    return bool.value != 140000;
}
END
for cc in gcc clang; do
    exits 0 "$PIRN" cc --async-all=yield $cc -Wall alone.c -o alone
    exits 0 ./alone
done

# Functions and structs of POSIX's names.
for header in sys/socket unistd poll signal time sys/uio pthread string stdio \
    sys/select; do
    echo "#include <$header.h>"
done | gcc -D_GNU_SOURCE -E -P -x c - | grep -oE '\b[a-z][a-z0-9_]* \(' |
    sed 's/ (//' | sort -u |
    grep -vxE 'int|void|long|char|u?int.*_t|size_t|ssize_t|sizeof' |
    grep -vxE 'exit|fflush|syscall|strerrordesc_np|mem(cpy|set|cmp)' >functions
for name in send recv poll index select read; do
    grep -qx $name functions
done
{
    echo '#pragma GCC diagnostic ignored "-Wunused-function"'
    echo '#ifdef __clang__'
    echo '#pragma GCC diagnostic ignored "-Wincompatible-library-redeclaration"'
    echo '#else'
    echo '#pragma GCC diagnostic ignored "-Wbuiltin-declaration-mismatch"'
    echo '#endif'
    echo '#include <pirn.h>'
    echo 'struct own;'
    sed 's/.*/static int &(struct own *x) { return x != 0; }/' functions
    for tag in pollfd timespec timeval msghdr iovec sockaddr stat; do
        echo "struct $tag { int own; } a_$tag;"
    done
    echo 'async int main(void) { return 0; }'
} >functions.c
everywhere functions.c
