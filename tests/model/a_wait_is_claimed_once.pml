/* The claim: two selects over the same two channels, two senders that do not
 * wait, and a cancellation of each select.
 *
 * What is modelled is the claim of docs/design/one-way-to-wait.md: how a select
 * begins, how somebody who finds a link ends the wait, and how the winner
 * removes the other links. Channels are used under their locks.
 *
 * Select 0 receives from X or sends to Y, select 1 sends to X or receives from
 * Y, so that they may meet in either channel.
 *
 * What is shown: each wait is ended once; no waker meets a wait that has links
 * but cannot be claimed yet; a task goes on when it has no link any more, and
 * has none when the call of the winner returns; items sent and received are as
 * many; and nobody waits for ever (else the search ends in an invalid state).
 */
// fails: -DNO_CLAIM
// fails: -DREADY_BEFORE_UNLINKED
// fails: -DOPEN_AFTER_UNLOCK
// fails: -DLOCKS_IN_ANY_ORDER

#define X 0
#define Y 1
#define NOBODY 9
mtype = { IDLE, OPEN, TAKEN };
mtype claim[2] = IDLE;      /* of the wait of select 0 and 1 */
bool is_ready[2];
byte result[2] = NOBODY;    /* the clause: channel 0 or 1; 2: cancelled */
bool linked[4];             /* 2 * select + channel */
bool lock[2];
byte sent[2], received[2];  /* items of each channel */
bool is_over[2];

inline acquire(c) { atomic { !lock[c] -> lock[c] = true } }

inline release(c) { lock[c] = false }

/* Receives from c: select 0 from X, 1 from Y. */
#define RECEIVER(c) (c)
#define SENDER(c) (1 - (c))

/* Claims the wait of s, for clause c. Sets won. The lock of c is held. */
inline try_claim(s, c, won)
{
#ifdef NO_CLAIM
    won = (claim[s] == OPEN);
    if :: won -> claim[s] = TAKEN :: else fi;
#else
    atomic {
        won = (claim[s] == OPEN);
        if :: won -> claim[s] = TAKEN :: else fi
    }
#endif
    if
    :: won ->
        assert(result[s] == NOBODY);
        result[s] = c;
        if :: c < 2 -> linked[2 * s + c] = false :: else fi
    :: else -> assert(c == 2 || claim[s] != IDLE)
    fi
}
/* The winner, who holds no lock, unlinks s everywhere and lets it go on. */
inline finish(s)
{
#ifdef READY_BEFORE_UNLINKED
    is_ready[s] = true;
#endif
    acquire(X); linked[2 * s + X] = false; release(X);
    acquire(Y); linked[2 * s + Y] = false; release(Y);
    is_ready[s] = true
}

inline count(s, c)
{
    if :: s == RECEIVER(c) -> received[c]++ :: else -> sent[c]++ fi
}

inline lock_both(me)
{
#ifdef LOCKS_IN_ANY_ORDER
    if
    :: me == 0 -> acquire(X); acquire(Y)
    :: else -> acquire(Y); acquire(X)
    fi
#else
    acquire(X); acquire(Y)
#endif
}

proctype selects(byte me)
{
    byte other = 1 - me, c;
    bool won;
    lock_both(me);
    c = X;
    do
    :: c > Y -> break
    :: c <= Y ->
        if
        :: linked[2 * other + c] -> try_claim(other, c, won)
        :: else -> won = false
        fi;
        if :: won -> break :: else -> c++ fi
    od;
    if
    :: won ->
        atomic { count(me, c); count(other, c) };
        release(X); release(Y);
        finish(other)
    :: else ->
#ifndef OPEN_AFTER_UNLOCK
        claim[me] = OPEN;
#endif
        atomic { linked[2 * me + X] = true; linked[2 * me + Y] = true };
        release(X); release(Y);
#ifdef OPEN_AFTER_UNLOCK
        claim[me] = OPEN;
#endif
        is_ready[me];
        /* its frame is gone from here on */
        assert(!linked[2 * me + X] && !linked[2 * me + Y]);
        assert(result[me] != NOBODY);
        claim[me] = IDLE
    fi;
    is_over[me] = true
}
/* Sends to c if somebody waits to receive. */
proctype try_send(byte c)
{
    bool won;
    acquire(c);
    if
    :: linked[2 * RECEIVER(c) + c] -> try_claim(RECEIVER(c), c, won)
    :: else -> won = false
    fi;
    if
    :: won -> atomic { sent[c]++; count(RECEIVER(c), c) };
        release(c); finish(RECEIVER(c));
        /* the other channel may be freed now */
        assert(!linked[2 * RECEIVER(c) + 1 - c])
    :: else -> release(c)
    fi
}
/* At home: the timer of select s, or its scope. It comes at some time, or not
 * at all if the wait is over. */
proctype cancel(byte s)
{
    bool won;
    if
    :: claim[s] == OPEN ->
        try_claim(s, 2, won);
        if :: won -> finish(s) :: else fi
    :: is_over[s]
    fi
}

init {
    atomic { run selects(0); run selects(1); run try_send(X); run try_send(Y);
             run cancel(0); run cancel(1) };
    is_over[0] && is_over[1];
    assert(received[X] == sent[X] && received[Y] == sent[Y])
}
