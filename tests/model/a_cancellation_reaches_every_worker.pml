/* Notes of a cancellation to another worker, against ends, spawns, moves and
 * the closing of the scope.
 *
 * What is modelled, by the functions of src/runtime that do it:
 *   cancel.c      pirn__scope_stop, tell, tell_other, tell_owner, spread,
 *                 pirn__cancel_spread, pirn__cancel_reached, pirn__cancel,
 *                 pirn__cancel_task
 *   crew_messages.c  pirn__message_post, pirn__messages_act
 *   crew_move.c   pirn__crew_take_in, depart, settle, give, arrive
 *   scope.c       pirn__scope_enter, leave, is_over, end, pirn__scope_message_done,
 *                 pirn__scope_over, pirn__scope_done
 *   task.c        adopt_in_crew, end_in_crew, task_unmake, pirn__task_message_done
 *
 * Two workers. The task OWNER has opened the scope TOP, and in it INNER. TASK
 * belongs to TOP and opens a scope of its own, OWN; then it may spawn LATE in
 * TOP. All wait for ever: only a cancellation ends that. A task elsewhere
 * cancels TOP once, and before that perhaps TASK alone, which puts an edge
 * around it. Tasks that are ready may go to the other worker.
 *
 * What is shown: the cancellation reaches everybody, wherever they have gone
 * meanwhile (else the search ends in an invalid state), scopes of a task are
 * touched only where it is at home, TOP closes once, when nobody is in it and
 * no note names it, and no record is touched after it was freed.
 */
// fails: -DREACHED_BY_FAMILY_ONLY
// fails: -DHEEDED_WHERE_IT_WAS
// fails: -DCLOSES_BEFORE_NOTES
// fails: -DFREED_BEFORE_NOTES
// fails: -DMOVES_UNTOLD

#ifndef MOVES
#define MOVES 2
#endif

#define OWNER 0
#define TASK 1
#define LATE 2
#define TASKS 3

mtype = { NONE, READY, RUNNING, WAITS, AT_END, ARRIVING, ENDED };

mtype state[TASKS] = NONE;
bit home[TASKS];
bool is_new[TASKS]; /* among arrivals: it comes from elsewhere */
byte pc[TASKS];
byte moves = MOVES;

/* Scopes. origin: it is cancelled. */
bool top_origin, top_open = true, top_leaving;
byte top_running = 1, top_notes;
bool inner_open, inner_origin; /* the OWNER's, in TOP */
bool own_open, own_origin;     /* the TASK's */
bool edge_open, edge_origin;   /* around TASK */
byte closed;                   /* how often TOP was */

/* The record of TASK. */
byte task_notes;
bool is_freed, is_unmade;

bit lock;
bool has_cancelled;
bool stop_note[2], cancel_note[2];

#define LOCK atomic { lock == 0 -> lock = 1 }
#define UNLOCK lock = 0
#define OTHER (1 - me)

/* The innermost scope of t is cancelled. */
#define REFUSED(t) \
    (t == OWNER && (inner_open -> inner_origin : top_origin) || \
     t == LATE && top_origin || \
     t == TASK && (own_open -> own_origin : \
                   (edge_open -> edge_origin : top_origin)))

inline interrupt(t)
{
    if
    :: state[t] == WAITS -> state[t] = READY
    :: else
    fi
}

/* Tells t, from TOP down. */
inline spread(t)
{
    assert(home[t] == me && !is_unmade && top_open);
    if
    :: t == OWNER && inner_open -> inner_origin = true
    :: t == TASK ->
        if
        :: edge_open -> edge_origin = true
        :: else
        fi;
        if
        :: own_open -> own_origin = true
        :: else
        fi
    :: else
    fi;
    interrupt(t)
}

#define IN_TOP(t) (state[t] != NONE && state[t] != ENDED)

/* pirn__scope_stop of TOP, with the lock. */
inline stop()
{
    if
    :: top_open && !top_origin ->
        top_origin = true;
        if :: home[OWNER] == me -> spread(OWNER) :: else fi;
        if :: IN_TOP(TASK) && home[TASK] == me -> spread(TASK) :: else fi;
        if :: IN_TOP(LATE) && home[LATE] == me -> spread(LATE) :: else fi;
        if
        :: home[OWNER] != me || (IN_TOP(TASK) && home[TASK] != me) ||
           (IN_TOP(LATE) && home[LATE] != me) ->
            assert(!stop_note[OTHER]);
            stop_note[OTHER] = true;
            top_notes++
        :: else
        fi
    :: else
    fi
}

