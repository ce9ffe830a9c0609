/* Remote completion: a task ends on one worker while its parent, on another,
 * awaits it, joins it, is interrupted in that, or leaves the scope.
 *
 * What is modelled, by the functions of src/runtime that do it:
 *   task.c       end, end_in_crew, give_result, send_result, hand_over,
 *                pirn__task_collect, pirn__task_take_value
 *   join.c       pirn__await_task, join, wait_for, pirn__join_interrupt
 *   scope.c      leave_shared, is_over, end, pirn__scope_over, close_scope
 *   crew_move.c  pirn__make_ready_in_crew (also taking over from an idle
 *                worker), depart, settle, give, post, arrive,
 *                pirn__crew_take_in
 *
 * Two workers. The PARENT has a shared scope with two tasks; it awaits one, or
 * joins it, or does neither, and leaves the scope. Somebody may interrupt a
 * join, once. Tasks that are ready, the PARENT too, may go to the other worker.
 *
 * What is shown: each result is taken at most once, and exactly once by who was
 * not interrupted, into a frame that is linked by then; each record is freed
 * once, and not touched afterwards; the scope closes once, where the PARENT is
 * at home; and nobody is left waiting (else the search ends in an invalid
 * state).
 */
// fails: -DENDS_WITHOUT_LOCK
// fails: -DVALUE_PUT_FROM_AFAR
// fails: -DINTERRUPTED_STAYS_WAITER
// fails: -DCLOSED_FROM_AFAR

#ifndef MOVES
#define MOVES 2
#endif

#define PARENT 2
#define TASKS 3
#define NOBODY 9

mtype = { READY, RUNNING, AWAITS, JOINS, AT_END, VALUE, SCOPE_OVER, ENDED };

mtype state[TASKS] = READY;
bit home[TASKS];
bool is_arriving[TASKS]; /* posted to its home */
byte moves = MOVES;

typedef record {
    bool has_waiter;
    bool has_result;  /* it lies in the record */
    bool is_freed;
};
record task[2];
byte pc, awaited;
byte taken[2];         /* how often a result was */
bool was_interrupted;
bool is_linked;        /* the frames of the PARENT, which is suspended */
bool carries;          /* the PARENT's record has the value in it */

byte running = 2, closed;
bool leaving;

bit lock;
bool is_idle[2];       /* of workers, under the lock */

#define LOCK atomic { lock == 0 -> lock = 1 }
#define UNLOCK lock = 0
#define OTHER (1 - me)

inline take(t)
{
    assert(!task[t].is_freed && task[t].has_result);
    task[t].has_result = false;
    taken[t]++
}

inline free_task(t)
{
    assert(!task[t].is_freed);
    task[t].is_freed = true
}

inline close_scope()
{
    assert(running == 0 && closed == 0);
    assert(home[PARENT] == me); /* whose wheel has its deadline */
    closed++;
    if :: !task[0].is_freed -> free_task(0) :: else fi;
    if :: !task[1].is_freed -> free_task(1) :: else fi
}

inline post(t)
{
    assert(!is_arriving[t]);
    is_arriving[t] = true
}

/* With the lock: the PARENT goes on. */
inline make_ready()
{
    state[PARENT] = READY;
    if
    :: home[PARENT] == me
    :: home[PARENT] != me && is_idle[OTHER] ->
        /* Taken over: the home has no turn now, so it is linked. */
        assert(is_linked);
        home[PARENT] = me
    :: home[PARENT] != me && !is_idle[OTHER] -> post(PARENT)
    fi
}

/* With the lock: t ends, here. Its turn is carried on by the PARENT, if that
 * is here (hand_over). */
inline end_task(t)
{
    assert(!task[t].is_freed);
    task[t].has_result = true;
    state[t] = ENDED;
    if
    :: task[t].has_waiter ->
        if
        :: home[PARENT] == me && (state[PARENT] == AWAITS ||
                                  state[PARENT] == JOINS) ->
            assert(is_linked);
            take(t);
            state[PARENT] = READY
        :: home[PARENT] != me && state[PARENT] == JOINS ->
            take(t); /* to where the caller wants it, which is known */
            make_ready()
        :: home[PARENT] != me && state[PARENT] == AWAITS ->
#ifdef VALUE_PUT_FROM_AFAR
            assert(is_linked); /* else its place is not known */
            take(t);
            make_ready()
#else
            take(t);
            carries = true;
            state[PARENT] = VALUE;
            post(PARENT)
#endif
        fi;
        free_task(t)
    :: else
    fi;
    running--;
    if
    :: running == 0 && leaving ->
        leaving = false;
        if
#ifdef CLOSED_FROM_AFAR
        :: true ->
            close_scope();
            make_ready()
#else
        :: home[PARENT] == me ->
            close_scope();
            make_ready()
        :: else ->
            state[PARENT] = SCOPE_OVER;
            post(PARENT)
#endif
        fi
    :: else
    fi
}

/* The PARENT's turns. What is after the UNLOCK of one that suspends is the
 * linking of its frames, which is still of the turn. */
