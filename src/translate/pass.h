/* What the passes share: tokens, symbols, types, the tree, and one function
 * per pass, in the order in which the data flows.
 *
 * The tree never copies text. A node covers a range of tokens, and its
 * children cover parts of that range; printing a node prints its tokens, and
 * its children where they stand. So what no pass touched comes out as the
 * user wrote it. */
#ifndef TRANSLATE_PASS_H
#define TRANSLATE_PASS_H

#include "base/memory.h"
#include "translate/translate.h"

#include <setjmp.h>

typedef uint32_t token_index;

/* ---- lex.c: bytes to tokens, line marks kept ---------------------------- */

enum token_kind {
    TOKEN_END,
    TOKEN_NAME,
    TOKEN_NUMBER,
    TOKEN_CHARACTER,
    TOKEN_STRING,
    TOKEN_PUNCTUATOR,
};

/* A word of the language, as far as the parser has to tell them apart. */
enum word {
    WORD_NONE,
    /* C's and GNU's, by which a declaration or statement is known */
    WORD_ALIGNAS,
    WORD_ALIGNOF,
    WORD_ASM,
    WORD_ATOMIC,
    WORD_ATTRIBUTE,
    WORD_AUTO,
    WORD_AUTO_TYPE,
    WORD_BREAK,
    WORD_CASE,
    WORD_CONST,
    WORD_CONTINUE,
    WORD_DEFAULT,
    WORD_DO,
    WORD_ELSE,
    WORD_ENUM,
    WORD_EXTENSION,
    WORD_EXTERN,
    WORD_FOR,
    WORD_GENERIC,
    WORD_GOTO,
    WORD_IF,
    WORD_INLINE,
    WORD_LABEL,
    WORD_NORETURN,
    WORD_REAL_IMAG,
    WORD_REGISTER,
    WORD_RESTRICT,
    WORD_RETURN,
    WORD_SIZEOF,
    WORD_STATIC,
    WORD_STATIC_ASSERT,
    WORD_STRUCT,
    WORD_SWITCH,
    WORD_THREAD_LOCAL,
    WORD_TYPEDEF,
    WORD_TYPEOF,
    WORD_UNION,
    WORD_VOID,
    WORD_VOLATILE,
    WORD_WHILE,
    WORD_BASIC_TYPE,
    /* Pirn's */
    WORD_ASYNC,
    WORD_AWAIT,
    WORD_CHAN,
    WORD_DEFER,
    WORD_FAIL,
    WORD_GEN,
    WORD_GEN_CLOSE,
    WORD_GENERATOR,
    WORD_NEXT,
    WORD_OFFLOAD,
    WORD_RUN,
    WORD_SCOPE,
    WORD_SPAWN,
    WORD_SPAWN_IN,
    WORD_SPAWN_ON,
    WORD_TASK,
    WORD_TEST,
    WORD_TRY_SPAWN,
    WORD_YIELD,
    WORD_YIELD_FROM,
};

struct token {
    const char *text; /* not ended by NUL */
    uint32_t offset;  /* of its first byte in the input */
    uint32_t length;
    uint32_t extent;  /* bytes in the input: digraphs are longer than text */
    uint32_t line;    /* of the user's file, from the line marks */
    uint32_t column;  /* in the preprocessed line, from 1 */
    uint32_t before;  /* index of the first directive before it, + 1; or 0 */
    uint16_t file;    /* index of source.files */
    uint8_t kind;     /* enum token_kind */
    uint8_t word;     /* enum word */
    bool system;      /* in a system header */
    bool spaced;      /* white space before it */
    bool fallthrough; /* a comment before it says that control falls through */
    /* How printing changes the token, whoever prints it: */
    const char *instead; /* not NULL: print this instead of the token */
    const char *after;   /* not NULL: and this behind it */
};

/* A line in the text that begins with #, but for line marks. */
struct directive {
    const char *text;
    uint32_t length;
    uint32_t line;
    token_index token;   /* the token before which it stands */
    bool is_pack;        /* #pragma pack */
    bool is_openmp;      /* #pragma omp, acc */
    bool is_about_loop;  /* must stand before a loop with a condition */
    bool is_about_block; /* must stand where a block begins */
};

/* An error that was shown. */
struct said {
    uint16_t file;
    uint32_t line;
    size_t column;
    const char *rule;
};

