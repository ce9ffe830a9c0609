/* What the parts of lift share. After this pass an await is a statement of
 * its own, NODE_SUSPEND, whose value, if anybody wants it, is in a temporary,
 * and regions have become plain statements. */
#ifndef TRANSLATE_LIFT_H
#define TRANSLATE_LIFT_H

#include "translate/pass.h"

/* A jump that leaves a region in the middle: taken when the region has
 * ended. */
struct exit {
    enum node_kind kind; /* NODE_RETURN, BREAK, CONTINUE, GOTO or FAIL */
    struct node *target;
    struct label *label;
    const struct node *from;
};

/* A region whose statements are being lifted. */
struct open_region {
    struct node *node;
    struct open_region *outer;
    unsigned ending;     /* how many regions around it are ending */
    struct symbol *exit; /* which exit is due: its number, or 0. NULL: no
                            jump has left it so far */
    const char *leave;   /* the place where it ends; NULL likewise */
    VECTOR(struct exit) exits;
};

struct lifter {
    struct unit *unit;
    struct function *function;
    struct arena *arena;
    struct node *out;           /* statements are added to its children */
    struct block *block;        /* of the statement that is being lifted */
    struct block *temporaries;  /* its temporaries' block, once there is one */
    struct open_region *region; /* the innermost one */
    unsigned ending;            /* regions around whose `else` or deferred
                                   statement this is */
    VECTOR(struct symbol *) exits;   /* the exit of those that began there */
    VECTOR(struct exit) numbered;    /* the function's, by number - 1 */
    VECTOR(struct symbol *) pending; /* temporaries of this statement and of
                                        those around it */
    size_t first_pending; /* those before it belong to statements around */
    VECTOR(struct symbol *) exposed; /* temporaries of this statement into
                                        which a pointer may exist */
    unsigned opened_loops;           /* loops around it that were taken apart */
    bool probes;                     /* suspend before every statement */
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
/* The next statement: what the one before it needed may be used again. */
void begin_statement(struct lifter *lifter);

/* -- lift_region.c -- */
void lift_scope(struct lifter *lifter, struct node *node);
/* What follows in the block belongs to it, until the block ends. */
void open_region(struct lifter *lifter, struct node *node);
/* At the end of a block: those that were opened in it. */
void close_regions(struct lifter *lifter, const struct open_region *until);
/* A jump, if it leaves a region; false if it does not. */
bool lift_jump(struct lifter *lifter, struct node *node);
/* A generator ends with the failure. */
void lift_fail(struct lifter *lifter, struct node *value,
               const struct node *from);
/* Behind a yield: the road out if the generator is closed there. */
void lift_closing(struct lifter *lifter, struct node *suspension);

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
void append_place(struct lifter *lifter, const char *place,
                  const struct node *like);
/* Statements go into a new NODE_BLOCK until it is closed. */
struct node *open_block(struct lifter *lifter, const struct node *like,
                        struct node **outer);

#endif