inline post(t)
{
    assert(state[t] != ARRIVING);
    state[t] = ARRIVING
}

/* end(): TOP is over, and its owner waits for that. */
inline end_if_over()
{
    if
#ifndef CLOSES_BEFORE_NOTES
    :: top_running == 0 && top_notes == 0 && top_leaving ->
#else
    :: top_running == 0 && top_leaving ->
#endif
        top_leaving = false;
        if
        :: home[OWNER] == me -> close_top(); state[OWNER] = READY
        :: else -> post(OWNER)
        fi
    :: else
    fi
}

inline close_top()
{
    assert(top_open && top_running == 0 && top_notes == 0);
    top_open = false;
    closed++;
    /* The handles of its tasks are freed: task_unmake. */
    assert(!is_unmade && !is_freed);
    if
#ifndef FREED_BEFORE_NOTES
    :: task_notes > 0 -> is_freed = true
#endif
    :: else -> is_unmade = true
    fi
}

/* pirn__cancel_task: TASK is at home here. */
inline cancel_task()
{
    assert(!is_unmade);
    if
    :: state[TASK] == ENDED || is_freed || edge_open || top_origin
    :: else ->
        assert(home[TASK] == me && state[TASK] != RUNNING);
        edge_open = true;
        edge_origin = true;
        if :: own_open -> own_origin = true :: else fi;
        interrupt(TASK)
    fi
}

inline note_cancel(to)
{
    cancel_note[to] = true;
    task_notes++
}

inline heed()
{
    if
    :: stop_note[me] ->
        stop_note[me] = false;
        assert(top_open);
        if :: home[OWNER] == me -> spread(OWNER) :: else fi;
        if :: IN_TOP(TASK) && home[TASK] == me -> spread(TASK) :: else fi;
        if :: IN_TOP(LATE) && home[LATE] == me -> spread(LATE) :: else fi;
        top_notes--;
        end_if_over()
    :: else
    fi;
    if
    :: cancel_note[me] ->
        cancel_note[me] = false;
#ifndef HEEDED_WHERE_IT_WAS
        if
        :: home[TASK] != me && state[TASK] != ENDED -> note_cancel(OTHER)
        :: else -> cancel_task()
        fi;
#else
        cancel_task();
#endif
        task_notes--;
        if
        :: task_notes == 0 && is_freed && !is_unmade -> is_unmade = true
        :: else
        fi
    :: else
    fi
}

/* pirn__cancel_reached, when t, which is ready, has come here. */
inline settle(t)
{
    if
#ifndef MOVES_UNTOLD
#ifdef REACHED_BY_FAMILY_ONLY
    :: top_open && top_origin && t != OWNER -> spread(t)
#else
    :: top_open && top_origin -> spread(t)
#endif
#endif
    :: else
    fi
}

inline arrive(t)
{
    if
    :: state[t] == ARRIVING && home[t] == me ->
        if
        :: is_new[t] ->
            is_new[t] = false;
            state[t] = READY;
            settle(t)
        :: else -> /* only the OWNER, which waits for the end of TOP */
            assert(t == OWNER);
            close_top();
            state[t] = READY
        fi
    :: else
    fi
}

#define HAS_POST \
    (stop_note[me] || cancel_note[me] || \
     (state[0] == ARRIVING && home[0] == me) || \
     (state[1] == ARRIVING && home[1] == me) || \
     (state[2] == ARRIVING && home[2] == me))

inline send(t)
{
    d_step {
        home[t] = OTHER;
        is_new[t] = true;
        post(t);
        moves--;
        UNLOCK
    }
}