struct source {
    struct arena arena;
    const struct translate_options *options;
    char *input; /* a copy of our own, ended by NUL */
    size_t length;
    VECTOR(struct token) tokens; /* the last one is TOKEN_END */
    VECTOR(struct directive) directives;
    VECTOR(const char *) files; /* names as in the line marks, quoted */
    struct map weak_names;      /* those of #pragma weak */
    unsigned errors;
    unsigned refusals;        /* errors, and those that quiet kept silent */
    bool counts_words;        /* the plain words count, from some place on */
    bool has_words;           /* some token is one of Pirn's words */
    bool has_generators;      /* some are defined */
    bool has_no_reading;      /* with the words as macros it would be read
                                 otherwise */
    bool needs_copy;          /* so it would, but for a few of them */
    bool uses_names;          /* names of scopes stand by themselves */
    bool quiet;               /* errors are neither shown nor counted */
    struct columns *columns;  /* column.c */
    VECTOR(struct said) said; /* diag.c */
    jmp_buf recover; /* where a parse error goes: past the declaration */
};

void lex(struct source *source);
bool token_is(const struct source *source, token_index at, const char *text);
/* The token's text, ended by NUL. */
const char *token_text(struct source *source, token_index at);

/* ---- column.c ----------------------------------------------------------- */

/* The name in a line mark without its quotes and escapes. */
const char *file_name(struct source *source, uint16_t file);
/* The token's column in its line of the user's file, from 1. *line, if line is
 * not NULL, is that line, without its end. */
size_t column_of(struct source *source, token_index at, const char **line);

/* Whether the token stands in the user's file itself, and at which byte of it;
 * it may have come from a macro. */
bool offset_of(struct source *source, token_index at, size_t *offset);

/* ---- elide_reading.c ---------------------------------------------------- */

/* Whether the file can be read with the words as macros: see elide.c. */
void find_reading(struct source *source);

/* ---- diag.c ------------------------------------------------------------- */

/* Reports an error at a token: file:line:col, the source line, a caret, the
 * rule's name, and help, the way out (may be NULL). */
__attribute__((format(printf, 5, 6))) void
diagnose(struct source *source, token_index at, const char *rule,
         const char *help, const char *format, ...);
/* Reports a warning, or, if the user wants that, an error. The rule is one of
 * the table in diag.c, by which options name it. */
__attribute__((format(printf, 5, 6))) void
warn(struct source *source, token_index at, const char *rule, const char *help,
     const char *format, ...);
/* The same, and behind it what led there, step by step. */
struct step {
    token_index at;
    const char *text;
};
__attribute__((format(printf, 7, 8))) void
warn_along(struct source *source, token_index at, const char *rule,
           const char *help, const struct step *steps, size_t count,
           const char *format, ...);
/* Whether such a warning would be shown. */
bool is_warned_of(const struct source *source, const char *rule);
/* Reports an error, then gives up the declaration that is being parsed. */
__attribute__((noreturn, format(printf, 5, 6))) void
give_up(struct source *source, token_index at, const char *rule,
        const char *help, const char *format, ...);

/* ---- types and symbols -------------------------------------------------- */

enum type_kind {
    TYPE_UNKNOWN, /* typeof, or something that was not understood */
    TYPE_VOID,
    TYPE_SCALAR,
    TYPE_RECORD,
    TYPE_POINTER,
    TYPE_ARRAY,
    TYPE_FUNCTION,
};

/* As much of a type as the translator needs: its shape, never its size. */
struct type {
    uint8_t kind; /* enum type_kind */
    bool is_const, is_volatile, is_atomic;
    bool is_variable; /* variably modified */
    bool is_aligned;  /* by _Alignas or an attribute */
    bool is_auto;     /* __auto_type */
    bool is_vector;
    bool from_typedef;    /* qualifiers may hide in a typedef or typeof */
    bool is_handle;       /* task(T), gen(T), chan(T) */
    bool is_task, is_gen; /* which of them */
    bool is_complete_array;
    /* functions only: */
    bool is_async, is_generator, is_async_generator;
    bool is_variadic, is_unprototyped;
    uint16_t arithmetic; /* which one a scalar is: type.c; 0: not known */
    struct type *of;     /* pointed to, element, result or the T of a handle */
    struct record *record;
    struct record *enumeration; /* scalars: of an enum, without C23's `: T` */
    /* functions only: where the parameters stand, if they were written out */
    token_index open, close;
    struct block *block;              /* the parameters' */
    VECTOR(struct node *) parameters; /* NODE_DECLARATION; filled in bodies */
    VECTOR(struct type *) parameter_types;
    const char *code_attributes; /* those about code: for the step as well */
    const char *yielded;         /* generators: the text of T */
};

