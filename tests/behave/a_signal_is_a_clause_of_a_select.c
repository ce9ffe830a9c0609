// A select may wait for a signal, which it takes if that clause is the one that
// is done, and else leaves to others.
// asan
#include <pirn.h>
#include <signal.h>
#include <stdio.h>

static pirn_signal *signals;

static async void raise_later(int number)
{
    await pirn_yield_now();
    raise(number);
}

static async int take(int *number)
{
    return await pirn_select(PIRN_SIGNAL_NEXT(signals, number),
                             PIRN_AFTER(PIRN_NEVER));
}

/* Signals that have been taken may have left the subscription's descriptor
 * readable: a fair select that looks at it then does what is ready. */
static async int take_items(int count)
{
    chan(int) c = pirn_chan_new(int, 1);
    int done = 0, item, number = 0;
    for (int i = 0; i < count; i++) {
        raise(SIGUSR1);
        raise(SIGUSR1);
        while (pirn_signal_try_next(signals) != SIGUSR1)
            ;
        while (pirn_signal_try_next(signals) != SIGUSR1)
            ;
        pirn_chan_try_send(c, &i);
        done += await pirn_select_fair(PIRN_SIGNAL_NEXT(signals, &number),
                                       PIRN_RECV(c, &item));
    }
    pirn_chan_free(c);
    return done;
}

static async void program(void)
{
    struct pirn_event set = PIRN_EVENT_INIT;
    int number = 0, other = 0;
    signals = pirn_signal_open(PIRN_SIGNAL(SIGUSR1) | PIRN_SIGNAL(SIGUSR2));

    raise(SIGUSR1); /* there is one already */
    printf("%d %d\n", await take(&number), number == SIGUSR1); // expect: 0 1

    scope (s) { /* it comes while the select waits */
        spawn raise_later(SIGUSR2);
        printf("%d %d\n", await take(&number),
               number == SIGUSR2); // expect: 0 1
    }

    raise(SIGUSR1); /* another clause goes first */
    pirn_event_set(&set);
    number = 0;
    int which = await pirn_select(PIRN_EVENT_WAIT(&set),
                                  PIRN_SIGNAL_NEXT(signals, &number));
    printf("%d %d %d\n", which, number,
           pirn_signal_try_next(signals) == SIGUSR1); // expect: 0 0 1

    scope (s) { /* two wait, and each takes one */
        task(int) a = spawn take(&number);
        task(int) b = spawn take(&other);
        await pirn_yield_now();
        raise(SIGUSR1);
        raise(SIGUSR2);
        await a;
        await b;
    }
    printf("%d\n",
           number != other && number + other == SIGUSR1 + SIGUSR2); // expect: 1

    scope (s) { /* cancelled, it takes none */
        task(int) a = spawn take(&number);
        await pirn_yield_now();
        pirn_scope_cancel(s);
        raise(SIGUSR1);
        printf("%d\n", await a == -ECANCELED); // expect: 1
    }
    printf("%d\n", pirn_signal_try_next(signals) == SIGUSR1); // expect: 1

    printf("%d\n", await take_items(64)); // expect: 64
    pirn_signal_close(signals);
}

async int main(void)
{
    await program();
}
