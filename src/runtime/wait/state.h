/* The rules of access to all that several threads may see: which code writes a
 * field, when, and under which hold. They are about the fields of a task, a
 * scope, an object, a worker and a crew. What is not here belongs to one thread
 * alone: that of the worker where the task, or the owner of the scope, is at
 * home. With one worker everything does, and no hold is taken.
 *
 * The holds, each of which implies those below it (lease.h):
 *
 *   lock   the crew's lock. Whoever has it may touch all that is shared but
 *          objects, and, of a worker that is idle or has been seized, what is
 *          its own.
 *   object the lock of an object: its worker is inside, too, and has any
 *          permit; or it has the crew's lock.
 *   lease  an object's or a scope's: its worker is inside, and has the permit
 *          that the object has noted down.
 *   own    the worker's own: its thread is inside, and has any permit.
 *   home   the thread of that worker, inside or not.
 *
 * A scope that is not shared is used under `own`. "Its scope" is the scope that
 * a task was spawned in. "Hint" says that a field is read without a hold, too:
 * what is read may be old, and whoever acts on it looks again under the hold.
 */
#ifndef PIRN_RUNTIME_STATE_H
#define PIRN_RUNTIME_STATE_H

/* clang-format off
 *
 * A task (abi.h; the prefix is in crew.h)
 *
 *   field               written by              when        under
 *   flags               its home                any         home; hint
 *   waits, wait         its home                it runs     home
 *                       who ends the wait       it waits    what it waits in,
 *                                                           and its claim
 *   waits_since         its home                it runs     home
 *   leaf                its home                it runs     home
 *                       the task it awaits      it awaits   of that scope, and
 *                                                           at home there
 *   waiter              who begins or ceases    alive       of its scope; hint
 *                       to wait
 *   siblings            spawn, end, free        any         of its scope
 *   scope               its home                it runs     home
 *                       pirn_cancel             any         lock, at its home;
 *                                                           hint
 *   prefix.home         who moves it            ready       lock, old home idle
 *                                                           or seized; hint
 *                       who ends the wait       it waited   lock; hint
 *   prefix.spawn_scope  spawn, free             any         of its scope
 *   prefix.claim        its home: opens it      it runs     what it waits in
 *                       who ends the wait       it waits    the same: compare-
 *                                                           and-swap
 *                       its home: marks it      it waits    lock: compare-and-
 *                                                           swap
 *                       who posts it; its home  woken       none: it is in no
 *                       takes it in                         other place
 *   prefix.is_new       the same                woken       none
 *   prefix.begins_on    spawn                   held back   of its scope
 *   prefix.messages,    who posts a message,    any         lock
 *     is_freed,         who has acted on it
 *     is_to_be_cancelled
 *
 * A scope (abi.h)
 *
 *   field               written by              when        under
 *   worker              who moves its owner     owner is    lock; hint
 *                                               ready
 *   is_shared,          who shares it: set      open        own; or lock, its
 *     is_slow_path                                          worker seized; hint
 *   tasks, running,     spawn, end, free,       open        lease or lock; own
 *     waiting, tally    pirn_first, pirn_all                while not shared
 *   leaving             its owner               it waits    the same
 *   messages            as prefix.messages      open        lock
 *   origin, reason      who cancels             once        lock, reason first;
 *                                                           origin is a hint
 *   error               the first child         once        lock; hint
 *                       that fails
 *   failed_wait         a wait that fails: set  cancelled   none
 *   timer               its owner's home        open        home
 *   deadline,           pirn_scope_set_deadline open        lock
 *     deadline_is_posted
 *   has_moved           who moves its owner     owner is    lock
 *                                               ready
 *   closed              its end                 running     as tasks
 *                                               is 0
 *
 * An object: a channel, a lock, an event
 *
 *   field               written by              when        under
 *   lease               who settles it          any         lock and object, its
 *                                                           worker is seized;
 *                                                           its permit is a hint
 *                       who has used it alone   any         object
 *   lease.lock          who takes it            any         none: lock.c
 *   all else            who uses it             any         lease or object
 *
 * A worker (worker.h, its member in crew.h)
 *
 *   field               written by              when        under
 *   inside              its thread              any         home; read by who
 *                                                           seizes
 *   permit              its thread              has none    lock
 *                       who seizes              has one     lock
 *   queue               its thread              any         own; hint
 *                       a thief                 any         lock, it is seized
 *   departed            who takes a task away   any         lock: atomic
 *                       its thread: cleared     between     none
 *                                               batches
 *   current             its thread              any         home; read by who
 *                                                           ends a wait
 *   poll, idle_since    its thread              any         home
 *   is_idle             its thread              any         lock; hint
 *   mailbox, messages   who posts               any         none: compare-and-
 *                                                           swap
 *                       its thread: takes them  any         none: an exchange
 *   is_asked            who posts: set          any         none; a hint
 *                       its thread: set, if a   any         none
 *                         frame is ready
 *                       its thread: cleared     between     none
 *                                               turns
 *   is_awake            its thread: 0           is idle     its loop's lock
 *                       who wakes it: 1         any         none: an exchange
 *   is_roused           who posts: set          it is idle  none: atomic
 *                       its thread: cleared     busy again  none: atomic
 *   loop.sleeping       its thread, who wakes   any         loop's lock
 *   loop.inbox          who puts something in;  any         loop's lock; hint
 *                       thread
 *   is_to_be_woken      who has posted, if it   until it is none: an exchange
 *                       sleeps                  woken
 *   next_to_wake        the one that has set    the same    none
 *                       is_to_be_woken
 *   loop.leaving        its thread              a select    lock
 *                                               is decided
 *   to_wake, to_post,   its thread              any         home
 *     to_stop
 *   stock.wanted,       who orders: set         any         none: atomic
 *     is_wanted         its thread: cleared     any         none
 *   wheel, driver,      its thread              any         home
 *     free lists        who has the lock        it is idle  lock
 *
 * A crew (crew.h)
 *
 *   field               written by              when        under
 *   idle, rests         who becomes idle, busy  any         lock; hint
 *   sleeping            who sleeps, wakes       any         none: atomic
 *   is_pausing          who dumps               any         lock; hint
 *   changes             who becomes idle while  any         lock; hint
 *                       it is, who resumes
 *   has_ended           the root task's end     once        lock; hint
 *   users[fd]           who uses or closes fd   any         none: atomic
 *   depot               any worker              any         its own lock
 *
 * Pairs of barriers. A comment at each end names the other.
 *
 *   permit and inside   lease.h pirn__go_inside        lease.c pirn__seize
 *   inside              lease.h pirn__go_outside       lease.c pirn__seize
 *   gate (TSan)         lease.h pirn__gate_give        lease.h pirn__gate_take
 *   prefix.claim        claim.h pirn__claim_take       claim.c
 *                                                        pirn__claim_hold
 *   scope.origin        cancel.c mark                  scope.h pirn__origin
 *   task.scope          cancel.c make_cancel_scope     sync.h pirn__runtime_of,
 *                                                        crew_inline.h
 *                                                        pirn__is_pinned
 *   scope.error         cancel.c                       scope.c pirn_scope_error
 *                         pirn__scope_child_failed
 *   worker.current      worker.h                       crew_move.c may_follow
 *                         pirn__set_current
 *   lock.state          lock.c pirn__lock_give         lock.c pirn__lock_take
 *   mailbox             crew_move.c post               crew_move.c
 *                                                        pirn__crew_take_in
 *   is_idle, mailbox    crew_idle.c become_idle        crew_inline.h
 *                         and fall_asleep                pirn__crew_rouse
 *   is_to_be_woken      crew_idle.c                    crew_idle.c
 *                         pirn__crew_wake_roused         pirn__crew_rouse_idle
 *   is_awake            crew_idle.c pirn__crew_wake    crew_idle.c
 *                                                        sleep_without_driver
 *                                                        and fall_asleep
 *   site.number         site.c pirn__site_register     tables.h
 *                                                        pirn__site_number
 *   users[fd]           crew_messages.c pirn__crew_uses   crew_messages.c
 *                                                        pirn__crew_forgets
 *   op.completed        op.c pirn_complete             the same
 *   lane.count          trace.c event_at               trace_write.c collect
 *   dump_is_wanted      quit.c ask                     dump.c pirn__dump_wanted
 *
 * clang-format on */

#endif
