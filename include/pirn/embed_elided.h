/* The serial elision of embed.h: what is spawned is done at once, so there is
 * nothing to wait for. */
#ifndef PIRN_EMBED_ELIDED_H
#define PIRN_EMBED_ELIDED_H

#include <pirn/system_elided.h>

struct pirn_embed {
    int fd;
};

PIRN__ELIDED pirn_embed *pirn_embed_open(void)
{
    pirn_embed *e = (pirn_embed *)__builtin_malloc(sizeof *e);
    if (!e)
        return NULL;
    e->fd = (int)syscall(SYS_eventfd2, 0L, 02000000L); /* EFD_CLOEXEC */
    if (e->fd >= 0)
        return e;
    __builtin_free(e);
    return NULL;
}

PIRN__ELIDED struct pirn_scope *pirn_embed_scope(pirn_embed *e)
{
    (void)e;
    return NULL;
}

PIRN__ELIDED int pirn_embed_fd(const pirn_embed *e)
{
    return e->fd;
}

PIRN__ELIDED int pirn_embed_timeout(const pirn_embed *e)
{
    (void)e;
    return -1;
}

PIRN__ELIDED void pirn_embed_turn(pirn_embed *e)
{
    (void)e;
}

PIRN__ELIDED size_t pirn_embed_tasks(const pirn_embed *e)
{
    (void)e;
    return 0;
}

PIRN__ELIDED void pirn_embed_close(pirn_embed *e)
{
    if (!e)
        return;
    (void)syscall(SYS_close, e->fd);
    __builtin_free(e);
}

#endif
