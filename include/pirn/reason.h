/* Why something was cancelled. It stands in every scope, so that it needs
 * nothing else; see scope.h. */
#ifndef PIRN_REASON_H
#define PIRN_REASON_H

enum pirn_cancel_kind {
    PIRN_CANCEL_ASKED = 1, /* pirn_scope_cancel or pirn_cancel, which stands at
                              the place given */
    PIRN_CANCEL_LEFT,      /* the scope was left in the middle, there */
    PIRN_CANCEL_DEADLINE,  /* of the scope that stands there */
    PIRN_CANCEL_FAIL_FAST, /* a child failed, which was spawned there */
};

struct pirn_cancel_reason {
    enum pirn_cancel_kind kind;
    int error;            /* what the child that failed returned, else 0 */
    const char *function; /* the one that the place is in */
    const char *file;     /* NULL: the place is not known */
    unsigned line;
    const char *text; /* of pirn_scope_cancel_because, else NULL */
};

#endif
