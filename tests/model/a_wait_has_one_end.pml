/* A task waits in an object that several workers use, which has a lock of its
 * own. Two others end the wait: a waker, which frees the object when it has
 * returned, and the home of the task, which cancels it.
 *
 * What is modelled, by the functions of src/runtime that do it:
 *   wait/claim.h    pirn__claim_take
 *   wait/claim.c    pirn__claim_hold
 *   wait/lease.c    pirn__hold_object_slowly, pirn__release_slowly
 *   wait/crew_move.c  post, pirn__crew_deliver
 *   objects/event.c   pirn_event_set
 *
 * What is shown: the task goes on once; who has an object's lock, or looks at
 * it, does so before it is freed, by the waker or by the task that has been
 * woken; and nobody waits for ever.
 */
// fails: -DLOCKS_WITHOUT_A_MARK
// fails: -DWAITS_FOR_THE_LOCK
// fails: -DTAKES_IT_THOUGH_IT_IS_MARKED
// fails: -DPOSTS_BEFORE_IT_HAS_LET_GO
// fails: -DHAS_NO_LOCK

#define NONE 0
#define OPEN 1           /* the address of the lock */
#define MARKED 2         /* the same, and its home looks */
#define POSTED 3

byte claim = OPEN;
bit lock;                /* the object's */
bit is_waiting = 1;      /* the task is in the object's queue */
bit is_freed;            /* the object is */
byte ended;              /* how often the wait has */
bit is_posted;

inline use() { assert(!is_freed) }

/* The waker is done with the object; or the task that it has woken. */
inline free_it()
{
    d_step {
        assert(!is_freed);
        is_freed = 1
    }
}

proctype waker()
{
    bit wakes = 0;
#ifndef HAS_NO_LOCK
    atomic { lock == 0 -> use(); lock = 1 }
#endif
    use();
    if
    :: is_waiting ->
#ifdef TAKES_IT_THOUGH_IT_IS_MARKED
        claim = POSTED;
#else
        atomic { claim == OPEN || claim == NONE -> claim = POSTED }
#endif
        is_waiting = 0;
        d_step {
            ended++;
            assert(ended == 1)
        };
        wakes = 1
    :: else
    fi;
#ifdef POSTS_BEFORE_IT_HAS_LET_GO
    if
    :: wakes -> is_posted = 1
    :: else
    fi;
#endif
    use();
    lock = 0;
#ifndef POSTS_BEFORE_IT_HAS_LET_GO
    if
    :: wakes -> is_posted = 1
    :: else
    fi;
#endif
    if
    :: !wakes -> free_it() /* nobody waits for it any more */
    :: else
    fi
}

/* It has been woken, and knows that nobody else uses the object. */
proctype task()
{
end: /* it may be cancelled instead */
    is_posted == 1;
    free_it()
}

proctype home()
{
    bit has;
    do
    :: d_step { claim == POSTED || claim == NONE } -> goto over
#ifndef LOCKS_WITHOUT_A_MARK
    :: atomic { claim == OPEN -> claim = MARKED };
#else
    :: claim == OPEN;
#endif
#ifdef WAITS_FOR_THE_LOCK
        atomic { lock == 0 -> lock = 1 };
        has = 1;
#else
        d_step {
            use();
            has = !lock;
            lock = 1
        };
#endif
#ifndef LOCKS_WITHOUT_A_MARK
        claim = OPEN;
#endif
        if
        :: has -> break
        :: else
        fi
    od;
    use();
    if
    :: is_waiting ->
        is_waiting = 0;
        claim = NONE;
        d_step {
            ended++;
            assert(ended == 1)
        }
    :: else
    fi;
    use();
    lock = 0;
over:
    skip
}

init {
    atomic {
        run waker();
        run task();
        run home()
    }
}
