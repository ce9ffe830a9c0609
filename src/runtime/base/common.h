/* What all of the runtime stands on, and what itself stands on nothing but the
 * public headers and the contract with translated code, <pirn/abi.h>. */
#ifndef PIRN_RUNTIME_COMMON_H
#define PIRN_RUNTIME_COMMON_H

#ifndef PIRN__RUNTIME
#error "the runtime's files are compiled with -DPIRN__RUNTIME"
#endif

#include "runtime/base/fault.h"

#include <pirn.h>
#include <pirn/abi.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

#pragma GCC visibility push(hidden)

struct pirn__loop; /* a worker: worker.h */

/* A relaxed load, for a word that another thread may be writing. gcc makes one
 * instruction of it and the comparison that it is for, which it does not of
 * __atomic_load_n. */
#if defined(PIRN__TSAN) || !defined(__GNUC__)
#define PIRN__LOOK_AT(word) __atomic_load_n(&(word), __ATOMIC_RELAXED)
#else
#define PIRN__LOOK_AT(word) (word)
#endif

#define pirn__likely(x) __builtin_expect(!!(x), 1)

/* The link name of the coroutine NAME, as translated code calls it. (Another
 * one stands in front of it in the library for --threads.) */
#ifndef PIRN__ENTRY
#define PIRN__ENTRY(NAME)                                                      \
    __asm__("pirn." #NAME) __attribute__((visibility("default")))
#endif

#define pirn__container_of(pointer, type, member)                              \
    ((type *)((char *)(pointer)-offsetof(type, member)))

static inline void pirn__list_append(struct pirn__list *list,
                                     struct pirn__list *node)
{
    node->prev = list->prev;
    node->next = list;
    list->prev->next = node;
    list->prev = node;
}

static inline void pirn__list_remove(struct pirn__list *node)
{
    node->prev->next = node->next;
    node->next->prev = node->prev;
}

/* splitmix64 (Steele, Lea and Flood, 2014). */
static inline uint64_t pirn__random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

/* Of what all threads share: each in the file of its name. A fork takes them
 * all: fork.c. */
extern pthread_mutex_t pirn__trace_lock, pirn__tables_lock, pirn__leaks_lock,
    pirn__site_lock, pirn__quit_lock, pirn__names_lock, pirn__inside_lock;

/* In a loop that looks until another thread has done something. */
static inline void pirn__relax(void)
{
#ifdef __x86_64__
    __builtin_ia32_pause();
#endif
}

/* The same in a loop that is over as soon as that thread gets on: it may have no
 * processor, and then this one gives its own away. *looks begins at 0. */
void pirn__relax_for(unsigned *looks);

/* die.c -------------------------------------------------------------------- */

/* Misuse and what cannot be carried on after: one sentence, then abort(). */
_Noreturn void pirn__die(const char *sentence, ...)
    __attribute__((format(printf, 1, 2)));

/* Aborts if the object of a call is NULL. */
static inline void pirn__check_object(const void *object, const char *call,
                                      const char *kind)
{
    if (pirn__unlikely(!object))
        pirn__is_null(call, kind);
}

#pragma GCC visibility pop

#endif
