/* What the parts of emit share: printing tokens at their lines, nodes as they
 * stand or as the passes changed them, and the translator's own text.
 *
 * What the user wrote is marked with its line, so that warnings, debuggers
 * and profilers point there. The translator's own text, and every second copy
 * of the user's, is marked as a system header's: no warnings come from it. */
#ifndef TRANSLATE_PRINT_H
#define TRANSLATE_PRINT_H

#include "translate/pass.h"

enum body {
    BODY_PLAIN, /* a function that is no coroutine */
    BODY_ENTRY, /* ordinary locals; a frame only when something suspends */
    BODY_STEP,  /* a state machine over the frame */
    BODY_TYPES, /* declarations at the top: locals stand for their types */
};

struct printer {
    struct unit *unit;
    struct source *source;
    struct arena *arena;
    struct text *out;
    struct function *function;
    enum body body;
    bool is_visible; /* the user's warnings come from what is printed now */
    bool drops_loop_pragmas; /* the loop was taken apart */
    unsigned copies;         /* of statement expressions in BODY_TYPES */
    token_index led;         /* the directives before this token are printed */
    /* where the output is, as its reader sees it: */
    uint32_t line;
    uint16_t file;
    bool is_system, is_known;
    bool is_defining;    /* local types are printed with their bodies */
    struct node *inside; /* BODY_TYPES: a statement expression, whose locals
                            are declared in what is printed */
    uint32_t rows;       /* of pirn__kept, so far */
    bool names_itself;   /* __func__ was printed as pirn__func */
    bool uses_abi;       /* what is printed relies on the runtime's version */
};

/* -- text -- */
/* The name of the token's file, quoted, as the program has it in what it says.
 */
const char *kept_name(struct printer *p, const struct token *token);
/* The translator's own text, marked so. Must not contain newlines. */
__attribute__((format(printf, 2, 3))) void glue(struct printer *p,
                                                const char *format, ...);
/* Text among what the user wrote, as if it stood there. */
__attribute__((format(printf, 2, 3))) void among(struct printer *p,
                                                 const char *format, ...);
/* The output goes on at the token's line, behind the directives before it. */
void go_to(struct printer *p, token_index at);
/* A token, with what stands before it and its line. */
void print_token(struct printer *p, token_index at);
void print_tokens(struct printer *p, token_index first, token_index last);

/* -- nodes -- */
void print_node(struct printer *p, struct node *node);
/* `spawn f();`, which is a block: it needs no `;` behind it. */
void print_spawn_statement(struct printer *p, struct node *spawn);
/* Where the grammar has an assignment-expression: a comma gets parentheses. */
void print_value(struct printer *p, struct node *node);
/* The tokens from first to last; those of node's children as nodes. */
void print_range(struct printer *p, struct node *node, token_index first,
                 token_index last);
/* The node's child that begins at the token, or NULL. */
struct node *child_at(struct node *node, token_index at);
/* A call of a coroutine whose first argument is `worker`. */
void print_call(struct printer *p, struct node *call, const char *worker);
/* The call, never made, for its type. That comes from the callee alone, so an
 * argument is repeated only if no 0 can stand for it. */
void print_unmade_call(struct printer *p, struct node *call);
bool is_repeated_argument(struct printer *p, const struct node *call,
                          uint32_t child);
const char *symbol_text(struct printer *p, struct symbol *symbol);
const char *label_text(struct printer *p, const struct label *label);
/* An expression with its type: that of the value, if it had one. */
const char *carrier_name(struct printer *p, const struct symbol *symbol);
/* In a coroutine that is a plain function: the name of a scope or compound
 * literal. */
const char *direct_name(struct printer *p, const struct symbol *symbol);
/* Whether values of that type can simply be assigned. */
bool is_scalar(const struct type *type);
bool is_scalar_symbol(struct printer *p, struct symbol *symbol);
/* Whether the local's type stands for it in BODY_TYPES. */
bool is_carried(const struct symbol *symbol, const struct node *inside);

/* -- emit_types.c: local types, the types of locals, the frame -- */
void emit_types(struct printer *p);
void emit_temporaries(struct printer *p);
/* The same for scopes and literals that are named by direct_name. */
void emit_direct_locals(struct printer *p);
/* The bracket that closes the one at the token; the token before, if there is
 * none; the end of the file, if nothing closes it. */
token_index skip_group(struct printer *p, token_index at);
/* From __attribute__ at the token on: those attributes that make another type.
 * Returns its last token. */
token_index print_type_attributes(struct printer *p, token_index at);
bool is_standard_attribute(struct printer *p, token_index at);
/* specifiers and declarator of a local, with another name if not NULL */
void print_declaration(struct printer *p, struct symbol *symbol,
                       const char *name, bool drop_const);

/* -- emit_statement.c -- */
void print_statement(struct printer *p, struct node *node);

/* -- emit_table.c -- */
void emit_table(struct printer *p);
/* In the code of an entry. */
void emit_mark(struct printer *p);
/* In plain code, before the call of an entry, which may be inlined. */
void emit_plain_mark(struct printer *p);

/* -- emit_direct.c -- */
/* The step of a coroutine that is a plain function: where its thread begins. */
void emit_direct_step(struct printer *p);

/* -- emit_frame.c: into the frame, and out of it again -- */
void emit_suspension(struct printer *p, struct node *node);
/* Where control comes when the generator is closed at that yield. */
void emit_close_at(struct printer *p, struct node *node);
void emit_return(struct printer *p, struct node *node);
void emit_start(struct printer *p);
void emit_resume(struct printer *p);
void emit_finish(struct printer *p);

#endif
