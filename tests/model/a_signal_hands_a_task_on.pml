/* A task waits for a condition, which has a lock of its own, and is then to have
 * the mutex, which has another. The one that signals takes it out of the one
 * queue, and puts it into the other, while nothing is held in between; and its
 * home may cancel it meanwhile.
 *
 * What is modelled, by the functions of src/runtime that do it:
 *   objects/mutex.c   pirn_condition_wait, signal_first, relock, interrupt,
 *                     hand_on
 *   wait/claim.h      pirn__claim_take, pirn__claim_move
 *   wait/claim.c      pirn__claim_hold
 *
 * What is shown: no signal is lost; the task is in one queue at a time, and goes
 * on once, as the owner of the mutex; the condition may be freed by then, as it
 * was signalled by the owner before; and nobody waits for ever.
 */
// fails: -DGIVES_THE_MUTEX_UP_FIRST
// fails: -DHOLDS_BOTH
// fails: -DLEAVES_THE_CLAIM
// fails: -DTOUCHES_THE_CONDITION_AFTERWARDS
// fails: -DLETS_ITSELF_BE_INTERRUPTED_AGAIN

#define NONE 0
#define IN_CONDITION 1 /* the address of its lock */
#define IN_MUTEX 2
#define MARK 4         /* its home looks */
#define POSTED 3

#define NOBODY 0
#define WAITER 1
#define SIGNALLER 2

byte claim = NONE;
bit lock_c, lock_m;
bit in_c, in_m;         /* in which queue the waiter is */
byte owner = WAITER;    /* of the mutex */
bit is_true;            /* what it protects */
bit is_freed;           /* the condition is */
bit is_posted, is_ready; /* the waiter is to go on */

inline use_c() { assert(!is_freed) }
inline take_c() { atomic { lock_c == 0 -> use_c(); lock_c = 1 } }
inline give_c() { use_c(); lock_c = 0 }
inline take_m() { atomic { lock_m == 0 -> lock_m = 1 } }
inline give_m() { lock_m = 0 }

inline enter_m()
{
    d_step {
        assert(!in_c && !in_m);
        in_m = 1;
        claim = IN_MUTEX
    }
}

/* The waiter, at home, waits, and may be cancelled between two turns. */
proctype home()
{
    byte word;
    bit has;
#ifdef GIVES_THE_MUTEX_UP_FIRST
    take_m();
    owner = NOBODY;
    give_m();
#endif
#ifdef HOLDS_BOTH
    take_m();
#endif
    take_c();
    in_c = 1;
    claim = IN_CONDITION;
#ifndef HOLDS_BOTH
    give_c();
#endif
#ifndef GIVES_THE_MUTEX_UP_FIRST
#ifndef HOLDS_BOTH
    take_m();
#endif
    if
    :: in_m -> /* it has been signalled, by one without the mutex */
        in_m = 0;
        claim = NONE;
        owner = WAITER;
        is_ready = 1
    :: else -> owner = NOBODY
    fi;
    give_m();
#endif
#ifdef HOLDS_BOTH
    give_c();
#endif

    /* cancelled */
    do
    :: break /* or not */
    :: d_step { claim == POSTED || claim == NONE } -> break
    :: d_step { claim == IN_CONDITION || claim == IN_MUTEX ->
                word = claim;
                claim = word | MARK };
        if
        :: word == IN_CONDITION ->
            d_step { use_c(); has = !lock_c; lock_c = 1 }
        :: else ->
            d_step { has = !lock_m; lock_m = 1 }
        fi;
        claim = word;
        if
        :: !has
        :: has && word == IN_MUTEX ->
#ifdef LETS_ITSELF_BE_INTERRUPTED_AGAIN
            in_m = 0;
            claim = NONE;
            is_ready = 1;
#endif
            give_m();
            break
        :: has && word == IN_CONDITION ->
            assert(in_c);
            in_c = 0;
            claim = NONE;
            give_c();
            take_m();
            enter_m();
            if
            :: owner == NOBODY ->
                owner = WAITER;
                in_m = 0;
                claim = NONE;
                is_ready = 1
            :: else
            fi;
            give_m();
            break
        fi
    od;

    /* and goes on */
    is_posted || is_ready;
    assert(!(is_posted && is_ready));
    assert(owner == WAITER && !in_c && !in_m);
    if
    :: is_true -> d_step { use_c(); is_freed = 1 }
    :: else
    fi;
    take_m();
    owner = NOBODY;
    give_m()
}

proctype signaller()
{
    bit wakes;
    /* locks the mutex */
    atomic { lock_m == 0 && owner == NOBODY -> owner = SIGNALLER };
    is_true = 1;

    /* signals, if the task still waits for the condition: else that may be
     * gone. (It looks under the mutex, which the task gave up after it.) */
#ifdef HOLDS_BOTH
    take_c();
    take_m();
#else
    take_c();
#endif
    if
    :: in_c ->
#ifndef LEAVES_THE_CLAIM
        atomic { claim == IN_CONDITION -> claim = POSTED };
#endif
        in_c = 0;
        wakes = 1
    :: else
    fi;
#ifndef HOLDS_BOTH
    give_c();
#endif
    if
    :: wakes ->
#ifndef HOLDS_BOTH
        take_m();
#endif
        enter_m();
        give_m()
    :: else
    fi;
#ifdef HOLDS_BOTH
    give_c();
#endif

    /* and unlocks the mutex */
    take_m();
    wakes = 0;
    owner = NOBODY;
    if
    :: in_m ->
        in_m = 0;
        owner = WAITER;
        atomic { claim == IN_MUTEX -> claim = POSTED };
        wakes = 1
    :: else
    fi;
    give_m();
    if
    :: wakes -> is_posted = 1
    :: else
    fi
#ifdef TOUCHES_THE_CONDITION_AFTERWARDS
    ;
    use_c()
#endif
}

init {
    atomic {
        run home();
        run signaller()
    }
}
