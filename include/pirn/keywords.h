/* The words of the language, long forms first, read in one of two ways.
 *
 * Translated (the translator's preprocessor defines __PIRN__): each long form
 * is a reserved word that the translator knows, and a pragma tells it that the
 * plain words count from here on. No plain word is a macro.
 *
 * So they are where the translator takes them out of a text that the compiler
 * is to check (__PIRN_WORDS__ too; see elide.c).
 *
 * Elided (any other compiler, linter or editor, and `pirn cc` where it lets the
 * compiler check a file): the words vanish, so that the file is ordinary C
 * which does one thing after the other. The plain words are macros there, which
 * plain_words.h defines.
 *
 * C has nothing to put in the place of generators and defer. Their elision can
 * be read, for its types and its flow, but no program can be linked from it:
 * the functions below that take their place are nowhere defined. A generator
 * gives its values as results, as if each `yield` might be the last; what is
 * deferred is never done where it is written. */
#ifndef PIRN_KEYWORDS_H
#define PIRN_KEYWORDS_H

#if !defined(PIRN__RUNTIME) && (!defined(__PIRN__) || defined(__PIRN_CHECK__))
int pirn__generators_need_the_translator(void);
int pirn__defer_needs_the_translator(void);
#endif
#if defined(__PIRN_WORDS__) && !defined(__clang__)
/* A variable of that name is declared for the value of an expression; gcc does
 * not declare it if that is wrong, and is to say no more than what is wrong. */
extern int pirn__v;
#endif

#if defined(__PIRN__) && (!defined(__PIRN_CHECK__) || defined(__PIRN_WORDS__))

#define PIRN_ASYNC __pirn_async
#define PIRN_AWAIT __pirn_await
#define PIRN_OFFLOAD __pirn_offload
#define PIRN_YIELD __pirn_yield
#define PIRN_YIELD_FROM __pirn_yield_from
#define PIRN_DEFER __pirn_defer
#define PIRN_GENERATOR __pirn_generator
#define PIRN__GENERATOR __pirn_generator /* in headers: see below */
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

#elif !defined(PIRN__RUNTIME)

#define PIRN_ASYNC
#define PIRN_AWAIT
#define PIRN_OFFLOAD
#define PIRN_YIELD                                                             \
    while (pirn__generators_need_the_translator())                             \
    return
#define PIRN_YIELD_FROM PIRN_YIELD
#define PIRN_DEFER while ((pirn__defer_needs_the_translator(), 0))
#if defined(__clang__) && (!defined(__PIRN_CHECK__) || defined(__PIRN_EDITOR__))
/* A generator need not return anything, and may yield the address of a local.
 * The pragmas last to the end of the file, since no word stands at the end of a
 * generator. gcc takes no pragma in this place; and what `pirn cc` lets the
 * compiler check has no generators. */
#define PIRN_GENERATOR                                                         \
    _Pragma("clang diagnostic ignored \"-Wreturn-type\"")                      \
        _Pragma("clang diagnostic ignored \"-Wreturn-stack-address\"")
#else
#define PIRN_GENERATOR
#endif
/* A declaration in a header changes nothing of the file that includes it. */
#define PIRN__GENERATOR
#define PIRN_SPAWN
#define PIRN_TRY_SPAWN
#define PIRN_SPAWN_IN(s)
#define PIRN_SPAWN_ON(n)
#define PIRN_SCOPE(...) PIRN__SCOPE(__VA_ARGS__, PIRN__NOTHING)
#define PIRN__NOTHING /* for clang, which counts arguments in C89 */
/* The options are looked at, but nothing comes of them. */
#define PIRN__SCOPE_OPTIONS(...)                                               \
    if (1 ||                                                                   \
        ((void)(__extension__(struct pirn_scope_options){0, __VA_ARGS__}), 0))
#ifdef __PIRN_EDITOR__
/* An editor is to know the name, wherever it stands, and may take what follows
 * for dead. */