/* A struct or union, for the members whose type matters; or an enum. */
struct record {
    const char *name;            /* struct NAME, or NULL */
    uint16_t arithmetic;         /* an enum's, as that of a type */
    struct map members;          /* name -> struct type */
    VECTOR(struct type *) order; /* of those that are written in it */
    bool is_complete;
    bool is_variable; /* GNU's: a member's size depends on a value */
};

enum symbol_kind {
    SYMBOL_VARIABLE,
    SYMBOL_PARAMETER,
    SYMBOL_FUNCTION,
    SYMBOL_TYPEDEF,
    SYMBOL_ENUMERATOR,
    SYMBOL_TAG,
    SYMBOL_SCOPE, /* the name of a scope statement */
    SYMBOL_TEMPORARY,
};

/* Where a local lives while its coroutine is suspended. */
enum home {
    HOME_NATIVE, /* on the native stack; copied into the frame at those
                    suspensions where it is alive */
    HOME_FRAME,  /* in the frame, at one address, for all its life */
};

struct symbol {
    const char *name;
    uint8_t kind; /* enum symbol_kind */
    uint8_t home; /* enum home; variables and parameters only */
    bool is_local, is_static, is_extern, is_register;
    bool is_address_taken; /* or used by asm, or in a way not understood */
    bool is_used;
    bool in_frame;   /* has a member in the frame */
    bool needs_type; /* its carrier (see emit_types.c) has to be printed */
    bool type_printed;
    bool hoisted;          /* static: moved to file scope */
    bool is_known_outside; /* extern: the file scope declares it, too */
    bool is_in_prototype;  /* a parameter, but not of a definition */
    bool is_turned;        /* functions, async_all: has a coroutine as well */
    bool is_unturnable;
    bool is_of_library;   /* functions: a system header declares it */
    bool runs_in_handler; /* functions: a signal may be handled by it */
    token_index first, body_first, body_last; /* functions: if defined */
    bool takes_nothing;                /* it is defined without parameters */
    bool is_function_wide; /* a temporary that lives as long as its function */
    bool is_kept;          /* a temporary alive across some suspension */
    bool is_passed_on;     /* scopes: others may have a pointer to it */
    bool escapes;          /* variables: the value may go anywhere: handle.c */
    uint32_t number;       /* unique among the locals of a function */
    int32_t index;         /* in the sets of live.c, or -1 */
    const char *rename;    /* not NULL: printed instead of name */
    const char *member;    /* its name in the frame */
    struct type *type;
    struct record *record;   /* tags */
    struct node *declarator; /* its declaration, if there is one */
    struct node *specifiers; /* tags: the definition */
    struct node *call;       /* temporaries: the call whose type it has... */
    struct node *value;      /* ... or the expression, else an int ... */
    struct node *handle;     /* ... or the handle that gives its type */
    struct block *block;     /* the block it belongs to; NULL at file scope */
    token_index direct_last; /* functions: before an asm label */
    token_index declared;    /* from this token on it is visible */
    uint32_t row, rest;      /* emit_table.c: the last row about it, or 0, and
                                what follows that */
    struct origin *origins;  /* variables: of their handles; check_ended.c */
};

/* A block of a function: which can be alive together, and which not. */
struct block {
    struct block *parent;
    token_index first, last;
    VECTOR(struct symbol *) symbols;
    VECTOR(struct block *) children;
    struct node *own_scope; /* the scope statement whose { } it is */
    bool has_label;         /* a label or case inside, or a defer: control may
                               come back to what stands before */
    bool has_region;        /* a defer in it, or a variable to clean up */
    struct map names, tags;
};

/* ---- the tree ----------------------------------------------------------- */

