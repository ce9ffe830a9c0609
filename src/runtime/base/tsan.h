/* What ThreadSanitizer is told of orders that it cannot see: those that the
 * runtime makes, which is not built for it, where the program is. */
#ifndef PIRN_RUNTIME_TSAN_H
#define PIRN_RUNTIME_TSAN_H

/* NULL in a program without it. */
extern void __tsan_acquire(void *address)
    __attribute__((weak, visibility("default")));
extern void __tsan_release(void *address)
    __attribute__((weak, visibility("default")));

/* What comes behind it comes behind all that was before a release of the same
 * address. */
static inline void pirn__tsan_acquire(void *address)
{
    if (__tsan_acquire)
        __tsan_acquire(address);
}

static inline void pirn__tsan_release(void *address)
{
    if (__tsan_release)
        __tsan_release(address);
}

#endif
