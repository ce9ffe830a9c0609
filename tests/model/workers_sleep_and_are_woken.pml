/* Idling, waking, handing over and being stuck: two workers, three tasks.
 *
 * What is modelled, by the functions of src/runtime that do it:
 *   worker.c     pirn__loop_run (the order of the looks), wait_in_crew
 *   crew.c       pirn__crew_root_ended
 *   crew_idle.c  pirn__crew_idle, become_idle, become_busy, all_are_idle,
 *                is_anything_to_come, has_something, fall_asleep,
 *                pirn__io_awake, pirn__crew_rouse_idle, pirn__crew_look
 *   crew_move.c  post, give, share, pirn__make_ready_in_crew,
 *                pirn__crew_take_in
 *   op.c         complete_from_outside, pirn__inbox_drain
 *
 * What is shown: no wake is lost, and no task: a worker sleeps only if nothing
 * has been posted to it (else the search ends in an invalid state). An eventfd
 * is written only to end a sleep, and a worker that it wakes finds something,
 * but for once after each write that came when it had just been woken by
 * something else. "Stuck" is said exactly
 * when nothing can happen. Nobody touches what is a busy worker's own.
 *
 * A task has a home and a state. Turns are chosen at random: a task ends,
 * waits for another task, for something outside, or for a timer, or wakes one
 * that waits for a task, or spawns the next. Blocks that hold the crew's lock
 * are one step where nobody looks at what they change without it.
 */
// fails: -DNO_LOOK_BEFORE_SLEEP
// fails: -DNO_LOOK_FOR_NOTHING_TO_COME
// fails: -DWAKE_WITHOUT_SLEEP
// fails: -DTAKES_FROM_BUSY

#define WORKERS 2
#define TASKS 3
#ifndef TURNS
#define TURNS 4
#endif
#define OTHER(w) (1 - (w))

mtype = { NEW, READY, ARRIVING, RUNNING, WAITS, OUTSIDE, COMPLETE, TIMED, DONE };

mtype state[TASKS] = NEW;
byte home[TASKS];
byte alive = 1;     /* tasks spawned and not ended */
byte spawned = 1;
byte turns = TURNS; /* that are left before every task just ends */

bit crew_lock;
byte idle_count;
byte hungry;
bool has_ended, is_stuck;

typedef worker {
    bit lock;          /* loop->lock */
    bool sleeping;     /* under it */
    bool inbox;        /* some OUTSIDE task's completion is there */
    bool is_idle;      /* this and the rest under the crew's lock */
    bool is_hungry;
    bool has_post;     /* arrivals: read without the lock */
    bool efd;          /* the eventfd is readable */
    bool owns;         /* it is busy: touches what is its own */
    bit forgiven;      /* one wake for nothing, by a late write */
};
worker w[WORKERS];

#define LOCK(l) atomic { l == 0 -> l = 1 }
#define UNLOCK(l) l = 0

#define HAS_SOMETHING(me) (w[me].has_post || w[me].inbox || has_ended)

/* How many of the tasks of a worker are in that state; by hand, as there are
 * three. */
#define IS(t, s, me) (state[t] == s && home[t] == me)
#define ANY(s, me) (IS(0, s, me) || IS(1, s, me) || IS(2, s, me))
#define COUNT(s, me) (IS(0, s, me) + IS(1, s, me) + IS(2, s, me))
#define ANYWHERE(s) (state[0] == s || state[1] == s || state[2] == s)

/* Of a worker that is idle, or asleep. Under the crew's lock. */
inline rouse(to)
{
    if
    :: w[to].is_idle ->
        d_step {
            if
            :: w[to].is_hungry -> w[to].is_hungry = false; hungry--
            :: else
            fi
        };
        LOCK(w[to].lock);
        d_step {
            if
#ifndef WAKE_WITHOUT_SLEEP
            :: w[to].sleeping ->
                w[to].sleeping = false;
#else
            :: true ->
#endif
                assert(!w[to].efd || w[to].forgiven > 0);
                w[to].efd = true
            :: else
            fi;
            UNLOCK(w[to].lock)
        }
    :: else
    fi
}

