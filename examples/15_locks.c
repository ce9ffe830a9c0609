/* Locks, for what has to hold from one wait to the next.
 *
 *     pirn run examples/15_locks.c
 *
 * Between two waits no other task runs, so most data needs no lock. It needs
 * one where a task waits in the middle of a change. A semaphore lets so many
 * in at a time, and pirn_once does what all need and one has to do. */
// env: PIRN_CLOCK=virtual
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

enum { CLIENTS = 8 };

static struct pirn_once connected; /* zeroed memory is ready for use */
static struct pirn_semaphore channels = PIRN_SEMAPHORE_INIT(3);
static struct pirn_mutex ledger;
static int balance = 100, in_use, most_in_use;

static async int connect_to_bank(void *arg)
{
    printf("connecting\n");
    return await pirn_sleep(*(int *)arg * PIRN_MS);
}

/* Reads, waits, writes: nobody may come in between. */
static async int withdraw(int amount)
{
    int rc = await pirn_mutex_lock(&ledger);
    if (rc < 0)
        return rc;
    int before = balance;
    rc = await pirn_sleep(PIRN_MS);
    if (rc == 0)
        balance = before - amount;
    pirn_mutex_unlock(&ledger);
    return rc;
}

static async int client(int amount)
{
    int ms = 5;
    int rc = await pirn_once(&connected, connect_to_bank, &ms);
    if (rc == 0)
        rc = await pirn_semaphore_acquire(&channels, 1);
    if (rc < 0)
        return rc;
    if (++in_use > most_in_use)
        most_in_use = in_use;
    rc = await withdraw(amount);
    in_use--;
    pirn_semaphore_release(&channels, 1);
    return rc;
}

async int main(void)
{
    scope (s) {
        for (int i = 1; i <= CLIENTS; i++)
            spawn client(i);
    }
    // expect: connecting
    printf("%d left\n", balance);          // expect: 64 left
    printf("%d at a time\n", most_in_use); // expect: 3 at a time

    /* A wait for a lock ends with its scope, as every other wait. */
    scope (s, .timeout = 10 * PIRN_MS) {
        await pirn_mutex_lock(&ledger);
        task(int) late = spawn client(1);
        printf("%d\n", await late == -ECANCELED); // expect: 1
        pirn_mutex_unlock(&ledger);
    }
    printf("%d left\n", balance); // expect: 64 left
    return 0;
}