enum node_kind {
    /* expressions; children in brackets */
    NODE_NAME,             /* symbol, or NULL for what is not declared */
    NODE_LITERAL,          /* strings, numbers, characters, true, ... */
    NODE_PAREN,            /* [inner] */
    NODE_CALL,             /* [callee, arguments...] */
    NODE_MEMBER,           /* [object]; the last token is the member's name */
    NODE_INDEX,            /* [array, index] */
    NODE_UNARY,            /* [operand]; the first token is the operator */
    NODE_INCREMENT,        /* [operand]; prefix or postfix ++ and -- */
    NODE_BINARY,           /* [left, right]; op */
    NODE_LOGICAL,          /* [left, right]; && or || */
    NODE_CONDITIONAL,      /* [test, then, else]; then is NULL in `a ?: b` */
    NODE_ASSIGN,           /* [left, right]; op */
    NODE_COMMA,            /* [left, right] */
    NODE_CAST,             /* [type name, operand] */
    NODE_COMPOUND_LITERAL, /* [type name, initialiser list]; symbol */
    NODE_UNEVALUATED, /* [...] sizeof, alignof, __builtin_constant_p and their
                         kin: nothing in it runs */
    NODE_STATEMENT_EXPRESSION, /* [compound] */
    NODE_GENERIC,              /* [control, then values...] */
    NODE_BUILTIN,              /* [...] va_arg, offsetof and their kin */
    NODE_LABEL_ADDRESS,
    NODE_AWAIT,            /* [operand]; is_task: of a handle */
    NODE_SPAWN,            /* [call], or [scope or worker, call] */
    NODE_RUN,              /* [call] */
    NODE_TEST,             /* [the test that it is a run of, call] */
    NODE_NEXT,             /* [generator, where to] */
    NODE_GEN_CLOSE,        /* [generator] */
    NODE_FAIL,             /* [value] */
    NODE_INITIALISER_LIST, /* [designators and values...] */
    NODE_TYPE_NAME,        /* [specifiers, array sizes, parameters...] */
    NODE_TEMPORARY,        /* symbol; made by lift */
    NODE_TRUTH,            /* [operand]; !! of it; made by lift */
    NODE_INSTEAD, /* [what is left]: in the place of a larger expression */

    /* declarations */
    NODE_SPECIFIERS,  /* [record bodies, typeof operands...] */
    NODE_RECORD,      /* a struct, union or enum with a body; symbol: tag */
    NODE_DECLARATOR,  /* symbol; [array sizes, parameters...] */
    NODE_DECLARATION, /* [specifiers, declarator, initialiser], the latter
                         two may be NULL */

    /* statements */
    NODE_COMPOUND,   /* [statements...]; block */
    NODE_EXPRESSION, /* [expression] */
    NODE_NULL,
    NODE_IF,            /* [test, then, else or NULL] */
    NODE_WHILE,         /* [test, body] */
    NODE_DO,            /* [body, test] */
    NODE_FOR,           /* [init, test, step, body]; each may be NULL; block */
    NODE_SWITCH,        /* [value, body] */
    NODE_CASE,          /* [values..., statement]; at: before the statement */
    NODE_DEFAULT,       /* [statement]; the same */
    NODE_LABEL,         /* [statement]; the same; label */
    NODE_GOTO,          /* label */
    NODE_GOTO_COMPUTED, /* [target] */
    NODE_BREAK,
    NODE_CONTINUE,
    NODE_RETURN,      /* [value or NULL] */
    NODE_ASM,         /* [operands...] */
    NODE_YIELD,       /* [value] */
    NODE_YIELD_FROM,  /* [generator] */
    NODE_SCOPE,       /* [options or NULL, body, else or NULL]; symbol, block */
    NODE_DEFER,       /* [NODE_DEFERRED]; block: in which it stands */
    NODE_DEFERRED,    /* [statement]; block: the statement's */
    NODE_FALLTHROUGH, /* an attribute statement */
    NODE_LABEL_DECLARATION, /* __label__ */
    NODE_STATIC_ASSERT,

