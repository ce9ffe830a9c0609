/* Channels: queues between tasks. A chan(T) is a handle, a small value that may
 * be copied, stored and passed on, and each T has a type of its own, so that
 * the compiler checks what is sent and received.
 *
 * Items are copied as bytes. One that has been sent belongs to the channel, and
 * then to a receiver. First come, first served: neither an item nor a task
 * that waits is overtaken.
 *
 * Of a plain channel with room for n items, the first n sent wait in it until
 * somebody takes them; with room for 0, a rendezvous, sending ends when
 * somebody receives. In place of n may stand PIRN_UNLIMITED or PIRN_CONFLATED.
 *
 * Threads: all of it, unless said, is for the runtime whose tasks use the
 * channel, on whichever of its workers, in coroutines and in plain C alike;
 * where a channel is made and freed does not matter. */
#ifndef PIRN_CHAN_H
#define PIRN_CHAN_H

#include <errno.h>
#include <pirn/task.h>
#include <stddef.h>
#include <stdint.h>

struct pirn_chan;
struct pirn_chan_tag; /* only its name occurs, in the types of handles */

#define PIRN_UNLIMITED (-1) /* room for all that memory can hold */
#define PIRN_CONFLATED (-2) /* room for one: a new item takes its place */

/* What becomes of a receiver of a broadcast for which there is no room. */
enum pirn_slow {
    PIRN_SLOW_BLOCKS,       /* senders wait for it */
    PIRN_SLOW_LOSES_OLDEST, /* it loses the oldest item that waits for it */
    PIRN_SLOW_IS_CUT,       /* if it has a turn and does not receive, it gets
                               what waits for it, then -EOVERFLOW */
};

/* Typed handles ------------------------------------------------------------ */

#define pirn__item_type(c) __typeof__((c)((struct pirn_chan_tag *)0))

/* The size of an item of c; an error if the pointer behind it does not point to
 * one, for pirn__room_size one that can be written to. Pointers are variadic,
 * as compound literals have commas. The sentence is for the elision, whose
 * errors `pirn cc` shows: what is translated may stand in types, where there
 * are no statements. */
#if defined(__PIRN__) && !defined(__PIRN_CHECK__)
#define pirn__item_size(c, ...)                                                \
    (__extension__ sizeof(pirn__item_type(c)) +                                \
     0 * sizeof(char[__builtin_types_compatible_p(__typeof__(*(__VA_ARGS__)),  \
                                                  pirn__item_type(c))          \
                         ? 1                                                   \
                         : -1]))
#define pirn__room_size(c, ...) pirn__item_size(c, __VA_ARGS__)
#else
#define pirn__item_size(c, ...)                                                \
    pirn__checked_size(c, pirn__points_to((__VA_ARGS__), pirn__item_type(c)))
#define pirn__room_size(c, ...)                                                \
    pirn__checked_size(                                                        \
        c, pirn__points_to_room((__VA_ARGS__), pirn__item_type(c)))
#define pirn__checked_size(c, is_right)                                        \
    (__extension__({                                                           \
        _Static_assert(is_right,                                               \
                       "this is no pointer to an item of the channel");        \
        sizeof(pirn__item_type(c));                                            \
    }))
#endif

/* The pointer, of which nothing else is to be said where it is checked. */
#ifdef __PIRN_CHECK__
#define pirn__item(...) ((void *)(uintptr_t)(__VA_ARGS__))
#else
#define pirn__item(...) (__VA_ARGS__)
#endif

#define pirn__chan(c)                                                          \
    (__extension__((void)sizeof(pirn__item_type(c)), (struct pirn_chan *)(c)))

/* Making and freeing ------------------------------------------------------- */

/* pirn_chan_new(T, capacity): makes a channel for items of type T, with room
 * for capacity of them. Aborts with a sentence if there is no memory, or
 * capacity is negative and none of the names above.
 * Suspends: never.
 * Returns:  a chan(T), to be freed by pirn_chan_free.
 * Threads:  any. */
#define pirn_chan_new(T, capacity)                                             \
    (__extension__(PIRN_CHAN(T))                                               \
         pirn__chan_new(capacity, sizeof(T), _Alignof(T)))

