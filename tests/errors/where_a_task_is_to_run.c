// What tells only where a task is to run, or what is to be cancelled, is used.
#include <pirn.h>
struct work {
    void *where;
    async int (*all[2])(int n);
};
async int g(int n);
async int must(int n) __attribute__((warn_unused_result));
async int on(int worker, int *unused) // says: 31
{
    scope (s) {
        int other = worker + 1;
        task(int) t = spawn_on (worker) g("x"); // says: 43
        spawn_on (other) must(1); // says: 26
        return await t;
    }
    return 0;
}
async int in(void *where, struct work *work)
{
    void *place = where;
    task(int) t = spawn_in (place) work->all[0](1);
    task(int) u = spawn_in (work->where) (*work->all[1])(1);
    return await t + await u;
}
void stop(void *where)
{
    pirn_scope_cancel(where);
}
void stop_because(void *where, const char *why)
{
    pirn_scope_cancel_because(where, why);
}
int stop_at(void *where, int64_t time)
{
    pirn_scope_set_deadline(where, time);
    return pirn_scope_timed_out(missing); // says: 33
}
int is_over(void *where)
{
    return pirn_scope_timed_out(where);
}
int error_of(void *where)
{
    return pirn_scope_error(where);
}
async int all(void *where)
{
    return await pirn_all(where);
}
async int first(void *where, task(int) *t)
{
    return await pirn_first(where, t);
}
