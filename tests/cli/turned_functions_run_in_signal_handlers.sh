# Under --async-all a signal handler may call what was turned, or be it: however
# it was installed, and whatever it interrupts.
. "$SRC/tests/cli/parts/check.sh"

cat >program.c <<'END'
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>

int elsewhere(int x); /* other.c */
void handle_elsewhere(int number);

static volatile sig_atomic_t count;

/* By way of a variable, so that nobody sees what handles the signal. */
static void install(int number, void (*f)(int))
{
    signal(number, f);
}

static int deeper(int x)
{
    char room[3000]; /* no class of frames is so large */
    memset(room, x % 50, sizeof room);
    return room[x % 3000];
}

static void by_signal(int number)
{
    count += deeper(number) == number % 50;
}

/* Seen, so it stays plain; what it calls is in another file. */
static void by_name(int number)
{
    count += elsewhere(number) == number + 1;
}

static void by_action(int number, siginfo_t *info, void *context)
{
    (void)context;
    count += deeper(info->si_signo) == number % 50;
}

static int fibonacci(int n)
{
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

/* What it does is right, however often it is interrupted. */
static void compute(const char *how)
{
    struct itimerval timer = {{0, 200}, {0, 200}};
    int wrong = 0, from = count;
    setitimer(ITIMER_REAL, &timer, NULL);
    while (count - from < 500)
        wrong += fibonacci(12) != 144;
    memset(&timer, 0, sizeof timer);
    setitimer(ITIMER_REAL, &timer, NULL);
    printf("%s %d\n", how, wrong);
}

static sigjmp_buf out;

static void leave(int number)
{
    siglongjmp(out, deeper(number));
}

static void leave_often(void)
{
    volatile int left = 0;
    void (*f)(int) = leave;
    install(SIGUSR1, f);
    for (volatile int i = 0; i < 3000; i++) {
        if (sigsetjmp(out, 1) == 0)
            raise(SIGUSR1);
        else
            left += fibonacci(3) == 2;
    }
    printf("left %d\n", left);
}

static void *in_a_thread(void *arg)
{
    install(SIGUSR2, arg);
    raise(SIGUSR2);
    return NULL;
}

static void look(void)
{
    struct sigaction action, before;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = by_action;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    sigaction(SIGUSR1, &action, &before);
    printf("%d", before.sa_handler == leave && !(before.sa_flags & SA_SIGINFO));
    sigaction(SIGUSR1, NULL, &before);
    printf("%d", before.sa_sigaction == by_action &&
                     before.sa_flags & SA_SIGINFO);
    printf("%d", signal(SIGUSR1, SIG_IGN) == (void (*)(int))by_action);
    printf("%d", signal(SIGUSR1, SIG_DFL) == SIG_IGN);
    printf("%d\n", signal(NSIG + 5, SIG_DFL) == SIG_ERR);
}

int main(void)
{
    struct sigaction action;
    pthread_t thread;
    install(SIGALRM, by_signal);
    compute("by a variable");
    signal(SIGALRM, by_name);
    compute("by its name");
    install(SIGALRM, handle_elsewhere);
    compute("elsewhere");
    memset(&action, 0, sizeof action);
    action.sa_sigaction = by_action;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGALRM, &action, NULL);
    compute("by an action");
    leave_often();
    compute("after that");
    count = 0;
    pthread_create(&thread, NULL, in_a_thread, (void *)by_signal);
    pthread_join(thread, NULL);
    printf("in a thread %d\n", (int)count);
    look();
    return 0;
}
END
sed -i 's/^static volatile sig_atomic_t count/volatile sig_atomic_t count/' program.c
cat >other.c <<'END'
#include <signal.h>
extern volatile sig_atomic_t count;
static int next(int x)
{
    return x + 1;
}
int elsewhere(int x)
{
    return next(x);
}
void handle_elsewhere(int number)
{
    count += next(number) == number + 1;
}
END
cat >wanted <<'END'
by a variable 0
by its name 0
elsewhere 0
by an action 0
left 3000
after that 0
in a thread 1
11111
END
for way in "--async-all gcc -O2" "--async-all=yield gcc -O0" \
    "--async-all=yield clang -O2" "--async-all=yield:3 gcc -O2 -static" \
    "--async-all=yield gcc -O2 -flto"; do
    "$PIRN" cc $way -pthread program.c other.c -o program
    timeout 120 ./program >got || {
        cat got
        echo "failed: $way"
        exit 1
    }
    diff wanted got || {
        echo "differs: $way"
        exit 1
    }
done

# To a program that asks for ISO C, signal means something else: a handler is
# installed for one signal.
cat >once.c <<'END'
#include <signal.h>
#include <stdio.h>
static int twice(int x) { return 2 * x; }
static void handle(int number) { printf("%d\n", twice(number) / number); }
int main(void)
{
    void (*f)(int) = handle;
    signal(SIGINT, f);
    raise(SIGINT);
    return signal(SIGINT, f) != SIG_DFL;
}
END
"$PIRN" cc --async-all=yield gcc -std=c99 once.c -o once
prints 2 ./once
