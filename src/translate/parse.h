/* What the parts of the parser share. parse.c walks the file scope,
 * parse_specifiers.c, parse_declarator.c, parse_declaration.c,
 * parse_expression.c and parse_statement.c know the
 * clauses of the standard after which they are named. */
#ifndef TRANSLATE_PARSE_H
#define TRANSLATE_PARSE_H

#include "translate/pass.h"

struct parser {
    struct unit *unit;
    struct source *source;
    struct arena *arena;
    token_index at;
    struct block *block;       /* where names are declared now */
    struct function *function; /* NULL: at file scope, where expressions are
                                  skipped and no nodes are made */
    struct node *scope;        /* the innermost scope statement */
    struct node *own_scope;    /* that whose block begins here */
    struct node *region;       /* the innermost region */
    struct node *loop;         /* what `continue` means */
    struct node *breakable;    /* what `break` means */
    struct node *selection;    /* the switch to which a case belongs */
    bool in_head;              /* of a loop or switch, outside its body */
    struct node *statement_expression;
    unsigned depth;        /* of nesting, bounded */
    unsigned record_depth; /* struct bodies around this place */
    bool is_unevaluated;
    /* What the attributes that were skipped last said: */
    bool saw_aligned, saw_vector;
    token_index saw_cleanup; /* the word, or 0 */
};

/* Nesting beyond this is refused, before the native stack is used up. */
enum { MAX_DEPTH = 4000 };

/* -- tokens -- */
static inline struct token *peek(const struct parser *p)
{
    return &p->source->tokens.at[p->at];
}
static inline uint8_t word_at(const struct parser *p, token_index at)
{
    return p->source->tokens.at[at].word;
}
bool at_text(const struct parser *p, const char *text);
bool next_is(const struct parser *p, const char *text);
bool take(struct parser *p, const char *text);
void expect(struct parser *p, const char *text);
/* From an opening bracket to behind the one that closes it. */
void skip_balanced(struct parser *p);
void enter(struct parser *p); /* one level of nesting more */
void leave(struct parser *p);
/* One link more of a chain such as a + b + c, whose tree is as deep. */
void count_link(struct parser *p, unsigned *links);

/* -- names -- */
struct symbol *lookup(const struct parser *p, token_index name);
struct symbol *declare(struct parser *p, token_index name,
                       enum symbol_kind kind, struct type *type);

/* -- parse_specifiers.c -- */
struct specifiers {
    struct node *node; /* NODE_SPECIFIERS; NULL at file scope */
    struct type *type;
    uint16_t arithmetic; /* of its words so far */
    token_index first, last;
    token_index async_at; /* the word async or generator */
    bool is_typedef, is_static, is_extern, is_inline, is_async, is_generator;
    bool has_body; /* a struct, union or enum is defined in it */
};
struct declarator {
    struct type *type;
    struct type *function; /* the function nearest to the name, or NULL */
    token_index first, last, name; /* name: 0 if there is none */
    token_index direct_last;       /* before an asm label and attributes */
    bool has_asm_label;
    struct node *node; /* NODE_DECLARATOR; NULL at file scope */
};
struct type *type_new(struct parser *p, enum type_kind kind, struct type *of);
bool starts_type(const struct parser *p, token_index at);
void parse_specifiers(struct parser *p, struct specifiers *out);
/* Up to what ends an expression that nobody reads. */
void skip_expression(struct parser *p);

/* -- parse_declarator.c -- */
void parse_declarator(struct parser *p, struct specifiers *specifiers,
                      struct declarator *out);
struct node *parse_type_name(struct parser *p);
/* The same, and the type, also where there are no nodes. */
struct node *parse_named_type(struct parser *p, struct type **type);
/* 6.7.6.3: the type of a parameter, of which arrays and functions are none. */
struct type *adjust_parameter(struct parser *p, struct type *type);
/* Gives up if no coroutine can have parameters as this function type has. */
void check_parameters(struct parser *p, const struct type *function,
                      bool may_be_unprototyped);

/* -- parse_declaration.c -- */
/* A declaration in a body: one NODE_DECLARATION for each declarator, added to
 * the children of `into`. */
void parse_declaration(struct parser *p, struct node *into);
void static_assert_declaration(struct parser *p, struct node *into);
bool at_attribute(const struct parser *p);
void skip_attributes(struct parser *p);

/* -- attributes.c -- */
/* The name at the token, without the underscores of __name__. */
const char *plain_name(struct parser *p, token_index at);
/* Adapts the attributes from token first to last to the parameter that the
 * declaration of a coroutine gets, and drops those that would not be true.
 * Returns those about code. */
const char *adapt_attributes(struct parser *p, token_index first,
                             token_index last);
/* Gives up if a plain function with these attributes cannot be turned. */
void refuse_attributes(struct parser *p, token_index first, token_index last);

/* -- turn.c -- */
/* Under async_all: what the declaration of a plain function, whose tokens are
 * these, says about whether it may become a coroutine. */
void note_declaration(struct parser *p, struct symbol *symbol,
                      token_index first, token_index last);
/* The same of a definition. */
void note_definition(struct parser *p, const struct symbol *symbol,
                     bool is_static);

/* -- parse_expression.c -- */
struct node *parse_expression(struct parser *p);  /* 6.5.17 */
struct node *parse_assignment(struct parser *p);  /* 6.5.16 */
struct node *parse_conditional(struct parser *p); /* 6.5.15 */
struct node *parse_initialiser(struct parser *p); /* 6.7.9 */
void refuse_await_in_size(struct parser *p, struct node *type);
/* An expression of which nothing is evaluated. */
struct node *parse_unevaluated(struct parser *p,
                               struct node *(*parse)(struct parser *));

/* -- parse_statement.c -- */
struct node *parse_compound(struct parser *p, struct block *block);
struct node *parse_statement(struct parser *p);
/* The function's label of that name, made if it is not known yet. */
struct label *find_label(struct parser *p, token_index name);
/* From here to the end of the block is a region. */
void begin_region(struct parser *p, struct node *node);

#endif