inline turn_of_parent()
{
    if
    :: pc == 0 ->
        if
        :: awaited = 0
        :: awaited = 1
        fi;
        if
        :: pc = 1 /* await */
        :: pc = 2 /* join */
        :: pc = 4 /* neither */
        fi;
        state[PARENT] = READY
    :: pc == 1 || pc == 2 ->
        LOCK;
        d_step {
            assert(!task[awaited].is_freed && !task[awaited].has_waiter);
            if
            :: state[awaited] == ENDED ->
                take(awaited);
                free_task(awaited);
                state[PARENT] = READY
            :: else ->
                task[awaited].has_waiter = true;
                is_linked = false;
                state[PARENT] = (pc == 1 -> AWAITS : JOINS)
            fi;
            pc = 3;
            UNLOCK
        };
        is_linked = true
    :: pc == 3 ->
        assert(!carries);
        assert(taken[awaited] == (was_interrupted -> 0 : 1));
        pc = 4;
        state[PARENT] = READY
    :: pc == 4 ->
        LOCK;
        d_step {
            pc = 5;
            if
            :: running == 0 ->
                close_scope();
                state[PARENT] = READY
            :: else ->
                leaving = true;
                is_linked = false;
                state[PARENT] = AT_END
            fi;
            UNLOCK
        };
        is_linked = true
    :: pc == 5 ->
        assert(closed == 1 && running == 0);
        state[PARENT] = ENDED
    fi
}

inline turn_of_task(t)
{
#ifndef ENDS_WITHOUT_LOCK
    LOCK;
    d_step { end_task(t); UNLOCK }
#else
    bool saw = task[t].has_waiter;
    d_step {
        if
        :: saw -> end_task(t)
        :: else ->
            task[t].has_result = true;
            state[t] = ENDED;
            running--;
            assert(!leaving || running > 0)
        fi
    }
#endif
}

/* take_in: the PARENT has been posted here. */
inline arrive()
{
    is_arriving[PARENT] = false;
    assert(is_linked || state[PARENT] == READY);
    if
    :: state[PARENT] == VALUE ->
        carries = false; /* put where the link of its leaf says */
        state[PARENT] = READY
    :: state[PARENT] == SCOPE_OVER -> close_scope(); state[PARENT] = READY
    :: else -> assert(state[PARENT] == READY)
    fi
}

#define MINE(t) (state[t] == READY && home[t] == me && !is_arriving[t])
#define POSTED(t) (home[t] == me && is_arriving[t])
#define GO(t) atomic { moves > 0 && MINE(t) && lock == 0 -> lock = 1 }

inline send(t)
{
    d_step {
        home[t] = OTHER;
        moves--;
        post(t);
        UNLOCK
    }
}

proctype work(bit me)
{
end:
    do
    :: MINE(0) -> state[0] = RUNNING; turn_of_task(0)
    :: MINE(1) -> state[1] = RUNNING; turn_of_task(1)
    :: MINE(PARENT) -> state[PARENT] = RUNNING; turn_of_parent()
    :: POSTED(0) || POSTED(1) || POSTED(PARENT) ->
        LOCK;
        d_step {
            if :: POSTED(0) -> is_arriving[0] = false :: else fi;
            if :: POSTED(1) -> is_arriving[1] = false :: else fi;
            if :: POSTED(PARENT) -> arrive() :: else fi;
            UNLOCK
        }
    :: GO(0) -> send(0)
    :: GO(1) -> send(1)
    :: GO(PARENT) -> send(PARENT)

    /* pirn__join_interrupt, which only the home of the PARENT does. */
    :: !was_interrupted && state[PARENT] == JOINS && home[PARENT] == me ->
        LOCK;
        d_step {
            if
            :: state[PARENT] == JOINS && home[PARENT] == me ->
                was_interrupted = true;
#ifndef INTERRUPTED_STAYS_WAITER
                task[awaited].has_waiter = false;
#endif
                state[PARENT] = READY
            :: else
            fi;
            UNLOCK
        }

    /* Idle, until something is posted. */
    :: !(MINE(0) || MINE(1) || MINE(PARENT)) ->
        LOCK;
        d_step { is_idle[me] = true; UNLOCK };
endidle:
        POSTED(0) || POSTED(1) || POSTED(PARENT) ||
        (state[PARENT] == JOINS && home[PARENT] == me);
        LOCK;
        d_step { is_idle[me] = false; UNLOCK }
    od
}

proctype end_of_all()
{
    timeout ->
    assert(state[PARENT] == ENDED && closed == 1 && !carries);
    assert(state[0] == ENDED && state[1] == ENDED);
    assert(task[0].is_freed && task[1].is_freed);
    assert(taken[1 - awaited] == 0)
}

init {
    atomic {
        if
        :: home[0] = 0
        :: home[0] = 1
        fi;
        if
        :: home[1] = 0
        :: home[1] = 1
        fi;
        run work(0);
        run work(1);
        run end_of_all()
    }
}
