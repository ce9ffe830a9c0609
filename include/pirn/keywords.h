/* The words of the language, read in one of two ways.
 *
 * Translated (__PIRN__ is defined by the translator's preprocessor run): each
 * long form is a reserved word that the translator knows, and a pragma tells
 * it that the plain words count from here on. No plain word is a macro.
 *
 * Elided (any other compiler, linter or editor): the words vanish, so that
 * the file is ordinary C which does one thing after the other. There they
 * are macros, so this header comes last, or PIRN_NO_KEYWORDS is defined.
 * Generators and defer have no elision: C has nothing to put in their place,
 * and a compiler that reads them says that it does not know the words. */
#ifndef PIRN_KEYWORDS_H
#define PIRN_KEYWORDS_H

#ifdef __PIRN__

#define PIRN_ASYNC __pirn_async
#define PIRN_AWAIT __pirn_await
#define PIRN_YIELD __pirn_yield
#define PIRN_YIELD_FROM __pirn_yield_from
#define PIRN_DEFER __pirn_defer
#define PIRN_GENERATOR __pirn_generator
#define PIRN_SPAWN __pirn_spawn
#define PIRN_TRY_SPAWN __pirn_try_spawn
#define PIRN_SPAWN_IN(s) __pirn_spawn_in(s)
#define PIRN_SPAWN_ON(n) __pirn_spawn_on(n)
#define PIRN_SCOPE(...) __pirn_scope(__VA_ARGS__)
#define PIRN_TASK(T) __pirn_task(T)
#define PIRN_GEN(T) __pirn_gen(T)
#define PIRN_CHAN(T) __pirn_chan(T)
#ifndef PIRN_NO_KEYWORDS
#pragma pirn keywords
#endif

#else

#define PIRN_ASYNC
#define PIRN_AWAIT
#define PIRN_SPAWN
#define PIRN_TRY_SPAWN
#define PIRN_SPAWN_IN(s)
#define PIRN_SPAWN_ON(n)
#define PIRN_SCOPE(...) if (1)
#define PIRN_TASK(T) __typeof__(T)
#define PIRN_CHAN(T) __typeof__(__typeof__(T)(*)(struct pirn_chan_tag *))
#ifndef PIRN_NO_KEYWORDS
#define async PIRN_ASYNC
#define await PIRN_AWAIT
#define spawn PIRN_SPAWN
#define try_spawn PIRN_TRY_SPAWN
#define spawn_in(s) PIRN_SPAWN_IN(s)
#define spawn_on(n) PIRN_SPAWN_ON(n)
#define scope(...) PIRN_SCOPE (__VA_ARGS__)
#define task(T) PIRN_TASK(T)
#define chan(T) PIRN_CHAN(T)
#endif
/* `await t;` of a handle is `t;` here. */
#pragma GCC diagnostic ignored "-Wunused-value"

#endif
#endif
