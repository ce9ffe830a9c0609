/* A lease: two workers use an object, by plain stores as long as one of them
 * uses it alone, and break each other's leases; a third breaks those of both.
 *
 * What is modelled is the lease of docs/design/one-way-to-wait.md: the fast
 * path, the slow path and the breaking. The store of `inside` stays in the
 * store buffer of its processor for as long as it likes, as on x86 (Sewell and
 * others, "x86-TSO", 2010); what takes a lock empties the buffer, and
 * membarrier(2) empties both.
 *
 * What is shown: the object is never used by two workers at once, and nobody
 * waits for ever (else the search ends in an invalid state).
 */
// fails: -DNO_MEMBARRIER
// fails: -DNO_WAIT
// fails: -DDEAD_AT_ONCE
// fails: -DNUMBERS_COME_BACK
// fails: -DLEASED_WITHOUT_LOCK

#ifndef ROUNDS
#define ROUNDS 2
#endif
#ifndef BREAKS
#define BREAKS 2
#endif
#define SHARED 0
byte lease[2];      /* of the workers: 2 * generation + worker */
byte generation = 1;
bool breaking[2];   /* the lock of those who do that */
byte o_lease = SHARED;
bool o_lock;
bool inside[2];     /* in memory */
bool pending[2], value[2]; /* a store of it, that is in the buffer */
byte using;         /* how many use the object */

/* A store to inside[me] by me: the buffer has room for one. */
inline store(me, v)
{
    atomic { !pending[me] -> pending[me] = true; value[me] = v }
}

proctype buffer(byte me)
{
end:
    do
    :: atomic { pending[me] -> inside[me] = value[me]; pending[me] = false }
    od
}

inline drain(me)
{
    if
    :: pending[me] -> inside[me] = value[me]; pending[me] = false
    :: else
    fi
}

inline membarrier()
{
#ifdef NO_MEMBARRIER
    skip
#else
    atomic { drain(0); drain(1) }
#endif
}

inline use()
{
    using++;
    assert(using == 1);
    using--
}

/* Takes the leases of v away, if its number is still that one, or ANY. When it
 * returns, nobody is inside under that number. */
#define ANY 0
inline break_lease(v, number)
{
    atomic { !breaking[v] -> breaking[v] = true };
    if
    :: number != ANY && lease[v] != number
    :: else ->
#ifdef NUMBERS_COME_BACK
        lease[v] = 6 - lease[v] + 2 * v; /* 2 and 4, or 3 and 5, in turn */
#else
        atomic { generation++; lease[v] = 2 * generation + v };
#endif
        membarrier();
#ifndef NO_WAIT
        !inside[v]
#endif
    fi;
    breaking[v] = false
}

proctype worker(byte me)
{
    byte round, seen;
    byte other = 1 - me;
    do
    :: round == ROUNDS -> break
    :: round < ROUNDS ->
        round++;
        store(me, true);
        seen = o_lease;
        if
        :: seen == lease[me] ->
            use();
            store(me, false)
        :: else ->
            store(me, false);
            atomic { !o_lock -> o_lock = true; drain(me) };
            seen = o_lease;
            if
#ifdef DEAD_AT_ONCE
            :: seen != SHARED && seen == lease[other] ->
#else
            :: seen != SHARED && seen % 2 == other ->
#endif
                break_lease(other, seen);
                o_lease = SHARED
            :: else
            fi;
            use();
            if
            :: o_lease = lease[me]
            :: o_lease = SHARED
            fi;
#ifdef LEASED_WITHOUT_LOCK
            o_lock = false;
            o_lease = lease[me]
#else
            o_lock = false
#endif
        fi
    od
}

/* A third worker steals from both, or uses what is leased to them. */
proctype thief()
{
    byte breaks;
    do
    :: breaks == BREAKS -> break
    :: breaks < BREAKS -> breaks++; break_lease(0, ANY)
    :: breaks < BREAKS -> breaks++; break_lease(1, ANY)
    od
}

init { atomic {
    lease[0] = 2; lease[1] = 3;
    run buffer(0); run buffer(1); run worker(0); run worker(1);
    run thief() } }
