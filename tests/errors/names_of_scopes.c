// Names of scopes, wherever their statements have an end.
#include <pirn.h>
async int g(int n);
void look_at(const void *scope_or_nothing);
async int in_else(int n)
{
    scope (s, .timeout = 5) {
        n += await g(1);
    } else {
        look_at(s);
    }
    look_at(s); // says: 13
    return n;
}
async int without_blocks(int n)
{
    int rc = 0;
    scope (a) scope (b) n = await g(n);
    scope (c) {
        rc = await g(n);
    } else
        rc = pirn_scope_error(c);
    scope (d) {
        rc = await g(n);
    } else if (n) {
        look_at(d);
    } else {
        rc = pirn_scope_error(d);
    }
    if (n)
        scope (e) {
            spawn_in (e) g(n);
        }
    else
        rc = pirn_scope_error(e);
    return rc;
}
async int deferred(int n)
{
    defer scope (s) {
        await g(n);
    }
    int behind = n;
    defer if (n)
        behind++;
    else
        behind--;
    defer do
        if (n)
            behind++;
    while (behind < 3);
    behind += missing; // says: 15
    return behind;
}