/* The same, but NULL if there is no memory. */
#define pirn_chan_try_new(T, capacity)                                         \
    (__extension__(PIRN_CHAN(T))                                               \
         pirn__chan_try_new(capacity, sizeof(T), _Alignof(T)))

/* pirn_broadcast_new(T, capacity, slow): makes a channel that is only sent to:
 * each item goes to everybody who is subscribed at that moment, and if nobody
 * is, it is dropped. Each receiver has room of its own for capacity items, at
 * least one; slow, an enum pirn_slow, says what happens when that is used up.
 * Aborts with a sentence if there is no memory.
 * Suspends: never.
 * Returns:  a chan(T), to be freed by pirn_chan_free.
 * Threads:  any. */
#define pirn_broadcast_new(T, capacity, slow)                                  \
    (__extension__(PIRN_CHAN(T))                                               \
         pirn__broadcast_new(capacity, slow, sizeof(T), _Alignof(T)))

/* The same, but NULL if there is no memory. */
#define pirn_broadcast_try_new(T, capacity, slow)                              \
    (__extension__(PIRN_CHAN(T))                                               \
         pirn__broadcast_try_new(capacity, slow, sizeof(T), _Alignof(T)))

/* pirn_broadcast_subscribe(b): makes a receiver of the broadcast b, for what is
 * sent from now on. It is a channel that is only received from. Closing it, or
 * freeing it, ends the subscription; closing or freeing b closes it. Aborts
 * with a sentence if there is no memory.
 * Suspends: never.
 * Returns:  a handle of the type of b, to be freed by pirn_chan_free. */
#define pirn_broadcast_subscribe(b)                                            \
    (__extension__(__typeof__(b)) pirn__broadcast_subscribe(pirn__chan(b)))

/* The same, but NULL if there is no memory. */
#define pirn_broadcast_try_subscribe(b)                                        \
    (__extension__(__typeof__(b)) pirn__broadcast_try_subscribe(pirn__chan(b)))

/* pirn_chan_set_drop(c, drop): from now on drop(item), item being a pointer,
 * is called for each item that nobody will receive: what is left when c is
 * freed, what a conflated channel replaces, what a broadcast drops and what
 * its receivers, if they subscribe later, lose. It may use c, but not free it
 * again while that is being freed. An item whose sending failed is still the
 * sender's.
 * Suspends: never. */
#define pirn_chan_set_drop(c, drop) pirn__chan_set_drop(pirn__chan(c), drop)

/* pirn_broadcast_set_copy(b, copy): from now on copy(item) is called for each
 * receiver of an item but the first, before that gets it, say to count who
 * holds what the item points to; item is the receiver's. While it runs nobody
 * sends to b: who does waits, and pirn_chan_try_send gets -EAGAIN.
 * Suspends: never. */
#define pirn_broadcast_set_copy(b, copy)                                       \
    pirn__broadcast_set_copy(pirn__chan(b), copy)

/* pirn_chan_close(c): nothing can be sent any more: a task that waits to send,
 * or tries to, gets -EPIPE. What is queued can still be received; then
 * receiving gives -EPIPE. Closing it again does nothing.
 * Suspends: never. */
#define pirn_chan_close(c) pirn__chan_close(pirn__chan(c))

/* pirn_chan_free(c): frees c, after dropping what is left in it. NULL is
 * allowed. Aborts if somebody waits for it.
 * Suspends: never.
 * Threads:  any that does not share c with another at the time. */
#define pirn_chan_free(c) pirn__chan_free(pirn__chan(c))

/* Sending and receiving ---------------------------------------------------- */

/* pirn_chan_send(c, v): sends *v, waiting for room. v is a T *, or a pointer
 * to const.
 * Suspends: while there is no room, or, at a rendezvous, nobody to receive.
 *           Before a broadcast cuts a receiver off, that receiver has a turn.
 * Returns:  0, or the number of receivers that a broadcast cut off; -EPIPE if
 *           c is or gets closed; -ENOMEM if there is no memory, and c is
 *           unlimited, or calls a function with copies of items or with large
 *           ones; -ECANCELED. On failure nothing was sent.
 * Owns:     *v, until it returns. */