    /* made by lift */
    NODE_SUSPEND,       /* [call, handle, ... or NULL]; symbol: the value's
                           temporary, or NULL; how says of what */
    NODE_SET,           /* [value]; symbol = value */
    NODE_FORGET,        /* symbol has no value here, whatever it had before */
    NODE_LOOP,          /* [body]: for (;;) */
    NODE_PIN,           /* [value]: a result that needs an address */
    NODE_NOT,           /* [operand]: ! of it */
    NODE_EQUALS,        /* [symbol, literal text] */
    NODE_BLOCK,         /* [statements...]: braces; block may be NULL */
    NODE_PLACE,         /* a label of the translator's own; text */
    NODE_GOTO_PLACE,    /* a jump to it; text */
    NODE_SCOPE_ENTER,   /* [options or NULL]; symbol: the scope's */
    NODE_SCOPE_ABANDON, /* symbol: the scope's */
    NODE_SCOPE_KEEP,    /* its handles are good until... */
    NODE_SCOPE_DROP,    /* ... here */
    NODE_SHIELD_ENTER,
    NODE_SHIELD_LEAVE, /* symbol: a scope of its own */
    NODE_CLEAN,        /* [function]; symbol: what it is given */
    NODE_CLOSING,      /* [block]: done behind the yield that is its target,
                          if the generator is closed there */
};

enum suspension {
    SUSPEND_CALL,       /* [call] */
    SUSPEND_TASK,       /* [handle] */
    SUSPEND_NEXT,       /* [NODE_NEXT] */
    SUSPEND_GEN_CLOSE,  /* [NODE_GEN_CLOSE] */
    SUSPEND_SCOPE,      /* symbol: 1 if `else` is due; scope: which */
    SUSPEND_YIELD,      /* [value] */
    SUSPEND_YIELD_FROM, /* [generator]; symbol: how that ended */
    SUSPEND_PROBE,
    SUSPEND_OFFLOAD, /* [call]; its arguments are evaluated */
};

struct node {
    uint8_t kind;             /* enum node_kind */
    uint8_t how;              /* NODE_SUSPEND: enum suspension */
    bool awaits;              /* an await that runs is somewhere inside */
    bool is_task;             /* NODE_AWAIT: of a task handle */
    bool is_offloaded;        /* NODE_CALL: a thread of the pool makes it */
    bool is_carried;          /* NODE_NAME: its type stands for it */
    bool is_try, is_detached; /* NODE_SPAWN */
    bool is_placed;      /* NODE_SPAWN: child[0] is the number of a worker */
    bool is_passed_on;   /* NODE_SPAWN: others may have the handle */
    bool is_unevaluated; /* inside sizeof, typeof, alignof */
    bool is_tail;        /* NODE_SUSPEND: return await f() */
    bool is_closable;    /* NODE_SUSPEND: of a yield, with something to do
                            when the generator is closed there */
    bool is_synthetic;   /* made by a pass: has no tokens of its own */
    bool is_consumed;    /* NODE_CALL: by await, spawn, pirn_run...;
                            NODE_FAIL: it is a statement */
    bool is_value;       /* NODE_EXPRESSION: of the statement expression that
                            it ends */
    bool is_typedef, is_static, is_extern; /* NODE_SPECIFIERS */
    bool is_register, is_thread_local, is_async, is_generator; /* the same */
    char op[4];                                                /* operators */
    token_index first, last;
    token_index at; /* where errors about it point */
    struct node **child;
    uint32_t children, room;
    struct symbol *symbol;
    struct node *cleaner; /* NODE_DECLARATION: the name in cleanup(...) */
    struct block *block;
    struct node *scope;  /* NODE_SPAWN, SUSPEND_SCOPE: scope statement;
                            regions: that in whose own block they begin */
    struct node *region; /* jumps, labels, loops, regions: the region around */
    struct node *target; /* the loop or switch of break and continue */
    struct label *label;
    struct type *type; /* NODE_TYPE_NAME */
    const char *text;  /* places, NODE_EQUALS and NODE_SET to a constant */
    const char *continue_place; /* loops: where continue has to go, or NULL */
    uint32_t state;             /* NODE_SUSPEND: its number, from 1 */
    struct node *next;          /* of the function's suspensions */
    uint64_t *live;     /* NODE_SUSPEND: set by live.c: what is saved... */
    uint64_t *assigned; /* ... what of that surely has a value... */
    uint64_t *clean;    /* ... and what, in a step, the frame has already */
};

/* A region is a part of a function that is left in an order of its own: the
 * body of a scope statement; what follows a defer, or a variable with the
 * attribute cleanup, in its block; and the statement that a defer defers. Its
 * node is NODE_SCOPE, NODE_DEFER, NODE_DECLARATION or NODE_DEFERRED. */