inline post(t, to)
{
    d_step {
        state[t] = ARRIVING;
        home[t] = to;
        w[to].has_post = true
    };
    rouse(to)
}

/* pirn__make_ready_in_crew, with the crew's lock. */
inline make_ready(me, t)
{
    if
    :: home[t] == me ->
        state[t] = READY
#ifndef TAKES_FROM_BUSY
    :: home[t] != me && w[OTHER(me)].is_idle ->
#else
    :: home[t] != me ->
#endif
        d_step {
            assert(!w[OTHER(me)].owns); /* its wheel and lists are touched */
            home[t] = me;
            state[t] = READY
        }
    :: home[t] != me && !w[OTHER(me)].is_idle ->
        post(t, OTHER(me))
    fi
}

/* A hungry worker is given one of two that are ready. */
inline share(me)
{
    if
    :: hungry > 0 && COUNT(READY, me) >= 2 ->
        LOCK(crew_lock);
        if
        :: w[OTHER(me)].is_hungry ->
            if
            :: IS(0, READY, me) -> post(0, OTHER(me))
            :: IS(1, READY, me) -> post(1, OTHER(me))
            :: IS(2, READY, me) -> post(2, OTHER(me))
            fi
        :: else
        fi;
        UNLOCK(crew_lock)
    :: else
    fi
}

/* One of its tasks wakes another: t is awake, x waits for a task. */
inline wake_one(me)
{
    LOCK(crew_lock);
    if
    :: state[0] == WAITS -> make_ready(me, 0)
    :: state[1] == WAITS -> make_ready(me, 1)
    :: state[2] == WAITS -> make_ready(me, 2)
    :: else
    fi;
    UNLOCK(crew_lock)
}

inline end_task(me, t)
{
    LOCK(crew_lock);
    d_step { state[t] = DONE; alive-- };
    if
    :: alive == 0 ->
        has_ended = true;
        rouse(0);
        rouse(1)
    :: else
    fi;
    UNLOCK(crew_lock)
}

inline turn(me, t)
{
    atomic {
        state[t] = RUNNING;
        if
        :: turns > 0 -> turns--
        :: turns == 0 -> goto ending
        fi
    };
    if
    :: state[t] = WAITS
    :: state[t] = OUTSIDE
    :: state[t] = TIMED
    :: wake_one(me); state[t] = READY
    :: atomic {
           spawned < TASKS ->
           state[spawned] = READY;
           home[spawned] = me;
           spawned++;
           alive++
       };
       state[t] = READY
    :: goto ending
    fi;
    goto turn_over;
ending:
    end_task(me, t);
    t = TASKS;
turn_over:
    skip
}

inline drain(me)
{
    d_step {
        w[me].inbox = false;
        if :: IS(0, COMPLETE, me) -> state[0] = READY :: else fi;
        if :: IS(1, COMPLETE, me) -> state[1] = READY :: else fi;
        if :: IS(2, COMPLETE, me) -> state[2] = READY :: else fi
    }
}

inline take_in(me)
{
    d_step {
        w[me].has_post = false;
        if :: IS(0, ARRIVING, me) -> state[0] = READY :: else fi;
        if :: IS(1, ARRIVING, me) -> state[1] = READY :: else fi;
        if :: IS(2, ARRIVING, me) -> state[2] = READY :: else fi
    }
}

/* A timer of this worker may be due. */
inline advance_timers(me)
{
    if
    :: IS(0, TIMED, me) -> state[0] = READY
    :: IS(1, TIMED, me) -> state[1] = READY
    :: IS(2, TIMED, me) -> state[2] = READY
    :: true
    fi
}

inline become_busy(me)
{
    LOCK(crew_lock);
    d_step {
        w[me].is_idle = false;
        idle_count--;
        if
        :: w[me].is_hungry -> w[me].is_hungry = false; hungry--
        :: else
        fi;
        w[me].owns = true;
        UNLOCK(crew_lock)
    }
}