#define pirn_chan_send(c, ...)                                                 \
    PIRN__CALL_GIVEN(                                                          \
        c, "pirn_chan_send takes a channel and a pointer to an item",          \
        pirn__chan_send((struct pirn_chan *)(c), pirn__item(__VA_ARGS__),      \
                        pirn__item_size(c, __VA_ARGS__)),                      \
        __VA_ARGS__)

/* pirn_chan_recv(c, v): receives an item into *v, waiting for one.
 * Suspends: while there is none.
 * Returns:  0; -EPIPE if c is closed and nothing is left; -EOVERFLOW if c has
 *           been cut off from its broadcast, and nothing is left; -ECANCELED.
 *           On failure nothing was taken, and *v is untouched.
 * Owns:     *v, until it returns. */
#define pirn_chan_recv(c, ...)                                                 \
    PIRN__CALL_GIVEN(                                                          \
        c, "pirn_chan_recv takes a channel and a pointer to an item",          \
        pirn__chan_recv((struct pirn_chan *)(c), pirn__item(__VA_ARGS__),      \
                        pirn__room_size(c, __VA_ARGS__)),                      \
        __VA_ARGS__)

/* The same without waiting, also for plain C: callbacks, say.
 * Suspends: never.
 * Returns:  as above, but never -ECANCELED; -EAGAIN if it would have to
 *           wait. */
#define pirn_chan_try_send(c, ...)                                             \
    PIRN__CALL_GIVEN(                                                          \
        c, "pirn_chan_try_send takes a channel and a pointer to an item",      \
        pirn__chan_try_send((struct pirn_chan *)(c), pirn__item(__VA_ARGS__),  \
                            pirn__item_size(c, __VA_ARGS__)),                  \
        __VA_ARGS__)
#define pirn_chan_try_recv(c, ...)                                             \
    PIRN__CALL_GIVEN(                                                          \
        c, "pirn_chan_try_recv takes a channel and a pointer to an item",      \
        pirn__chan_try_recv((struct pirn_chan *)(c), pirn__item(__VA_ARGS__),  \
                            pirn__room_size(c, __VA_ARGS__)),                  \
        __VA_ARGS__)

/* pirn_chan_length(c): returns how many items are queued in c, as a size_t.
 * Suspends: never. */
#define pirn_chan_length(c) pirn__chan_length(pirn__chan(c))

/* What stands behind them -------------------------------------------------- */

PIRN__FUNCTION struct pirn_chan *pirn__chan_new(ptrdiff_t capacity, size_t size,
                                                size_t align);
PIRN__FUNCTION struct pirn_chan *pirn__chan_try_new(ptrdiff_t capacity,
                                                    size_t size, size_t align);
PIRN__FUNCTION struct pirn_chan *pirn__broadcast_new(size_t capacity,
                                                     enum pirn_slow slow,
                                                     size_t size, size_t align);
PIRN__FUNCTION struct pirn_chan *pirn__broadcast_try_new(size_t capacity,
                                                         enum pirn_slow slow,
                                                         size_t size,
                                                         size_t align);
PIRN__FUNCTION struct pirn_chan *
pirn__broadcast_subscribe(struct pirn_chan *hub);
PIRN__FUNCTION struct pirn_chan *
pirn__broadcast_try_subscribe(struct pirn_chan *hub);
PIRN__FUNCTION void pirn__chan_set_drop(struct pirn_chan *c,
                                        void (*drop)(void *item));
PIRN__FUNCTION void pirn__broadcast_set_copy(struct pirn_chan *hub,
                                             void (*copy)(void *item));
PIRN__FUNCTION void pirn__chan_close(struct pirn_chan *c);
PIRN__FUNCTION void pirn__chan_free(struct pirn_chan *c);
PIRN__FUNCTION size_t pirn__chan_length(const struct pirn_chan *c);
PIRN__FUNCTION int pirn__chan_try_send(struct pirn_chan *c, const void *item,
                                       size_t size);
PIRN__FUNCTION int pirn__chan_try_recv(struct pirn_chan *c, void *item,
                                       size_t size);

PIRN__ASYNC int pirn__chan_send(struct pirn_chan *c, const void *item,
                                size_t size);
PIRN__ASYNC int pirn__chan_recv(struct pirn_chan *c, void *item, size_t size);

#if !defined(__PIRN__) && !defined(PIRN__RUNTIME)
#include <pirn/chan_elided.h>
#endif

#endif