struct label {
    const char *name;
    const char *rename;
    struct node *node;    /* NODE_LABEL, or NULL while only used */
    struct node *region;  /* the innermost one around it */
    struct block *around; /* the block in which it stands */
    struct node *statement_expression;
    struct block *block; /* where __label__ declares it, or NULL */
    token_index used;
    bool is_address_taken, is_used;
};

/* A declaration of a plain function at file scope: behind it stands the
 * declaration of its coroutine, if it was turned (async_all). */
struct prototype {
    struct symbol *symbol;
    struct type *type;
    token_index specifiers_first, specifiers_last, first, last, name;
    token_index end; /* the token behind which the coroutine is declared */
    struct prototype *next;
};

/* What a function definition is made of. */
struct function {
    struct symbol *symbol;
    struct type *type;
    const char *name;
    token_index first, last; /* the whole definition */
    token_index specifiers_last;
    token_index declarator_first;
    token_index direct_last; /* before an asm label and attributes */
    token_index head_last;   /* before { */
    token_index name_token;
    bool has_asm_label;
    struct node *specifiers;
    struct node *body;   /* NODE_COMPOUND */
    struct block *block; /* of the parameters */
    VECTOR(struct symbol *) parameters;
    VECTOR(struct symbol *) locals; /* all of them, in source order */
    VECTOR(struct symbol *) temporaries;
    VECTOR(struct node *) hoisted; /* local types, in source order */
    VECTOR(struct label *) labels;
    VECTOR(struct node *) regions;     /* but for NODE_DEFERRED */
    VECTOR(struct node *) suspensions; /* state n is at[n - 1] */
    VECTOR(struct symbol *) movable;   /* by symbol->index */
    bool is_coroutine, is_async, is_generator, is_main;
    bool is_turned; /* by async_all */
    bool is_direct; /* a coroutine that is a plain function, as every wait
                       blocks its thread */
    bool has_defer;
    bool is_lowered;             /* its statements are taken apart: it is a
                                    coroutine or has a defer */
    token_index openmp;          /* behind a pragma of OpenMP, or 0 */
    token_index variable_member; /* the first whose size depends on a value */
    token_index variable_again;  /* a second declarator behind a type whose
                                    size would be evaluated twice */
    bool is_returning_void;
    bool has_words;
    bool uses_label_addresses;
    bool has_many_loops;  /* nested too deeply for compilers to optimize */
    bool is_unique;       /* its code may be in the program but once */
    bool is_eager;        /* takes its frame at the start... */
    token_index eager_at; /* ... because of this */
    const char *eager_why;
    uint32_t numbers; /* for unique names */
    const char *step_name;
    struct symbol *pending_value;   /* of a return, while regions end */
    struct symbol *pending_failure; /* of pirn_fail */
};

/* ---- the passes --------------------------------------------------------- */

struct unit {
    struct source *source;
    struct arena *arena;
    struct block *file_scope;
    struct map async_names; /* names that are a coroutine or a handle
                               somewhere */
    struct map members;     /* struct member_use, by member name */
    VECTOR(struct function *) functions;   /* those that are printed anew */
    VECTOR(struct prototype *) prototypes; /* under async_all */
    VECTOR(struct symbol *) handlers;      /* the same: run for signals */
    unsigned total, turned;                /* async_all */
    bool is_below; /* async_all: the runtime may not be entered from here */
};

/* parse*.c: file scope lightly, bodies of coroutines fully */
void parse(struct unit *unit);
/* Takes back what reading a function as a coroutine changed in its text. */
void leave_plain(struct source *source, token_index first, token_index last);
/* turn.c: whether a function stays plain, whatever is in it (async_all) */
bool stays_plain(const struct unit *unit, const struct symbol *symbol);
/* Before that: finds what runs in signal handlers. */
void find_handlers(struct unit *unit);
/* check.c: what is refused, one function per rule */
void check(struct unit *unit, struct function *function);
/* check_clause.c: the clauses of a call of pirn__select */
void check_clauses(struct unit *unit, struct node *call);
/* check_handle.c: handles that are used as if they were values */
void check_handles(struct unit *unit, struct function *function);
/* check_ended.c: handles that are awaited behind the scope of their task */
void check_ended(struct unit *unit, struct function *function);
/* blocking.c: calls in coroutines that keep the whole thread waiting */
void warn_of_blocking(struct unit *unit);
/* check_words.c: whether words stand where they mean nothing, which is told */
bool check_words(struct source *source);
/* mark.c: which nodes contain an await that runs; under async_all, calls of
 * turned functions become awaits */
