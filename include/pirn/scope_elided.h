/* The serial elision of scope.h: nothing is ever cancelled, and nothing is
 * known of the tasks that have been. */
#ifndef PIRN_SCOPE_ELIDED_H
#define PIRN_SCOPE_ELIDED_H

PIRN__ELIDED void pirn_scope_cancel(struct pirn_scope *s)
{
    (void)s;
}

PIRN__ELIDED void pirn_scope_cancel_because(struct pirn_scope *s,
                                            const char *text)
{
    (void)s;
    (void)text;
}

PIRN__ELIDED void pirn_scope_set_deadline(struct pirn_scope *s, int64_t time)
{
    (void)s;
    (void)time;
}

PIRN__ELIDED bool pirn_scope_timed_out(const struct pirn_scope *s)
{
    (void)s;
    return false;
}

PIRN__ELIDED int pirn_scope_error(const struct pirn_scope *s)
{
    (void)s;
    return 0;
}

PIRN__ELIDED bool pirn_is_cancelled(void)
{
    return false;
}

PIRN__ELIDED const struct pirn_cancel_reason *pirn_cancel_reason(void)
{
    return NULL;
}

PIRN__ELIDED int pirn_all(struct pirn_scope *s)
{
    (void)s;
    return 0;
}

PIRN__ELIDED int pirn__attempt_all(const struct pirn_clause *clause)
{
    (void)clause;
    return 0;
}

PIRN__ELIDED int pirn__attempt_first(const struct pirn_clause *clause)
{
    (void)clause;
    return -ENOENT;
}

PIRN__ELIDED int pirn__first(struct pirn_scope *s, void *t)
{
    (void)s;
    (void)t;
    return -ENOENT;
}

#endif
