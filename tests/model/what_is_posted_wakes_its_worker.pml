/* A mailbox: two workers post tasks to a third, which becomes idle, sleeps and
 * is woken, and takes them in. No lock is held.
 *
 * What is modelled, by the functions of src/runtime/wait that do it:
 *   crew_move.c     post, pirn__crew_take_in
 *   crew_inline.h   pirn__crew_rouse
 *   crew_idle.c     become_idle, fall_asleep, sleep_without_driver,
 *                   pirn__crew_rouse_idle, pirn__crew_wake_roused
 *
 * What is shown: each task is taken in once, those of one worker in the order
 * in which they were posted, and the third does not sleep while any is left
 * (else the search ends in an invalid state).
 *
 * That it is idle is stored where the processor may keep it to itself for a
 * while: `idle` is what the worker has stored, `seen_idle` what others see.
 */
// fails: -DNO_BARRIER
// fails: -DLOOKS_BEFORE_IT_POSTS
// fails: -DPOSTS_BY_PLAIN_STORES
// fails: -DSLEEPS_WITHOUT_A_LOOK
// fails: -DIS_IN_THE_LIST_UNTIL_IT_IS_AWAKE

#define POSTS 2          /* by each of two */
#define TASKS (2 * POSTS)
#define NONE 0           /* tasks are from 1 */

byte mailbox = NONE;     /* the newest */
byte next[TASKS + 1];
byte taken;              /* how many */
byte last[2];            /* the last of each poster's that was taken */
bit idle, seen_idle;
bit lock, sleeping;      /* the loop's */
bit is_to_be_woken, is_awake = 1;

#define LOCK(l) atomic { l == 0 -> l = 1 }

inline put(t)
{
    byte newest = mailbox;
    bit done = 0;
    do
    :: done -> break
    :: else ->
        next[t] = newest;
#ifdef POSTS_BY_PLAIN_STORES
        mailbox = t;
        done = 1
#else
        d_step {
            if
            :: mailbox == newest -> mailbox = t; done = 1
            :: else -> newest = mailbox
            fi
        }
#endif
    od
}

inline rouse()
{
    LOCK(lock);
    d_step {
        sleeps = sleeping;
        sleeping = 0;
        lock = 0
    };
    if
    :: sleeps ->
        d_step {
            has_been = is_to_be_woken;
            is_to_be_woken = 1
        };
        if
        :: !has_been ->
#ifdef IS_IN_THE_LIST_UNTIL_IT_IS_AWAKE
            is_awake = 1;
            is_to_be_woken = 0
#else
            is_to_be_woken = 0;
            is_awake = 1
#endif
        :: else
        fi
    :: else
    fi
}

proctype poster(byte me)
{
    byte i;
    bit sees, sleeps, has_been;
    for (i : 1 .. POSTS) {
#ifdef LOOKS_BEFORE_IT_POSTS
        sees = seen_idle;
#endif
        put(me * POSTS + i);
#ifndef LOOKS_BEFORE_IT_POSTS
        sees = seen_idle;
#endif
        if
        :: sees -> rouse()
        :: else
        fi
    }
}

/* Takes all, and turns them round. */
inline take_in()
{
    d_step {
        t = mailbox;
        mailbox = NONE
    };
    d_step {
        oldest = NONE;
        do
        :: t == NONE -> break
        :: else ->
            following = next[t];
            next[t] = oldest;
            oldest = t;
            t = following
        od
    };
    do
    :: oldest == NONE -> break
    :: else ->
        d_step {
            who = (oldest - 1) / POSTS;
            assert(oldest == who * POSTS + last[who] + 1);
            last[who]++;
            taken++;
            oldest = next[oldest]
        }
    od
}

proctype home()
{
    byte t, oldest, following, who;
    bit may_sleep;
    do
    :: taken == TASKS -> break
    :: else ->
        idle = 1;
#ifndef NO_BARRIER
        seen_idle = 1;
#endif
        LOCK(lock);
        d_step {
            is_awake = 0;
#ifdef SLEEPS_WITHOUT_A_LOOK
            may_sleep = 1;
#else
            may_sleep = mailbox == NONE;
#endif
            sleeping = may_sleep;
            lock = 0
        };
        if
        :: may_sleep ->
            is_awake == 1;
            LOCK(lock);
            d_step {
                sleeping = 0;
                lock = 0
            }
        :: else
        fi;
        d_step {
            is_awake = 1;
            idle = 0;
            seen_idle = 0
        };
        take_in()
    od
}

/* What the processor does in its own time. */
active proctype buffer()
{
end:
    do
    :: atomic { idle != seen_idle -> seen_idle = idle }
    od
}

init {
    atomic {
        run home();
        run poster(0);
        run poster(1)
    }
}