void mark_awaits(struct unit *unit, struct function *function);
/* handle.c: which spawned tasks others may wait for */
void find_handles(struct unit *unit, struct function *function);
/* The state of a frame has 16 bits, of which one value means `running`. In a
 * generator two of them tell of its closing. */
enum { MAX_SUSPENSIONS = UINT16_MAX - 1, MAX_GENERATOR = 0x3ffe };
/* lift*.c: awaits out of expressions, and regions into plain statements */
void lift_awaits(struct unit *unit, struct function *function);
/* home.c: which locals need one address while their coroutine is suspended,
 * and whether the frame is taken at the start because of that */
void find_homes(struct unit *unit, struct function *function);
/* The frame is taken at the start, if it is not yet: why, and where that is. */
void take_at_start(struct function *function, token_index at, const char *why);
/* Whether control may suspend there while the local is alive. */
bool is_around(const struct symbol *symbol, const struct node *suspension);
/* live.c: which of the others are saved at each suspension */
void find_live(struct unit *unit, struct function *function);
/* A coroutine that waits at more places than these is generated for compilers
 * to take less time with it. */
enum { MANY_PLACES = 128 };
/* frame.c: whether values that were to be copied at each suspension have to
 * live in the frame, there being too many of both */
bool settle_in_frame(struct unit *unit, struct function *function);
/* frame.c: what has a place in the frame */
void lay_out_frame(struct unit *unit, struct function *function);
/* emit.c */
void emit(struct unit *unit, struct text *out);

/* ---- tree.c: helpers for all passes ------------------------------------- */

struct node *node_new(struct unit *unit, enum node_kind kind, token_index at);
void node_add(struct unit *unit, struct node *parent, struct node *child);
/* type.c: which arithmetic type the words name, added one by one */
uint16_t arithmetic_add(uint16_t set, const struct token *token);
uint16_t arithmetic_finish(uint16_t set);
/* type.c: with which type the enum that is written there is compatible, or 0 */
uint16_t arithmetic_of_enum(const struct source *source, token_index first,
                            token_index last);
/* type.c: false if they are compatible, but for qualifiers, or not known. */
bool types_differ(const struct type *a, const struct type *b);
/* type.c: how a program spells the type, or NULL if that is not known. */
const char *type_text(struct unit *unit, const struct type *type);
/* Without parentheses, casts not looked through. */
struct node *node_bare(struct node *node);
/* Whether it is a call of the function of that name at file scope. */
bool is_call_of(const struct node *call, const char *name);
/* The expression that gives a statement expression its value, or NULL. */
struct node *node_value(const struct node *whole);
/* The type of an expression, or NULL if not known. */
struct type *node_type(struct unit *unit, struct node *node);
/* What is known of a member name whose record is not. */
struct member_use {
    struct type *async_type; /* of one that is a coroutine or a handle */
    bool is_plain_too;       /* another record has one that is not */
};
bool is_variably_modified(const struct type *type);
/* Whether a type, or the type of a variable, in it depends on a value. */
bool mentions_variable_type(const struct node *node);
/* Calls `visit` for the variable of which the lvalue is the whole or a part,
 * unless a pointer is followed; for each of them, if one is chosen when the
 * program is compiled. */
void for_each_base(struct unit *unit, struct node *lvalue,
                   void (*visit)(struct symbol *, void *), void *data);
/* The function type behind what is called, or NULL if not known. */
struct type *callee_type(struct unit *unit, struct node *callee);
/* What of the node begins a region or leaves one in the middle, or NULL. */
const struct node *region_inside(const struct node *node);
struct symbol *symbol_new(struct unit *unit, enum symbol_kind kind,
                          const char *name);
struct block *block_new(struct unit *unit, struct block *parent,
                        token_index first);
static inline bool set_has(const uint64_t *set, int32_t index)
{
    return set[index / 64] >> (index % 64) & 1;
}

#endif
