/* What is left of a macro with too few or too many arguments, when the compiler
 * has said so: its name, which means these variables. They go with whatever is
 * around, so that no more is said. Only for what the compiler checks. */
#ifndef PIRN_MISREAD_H
#define PIRN_MISREAD_H

#ifdef __PIRN_CHECK__
/* What stands for a macro that lacks an argument: see keywords.h. */
int pirn__no_result(size_t none);
struct pirn_clause pirn__no_clause(size_t none);
struct pirn_scope *pirn__no_scope(size_t none);

extern void *(pirn_chan_new), *(pirn_chan_try_new), *(pirn_broadcast_new),
    *(pirn_broadcast_try_new), *(pirn_broadcast_subscribe),
    *(pirn_broadcast_try_subscribe), *(pirn_scope_ref);
extern int(pirn_chan_set_drop), (pirn_broadcast_set_copy), (pirn_chan_close),
    (pirn_chan_free), (pirn_chan_length), (pirn_next), (pirn_gen_close),
    (pirn_fail), (pirn_local_set), (pirn_run), (pirn_run_with),
    (pirn_scope_cancel), (pirn_scope_cancel_because), (pirn_scope_set_deadline),
    (pirn_scope_timed_out), (pirn_scope_error), (pirn_all), (pirn_first),
    (pirn_select_from), (pirn_select_fair_from), (pirn_spawned), (pirn_join),
    (pirn_cancel);
#endif

#endif