proctype work(byte me)
{
    byte t;
    bool may_sleep;
    w[me].owns = true;
again:
    do
    :: has_ended -> goto over
    :: else ->
        if /* run_some */
        :: IS(0, READY, me) -> t = 0; turn(me, t); share(me)
        :: IS(1, READY, me) -> t = 1; turn(me, t); share(me)
        :: IS(2, READY, me) -> t = 2; turn(me, t); share(me)
        :: else
        fi;
        if
        :: w[me].inbox ->
            LOCK(w[me].lock);
            drain(me);
            UNLOCK(w[me].lock)
        :: else
        fi;
        if /* pirn__crew_look */
        :: w[me].has_post ->
            LOCK(crew_lock);
            take_in(me);
            UNLOCK(crew_lock)
        :: else
        fi;
        advance_timers(me);
        if
        :: ANY(READY, me) || has_ended -> skip
        :: else -> break
        fi
    od;

    /* pirn__crew_idle: become_idle, and all_are_idle if this is the last. */
    LOCK(crew_lock);
    d_step {
        w[me].owns = false;
        w[me].is_idle = true;
        idle_count++;
        if
        :: !w[me].has_post -> w[me].is_hungry = true; hungry++
        :: else
        fi;
        if
        :: idle_count == WORKERS &&
           !(ANYWHERE(TIMED) || ANYWHERE(OUTSIDE) || ANYWHERE(COMPLETE)
#ifndef NO_LOOK_FOR_NOTHING_TO_COME
             || w[0].has_post || w[1].has_post || has_ended
#endif
             ) ->
            /* pirn__dump_stuck. COMPLETE is still counted by `outside`. */
            assert(!ANYWHERE(READY) && !ANYWHERE(ARRIVING));
            assert(!ANYWHERE(RUNNING) && alive > 0);
            assert(!w[0].inbox && !w[1].inbox);
            is_stuck = true
        :: else
        fi;
        UNLOCK(crew_lock)
    };
    if
    :: is_stuck -> goto over
    :: else
    fi;

    /* Spinning changes nothing. fall_asleep: */
    LOCK(w[me].lock);
    d_step {
#ifndef NO_LOOK_BEFORE_SLEEP
        may_sleep = !HAS_SOMETHING(me);
#else
        may_sleep = true;
#endif
        w[me].sleeping = may_sleep;
        UNLOCK(w[me].lock)
    };
    if
    :: may_sleep ->
        if /* driver_ops->wait */
        :: atomic {
               w[me].efd ->
               assert(HAS_SOMETHING(me) || w[me].forgiven > 0);
               if
               :: !HAS_SOMETHING(me) -> w[me].forgiven = 0
               :: else
               fi;
               w[me].efd = false
           }
        :: ANY(TIMED, me)
        :: is_stuck -> goto over
        fi;
        /* pirn__io_awake */
        LOCK(w[me].lock);
        d_step {
            if
            :: w[me].efd -> w[me].forgiven = 1
            :: else
            fi;
            w[me].sleeping = false;
            UNLOCK(w[me].lock)
        }
    :: else
    fi;
    become_busy(me);
    goto again;
over:
    skip
}

/* Other threads, which complete operations in any order. */
active proctype outside()
{
    byte t, to;
end:
    do
    :: atomic {
           state[0] == OUTSIDE -> t = 0
       }; goto complete
    :: atomic {
           state[1] == OUTSIDE -> t = 1
       }; goto complete
    :: atomic {
           state[2] == OUTSIDE -> t = 2
       }; goto complete
    od;
complete:
    to = home[t];
    LOCK(w[to].lock);
    d_step {
        state[t] = COMPLETE;
        w[to].inbox = true;
        if
        :: w[to].sleeping ->
            w[to].sleeping = false;
            assert(!w[to].efd || w[to].forgiven > 0);
            w[to].efd = true
        :: else
        fi;
        UNLOCK(w[to].lock);
        t = 0;
        to = 0
    };
    goto end
}

init {
    atomic {
        state[0] = READY;
        run work(0);
        run work(1)
    }
}
