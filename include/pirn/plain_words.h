/* The plain words in the elided reading: macros. So <pirn.h> includes this
 * header last, and a program includes <pirn.h> last, or defines
 * PIRN_NO_KEYWORDS. */
#ifndef PIRN_PLAIN_WORDS_H
#define PIRN_PLAIN_WORDS_H

#if !defined(PIRN_NO_KEYWORDS) && !defined(__PIRN_WORDS__)
#define async PIRN_ASYNC
#define await PIRN_AWAIT
#define offload PIRN_OFFLOAD
#define yield PIRN_YIELD
#define yield_from PIRN_YIELD_FROM
#define defer PIRN_DEFER
#define generator PIRN_GENERATOR
#define spawn PIRN_SPAWN
#define try_spawn PIRN_TRY_SPAWN
#define spawn_in(s) PIRN_SPAWN_IN(s)
#define spawn_on(n) PIRN_SPAWN_ON(n)
#define scope(...) PIRN_SCOPE (__VA_ARGS__)
#define task(T) PIRN_TASK(T)
#define gen(T) PIRN_GEN(T)
#define chan(T) PIRN_CHAN(T)
#endif
#ifdef __PIRN_COPY__
/* The words of a copy that is read in the place of the user's file: see
 * elide_copy.c. */
#define _wai_ (void)
#define _oi_ int
#define _etur_ pirn__generator_fails(0)
#define _Etur_ return 0
#define _cop_(...) PIRN__NAMED_SCOPE(__VA_ARGS__, PIRN__NOTHING)
#define PIRN__NAMED_SCOPE(name, ...)                                           \
    {                                                                          \
        struct pirn_scope *name = 0;                                           \
        (void)name;                                                            \
        PIRN__SCOPE_OPTIONS(__VA_ARGS__)
#define _pawn_i_(s) ((void)(s),
#define _pawn_o_(n) ((void)(n),
#define _Pawn_i_(s) (void)(s);
#define _Pawn_o_(n) (void)(n);
#define _end_generator_ pirn__generator_fails(0);
#define _end_void_ return 0;
#define _end_scope_ }
#define _end_spawn_ )
#endif
#if !defined(__PIRN_CHECK__) || defined(__PIRN_EDITOR__)
/* `await t;` of a handle is `t;` here. Where `pirn cc` lets the compiler check
 * a file with such a statement, the translator takes the words out. */
#pragma GCC diagnostic ignored "-Wunused-value"
#ifdef __clang__ /* for which these are part of that */
#pragma clang diagnostic warning "-Wunused-comparison"
#pragma clang diagnostic warning "-Wunused-result"
#endif
#endif
#if defined(__PIRN_EDITOR__) && defined(__clang__)
/* There a scope is a loop that nothing ends. */
#pragma clang diagnostic ignored "-Winfinite-recursion"
#endif

#endif
