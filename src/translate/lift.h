/* What the parts of lift share. After this pass an await is a statement of
 * its own, NODE_SUSPEND, whose value, if anybody wants it, is in a temporary,
 * and a scope statement has become plain statements around a NODE_SUSPEND. */
#ifndef TRANSLATE_LIFT_H
#define TRANSLATE_LIFT_H

#include "translate/pass.h"

/* A jump that leaves a scope in the middle: taken when the scope has ended. */
struct exit {
    enum node_kind kind;     /* NODE_RETURN, BREAK, CONTINUE or GOTO */
    struct node *target;
    struct label *label;
    struct node *from;
};

/* A scope statement whose body is being lifted. */
struct open_scope {
    struct node *node;
    struct open_scope *outer;
    struct symbol *exit;     /* which exit is due: 0 none, else its number */
    const char *leave;       /* the place where the scope ends */
    VECTOR(struct exit) exits;
};

struct lifter {
    struct unit *unit;
    struct function *function;
    struct arena *arena;
    struct node *out;            /* statements are added to its children */
    struct block *block;         /* of the statement that is being lifted */
    struct block *temporaries;   /* its temporaries' block, once there is one */
    struct open_scope *scope;
    VECTOR(struct symbol *) pending; /* temporaries of this statement and of
                                        those around it */
    size_t first_pending; /* those before it belong to statements around */
    VECTOR(struct symbol *) exposed; /* temporaries of this statement into
                                        which a pointer may exist */
    unsigned opened_loops;       /* loops around it that were taken apart */
    bool probes;                 /* suspend before every statement */
};

enum wanted { VALUE, NOTHING };

/* Adds to lifter->out what has to run first, and returns what is left of the
 * expression; NULL if nothing is. */
struct node *lift_expression(struct lifter *lifter, struct node *node,
                             enum wanted wanted);
void lift_statement(struct lifter *lifter, struct node *node);
/* A statement that stands where only one can: in braces, if it must. */
struct node *lift_body(struct lifter *lifter, struct node *node);
void lift_compound_into(struct lifter *lifter, struct node *compound);
void lift_scope(struct lifter *lifter, struct node *node);
/* A jump, if it leaves a scope; false if it does not. */
bool lift_jump(struct lifter *lifter, struct node *node);

/* -- building -- */
void append(struct lifter *lifter, struct node *node);
struct node *make(struct lifter *lifter, enum node_kind kind,
                  const struct node *like);
struct symbol *make_temporary(struct lifter *lifter, const struct node *like);
struct node *use_temporary(struct lifter *lifter, struct symbol *symbol,
                           const struct node *like);
void set(struct lifter *lifter, struct symbol *symbol, struct node *value);
void set_constant(struct lifter *lifter, struct symbol *symbol,
                  const char *value, const struct node *like);
struct node *suspend(struct lifter *lifter, enum suspension how,
                     struct node *node, struct symbol *symbol);
const char *new_place(struct lifter *lifter, const char *name);
/* Statements go into a new NODE_BLOCK until it is closed. */
struct node *open_block(struct lifter *lifter, const struct node *like,
                        struct node **outer);

#endif