/* A turn of OWNER: opens INNER; waits in it; leaves it, and TOP. */
inline turn_of_owner()
{
    if
    :: pc[OWNER] == 0 ->
        inner_origin = top_origin; /* read without the lock */
        inner_open = true;
        pc[OWNER] = 1;
        state[OWNER] = READY
    :: pc[OWNER] == 1 ->
        /* Refused, or it waits; notes are heeded between turns only. */
        pc[OWNER] = 2;
        state[OWNER] = (REFUSED(OWNER) -> READY : WAITS)
    :: pc[OWNER] == 2 ->
        assert(inner_origin);
        inner_open = false;
        LOCK;
        d_step {
            pc[OWNER] = 3;
            if
            :: top_running == 0 && top_notes == 0 ->
                close_top();
                state[OWNER] = READY
            :: else ->
                top_leaving = true;
                state[OWNER] = AT_END
            fi;
            UNLOCK
        }
    :: pc[OWNER] == 3 ->
        assert(!top_open);
        state[OWNER] = ENDED
    fi
}

/* Opens OWN, waits in it, may spawn LATE then, and ends. */
inline turn_of_task()
{
    if
    :: pc[TASK] == 0 ->
        own_origin = (edge_open -> edge_origin : top_origin);
        own_open = true;
        pc[TASK] = 1;
        state[TASK] = READY
    :: pc[TASK] == 1 ->
        pc[TASK] = 2;
        state[TASK] = (REFUSED(TASK) -> READY : WAITS)
    :: pc[TASK] == 2 ->
        assert(own_origin);
        own_open = false;
        if
        :: LOCK;
           d_step {
               state[LATE] = READY;
               home[LATE] = me;
               top_running++;
               UNLOCK
           }
        :: true
        fi;
        LOCK;
        d_step { /* end_in_crew, and pirn__cancel_scope_end */
            edge_open = false;
            state[TASK] = ENDED;
            top_running--;
            end_if_over();
            UNLOCK
        }
    fi
}

inline turn_of_late()
{
    if
    :: pc[LATE] == 0 ->
        pc[LATE] = 1;
        state[LATE] = (REFUSED(LATE) -> READY : WAITS)
    :: pc[LATE] == 1 ->
        LOCK;
        d_step {
            state[LATE] = ENDED;
            top_running--;
            end_if_over();
            UNLOCK
        }
    fi
}

#define MINE(t) (state[t] == READY && home[t] == me)

proctype work(bit me)
{
    byte t;
end:
    do
    :: MINE(OWNER) -> state[OWNER] = RUNNING; turn_of_owner()
    :: MINE(TASK) -> state[TASK] = RUNNING; turn_of_task()
    :: MINE(LATE) -> state[LATE] = RUNNING; turn_of_late()
    :: HAS_POST ->
        LOCK;
        d_step {
            arrive(OWNER);
            arrive(TASK);
            arrive(LATE);
            heed();
            UNLOCK
        }
    :: atomic { moves > 0 && MINE(OWNER) && lock == 0 -> lock = 1 };
       send(OWNER)
    :: atomic { moves > 0 && MINE(TASK) && lock == 0 -> lock = 1 };
       send(TASK)
    :: atomic { moves > 0 && MINE(LATE) && lock == 0 -> lock = 1 };
       send(LATE)

    /* The canceller's turn. */
    :: !has_cancelled ->
        LOCK;
        d_step {
            if
            :: !has_cancelled -> stop()
            :: else
            fi;
            has_cancelled = true;
            UNLOCK
        }
    :: !has_cancelled && task_notes == 0 && !edge_open && !is_freed ->
        LOCK;
        d_step {
            if
            :: has_cancelled || is_unmade || is_freed
            :: else ->
                if
                :: home[TASK] == me -> cancel_task()
                :: home[TASK] != me && state[TASK] != ENDED ->
                    note_cancel(OTHER)
                :: else
                fi
            fi;
            UNLOCK
        }
    od
}

/* In the end everybody has been reached. */
proctype end_of_all()
{
    timeout ->
    assert(state[OWNER] == ENDED && state[TASK] == ENDED);
    assert(state[LATE] == ENDED || state[LATE] == NONE);
    assert(closed == 1 && is_unmade && top_notes == 0 && task_notes == 0)
}

init {
    atomic {
        state[OWNER] = READY;
        state[TASK] = READY;
        if
        :: home[OWNER] = 0
        :: home[OWNER] = 1
        fi;
        if
        :: home[TASK] = 0
        :: home[TASK] = 1
        fi;
        run work(0);
        run work(1);
        run end_of_all()
    }
}
