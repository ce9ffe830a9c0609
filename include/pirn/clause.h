/* Clauses of a select: what it may wait for. select.h has those for channels,
 * tasks, descriptors and times. Each other thing to wait for brings its own
 * along: the clause of a coroutine has the name of that in capitals. */
#ifndef PIRN_CLAUSE_H
#define PIRN_CLAUSE_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>

enum pirn__clause_kind {
    PIRN__CLAUSE_RECV,
    PIRN__CLAUSE_SEND,
    PIRN__CLAUSE_JOIN,
    PIRN__CLAUSE_POLL,
    PIRN__CLAUSE_AFTER,
    PIRN__CLAUSE_UNTIL,
    PIRN__CLAUSE_ACCEPT,
    PIRN__CLAUSE_SIGNAL,
    PIRN__CLAUSE_OWN = 32 /* from here on: that of one header and file */
};

/* What a select may wait for, made by macros; its members are the runtime's. */
struct pirn_clause {
    union {
        void *object; /* NULL: never ready */
        int fd;
    };
    union {
        void *item; /* where it goes, or is: an item, the value or the handle of
                       a task, what a condition needs, a subscription */
        const char *place; /* of an accept, as "file:line" */
        int64_t time;
        int events;
        size_t n; /* units */
    };
    int *rc;       /* where the result goes, or NULL */
    uint32_t size; /* of the item or value */
    uint8_t kind;  /* enum pirn__clause_kind, or a header's own */
#if !defined(__PIRN__) && !defined(PIRN__RUNTIME)
    int (*attempt)(const struct pirn_clause *clause); /* of one of those */
#endif
};

#ifndef PIRN__RUNTIME

#define PIRN__CLAUSE                                                           \
    static __inline__ __attribute__((always_inline, unused)) struct pirn_clause

/* What tells the clauses of other headers apart: for the runtime, the number of
 * a wait, which the file knows that has what is waited for; elided, a function
 * that does it, or gives -EAGAIN if it would have to wait. */
#ifdef __PIRN__
typedef uint8_t pirn__own_clause;
#define PIRN__OWN_CLAUSE(NAME) pirn__kind_##NAME
#else
typedef int (*pirn__own_clause)(const struct pirn_clause *clause);
#define PIRN__OWN_CLAUSE(NAME) pirn__attempt_##NAME
#endif

PIRN__CLAUSE pirn__clause_of(pirn__own_clause own, void *object, int *rc)
{
    struct pirn_clause clause = {.object = object, .rc = rc};
#ifdef __PIRN__
    clause.kind = own;
#else
    clause.kind = PIRN__CLAUSE_OWN;
    clause.attempt = own;
#endif
    return clause;
}

#endif
#endif