#define PIRN__SCOPE(name, ...)                                                 \
    for (struct pirn_scope * name __attribute__((__unused__)) = 0;;)           \
    PIRN__SCOPE_OPTIONS(__VA_ARGS__)
#else
#define PIRN__SCOPE(name, ...) PIRN__SCOPE_OPTIONS(__VA_ARGS__)
#endif
#define PIRN_TASK(T) __typeof__(T)
#define PIRN_GEN(T) __typeof__(T)
#define PIRN_CHAN(T) __typeof__(__typeof__(T)(*)(struct pirn_chan_tag *))

#endif

/* What stands before the declaration of a coroutine, or of a function, in a
 * header that declares it once for all readings: translated, it is what it
 * says; elided, it is defined behind that, and the compiler compares the two;
 * and so it is for the runtime, which defines it with PIRN__AWAITABLE or
 * PIRN__CALLABLE. */
#ifdef __PIRN__
#define PIRN__ASYNC PIRN_ASYNC
#define PIRN__FUNCTION
#elif defined(PIRN__RUNTIME)
#define PIRN__ASYNC
#define PIRN__FUNCTION
#else
#define PIRN__ASYNC PIRN__ELIDED
#define PIRN__FUNCTION PIRN__ELIDED
#define PIRN__ELIDED static __inline__ __attribute__((unused))
#endif
/* The result of a coroutine that has none, where the user gives such a
 * coroutine: for the reading of a copy it has one (elide_copy.c). */
#ifdef __PIRN_COPY_VOID__
#define PIRN__VOID int
#else
#define PIRN__VOID void
#endif
/* The name of a function that is also a macro: where the macro is misread, its
 * name is to mean something else (misread.h). */
#ifdef __PIRN_CHECK__
#define PIRN__CHECKED(NAME) pirn__checked_##NAME
#else
#define PIRN__CHECKED(NAME) NAME
#endif
#if defined(PIRN__RUNTIME) && !defined(PIRN_ASYNC)
#define PIRN_ASYNC
#endif
/* TEXT of a macro that is given arguments, those behind it. If there are none,
 * the compiler that checks the user's text says the sentence, once, and goes on
 * with what is of the same type: the call of another function. FIRST, which may
 * be 0, is used there too. */
#if defined(__PIRN_CHECK__) && (!defined(__clang__) || __clang_major__ >= 12)
#define PIRN__GIVEN(NONE, FIRST, SENTENCE, TEXT, ...)                          \
    PIRN__TAKE(__VA_OPT__(TEXT, ) PIRN__LACKS(NONE, SENTENCE, FIRST), )
#define PIRN__TAKE(first, ...) first
#define PIRN__LACKS(NONE, SENTENCE, ...)                                       \
    (__extension__ NONE(sizeof(struct {                                        \
        _Static_assert(0, SENTENCE);                                           \
        char none;                                                             \
    }) __VA_OPT__(+sizeof(__VA_ARGS__))))
#else
#define PIRN__GIVEN(NONE, FIRST, SENTENCE, TEXT, ...) TEXT
#endif
#define PIRN__CLAUSE_GIVEN(FIRST, SENTENCE, TEXT, ...)                         \
    PIRN__GIVEN(pirn__no_clause, FIRST, SENTENCE, TEXT, __VA_ARGS__)
#define PIRN__CALL_GIVEN(FIRST, SENTENCE, TEXT, ...)                           \
    PIRN__GIVEN(pirn__no_result, FIRST, SENTENCE, TEXT, __VA_ARGS__)
/* What only its own file of the library uses: see pirn/library_elided.h. */
#ifdef __PIRN__
#define PIRN__STATIC_ASYNC static PIRN_ASYNC
#define PIRN__STATIC static
#else
#define PIRN__STATIC_ASYNC PIRN__ASYNC
#define PIRN__STATIC PIRN__FUNCTION
#endif

#endif
