/* Which locals a coroutine needs again after each suspension: two data-flow
 * analyses over its statements, which are first laid out as a graph.
 *
 * Backward, liveness: a local is alive where some path reads it before it is
 * written. Forward, assignment: it surely has a value if every path wrote it;
 * what is alive and perhaps has no value is copied as bytes. */
#include "translate/pass.h"

#include <string.h>

struct place {
    uint64_t *uses, *defines, *forgets;
    uint64_t *live_in, *live_out;   /* backward: is alive */
    uint64_t *sure_in, *sure_out;   /* forward: surely has a value */
    uint64_t *maybe_in, *maybe_out; /* forward: perhaps has one */
    uint64_t *clean_in, *clean_out; /* forward: the frame has its value */
    VECTOR(uint32_t) next, previous;
    struct node *suspension;
    bool is_seen;    /* by the search that finds an order, */
    uint32_t parent; /* from there, */
    size_t followed; /* and how many of its edges have been followed */
};

/* Where jumps to a label, loop or switch go. */
struct target {
    uint32_t at, leave, again; /* leave: break; again: continue */
};

struct graph {
    struct unit *unit;
    struct arena *arena;
    struct function *function;
    size_t words; /* of a set */
    VECTOR(struct place) places;
    uint32_t current;   /* where control is; NOWHERE behind a jump */
    struct map targets; /* struct target, by the address of what it is */
    bool jumps;         /* the expression just read contains a jump */
};

enum { NOWHERE = UINT32_MAX };

/* -- the graph -- */

static uint64_t *new_set(struct graph *graph)
{
    return arena_alloc(graph->arena, graph->words * sizeof(uint64_t));
}

static void add_to(uint64_t *set, int32_t index)
{
    set[index / 64] |= (uint64_t)1 << (index % 64);
}

static uint32_t new_place(struct graph *graph)
{
    struct place place = {.suspension = NULL};
    uint64_t **sets[] = {&place.uses,     &place.defines,  &place.forgets,
                         &place.live_in,  &place.live_out, &place.sure_in,
                         &place.sure_out, &place.maybe_in, &place.maybe_out,
                         &place.clean_in, &place.clean_out};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        *sets[i] = new_set(graph);
    vector_push(graph->arena, &graph->places, place);
    return (uint32_t)graph->places.count - 1;
}

static void edge(struct graph *graph, uint32_t from, uint32_t to)
{
    if (from == NOWHERE)
        return;
    vector_push(graph->arena, &graph->places.at[from].next, to);
    vector_push(graph->arena, &graph->places.at[to].previous, from);
}

/* A new place behind the current one. */
static uint32_t step(struct graph *graph)
{
    uint32_t place = new_place(graph);
    edge(graph, graph->current, place);
    return graph->current = place;
}

/* The target with the key: made when first asked for. */
static const struct target *target(struct graph *graph, const void *key)
{
    void **known = map_at(
        graph->arena, &graph->targets,
        arena_copy(graph->arena, (const char *)&key, sizeof key), sizeof key);
    if (*known)
        return *known;
    struct target *made = arena_new(graph->arena, struct target);
    *known = made;
    made->at = new_place(graph);
    made->leave = new_place(graph);
    made->again = new_place(graph);
    return made;
}

static uint32_t at_of(struct graph *graph, const void *key)
{
    return target(graph, key)->at;
}

static uint32_t leave_of(struct graph *graph, const void *key)
{
    return target(graph, key)->leave;
}

static uint32_t again_of(struct graph *graph, const void *key)
{
    return target(graph, key)->again;
}

static void arrive(struct graph *graph, uint32_t place)
{
    edge(graph, graph->current, place);
    graph->current = place;
}

static void jump(struct graph *graph, uint32_t place)
{
    edge(graph, graph->current, place);
    graph->current = NOWHERE;
}

/* -- expressions -- */

static bool is_movable(const struct symbol *symbol)
{
    return symbol && symbol->index >= 0;
}

/* A computed goto may lead to every label whose address is taken. */
static void to_labels(struct graph *graph, uint32_t from)
{
    struct function *function = graph->function;
    for (size_t i = 0; i < function->labels.count; i++)
        if (function->labels.at[i]->is_address_taken)
            edge(graph, from, at_of(graph, function->labels.at[i]));
}

static void jump_out_of(struct graph *graph, const struct node *node,
                        uint32_t place)
{
    switch (node->kind) {
    case NODE_GOTO: edge(graph, place, at_of(graph, node->label)); break;
    case NODE_BREAK: edge(graph, place, leave_of(graph, node->target)); break;
    case NODE_CONTINUE:
        edge(graph, place, again_of(graph, node->target));
        break;
    case NODE_GOTO_COMPUTED: to_labels(graph, place); break;
    case NODE_RETURN: break;
    default: return;
    }
    graph->jumps = true;
}

struct writing {
    struct graph *graph;
    uint32_t place;
};

static void write_part(struct symbol *symbol, void *data)
{
    struct writing *writing = data;
    if (is_movable(symbol))
        add_to(writing->graph->places.at[writing->place].maybe_out,
               symbol->index);
}

/* The variable that an assignment to the lvalue gives a value as a whole. One
 * to a part of it (a half of a complex number, an element of a vector) leaves
 * the rest as it was, so it counts as a use, too. */
static struct node *whole_variable(struct node *lvalue)
{
    lvalue = node_bare(lvalue);
    while (lvalue->kind == NODE_UNARY && !strcmp(lvalue->op, "__e"))
        lvalue = node_bare(lvalue->child[0]);
    return lvalue->kind == NODE_NAME && is_movable(lvalue->symbol) ? lvalue
                                                                   : NULL;
}

/* Reads and writes of the expression at the place. Writes that may not happen
 * count only as perhaps. */
static void read_expression(struct graph *graph, struct node *node,
                            uint32_t place, bool sure)
{
    if (!node || node->kind == NODE_UNEVALUATED)
        return;
    struct node *written = NULL;
    bool reads = true;
    if (node->kind == NODE_ASSIGN || node->kind == NODE_INCREMENT) {
        written = whole_variable(node->child[0]);
        reads = !written || node->kind == NODE_INCREMENT ||
                strcmp(node->op, "=") != 0;
        struct writing writing = {graph, place};
        for_each_base(graph->unit, node->child[0], write_part, &writing);
    }
    if (node->kind == NODE_NAME || node->kind == NODE_TEMPORARY ||
        node->kind == NODE_EQUALS)
        if (is_movable(node->symbol))
            add_to(graph->places.at[place].uses, node->symbol->index);
    if (node->kind == NODE_STATEMENT_EXPRESSION)
        sure = false;
    jump_out_of(graph, node, place);
    for (uint32_t i = 0; i < node->children; i++) {
        bool is_maybe = (node->kind == NODE_LOGICAL && i == 1) ||
                        (node->kind == NODE_CONDITIONAL && i >= 1) ||
                        node->kind == NODE_GENERIC ||
                        node->kind == NODE_BUILTIN;
        if (written && i == 0 && !reads)
            continue;
        read_expression(graph, node->child[i], place, sure && !is_maybe);
    }
    if (written && sure)
        add_to(graph->places.at[place].defines, written->symbol->index);
}

static void evaluate(struct graph *graph, struct node *node)
{
    if (!node)
        return;
    uint32_t place = step(graph);
    graph->jumps = false;
    read_expression(graph, node, place, true);
    if (graph->jumps) /* it may be left before it has written */
        memset(graph->places.at[place].defines, 0,
               graph->words * sizeof(uint64_t));
}

static void define(struct graph *graph, const struct symbol *symbol)
{
    if (!is_movable(symbol))
        return;
    uint32_t place = step(graph);
    add_to(graph->places.at[place].defines, symbol->index);
    add_to(graph->places.at[place].maybe_out, symbol->index);
}

/* -- statements -- */

static void walk(struct graph *graph, struct node *node);

/* The value becomes indeterminate. */
static void forget(struct graph *graph, const struct symbol *symbol)
{
    if (!is_movable(symbol))
        return;
    uint32_t place = step(graph);
    add_to(graph->places.at[place].forgets, symbol->index);
}

static void walk_declaration(struct graph *graph, struct node *node)
{
    evaluate(graph, node->child[1]);
    evaluate(graph, node->child[2]);
    if (node->child[2])
        define(graph, node->symbol);
    else /* each time it is reached */
        forget(graph, node->symbol);
}

static void walk_if(struct graph *graph, struct node *node)
{
    evaluate(graph, node->child[0]);
    uint32_t test = graph->current, join = new_place(graph);
    walk(graph, node->child[1]);
    jump(graph, join);
    graph->current = test;
    if (node->child[2])
        walk(graph, node->child[2]);
    arrive(graph, join);
}

/* Control comes there from the yield before it, if at all. */
static void walk_closing(struct graph *graph, struct node *node)
{
    uint32_t before = graph->current;
    walk(graph, node->child[0]);
    graph->current = before;
}

static void walk_switch(struct graph *graph, struct node *node)
{
    evaluate(graph, node->child[0]);
    arrive(graph, at_of(graph, node));
    /* With a default control never goes past, but to suppose that it may is
     * harmless. */
    edge(graph, graph->current, leave_of(graph, node));
    graph->current = NOWHERE;
    walk(graph, node->child[1]);
    arrive(graph, leave_of(graph, node));
}

static void walk_loop(struct graph *graph, const void *key, struct node *test,
                      struct node *body, struct node *after, bool test_first)
{
    uint32_t head = at_of(graph, key), leave = leave_of(graph, key),
             again = again_of(graph, key);
    arrive(graph, head);
    if (test_first && test) {
        evaluate(graph, test);
        edge(graph, graph->current, leave);
    }
    walk(graph, body);
    arrive(graph, again);
    evaluate(graph, after);
    if (!test_first) {
        evaluate(graph, test);
        edge(graph, graph->current, leave);
    }
    jump(graph, head);
    graph->current = leave;
}

static void walk_for(struct graph *graph, struct node *node)
{
    struct node *init = node->child[0];
    if (init && init->kind == NODE_COMPOUND)
        walk(graph, init);
    else
        evaluate(graph, init);
    walk_loop(graph, node, node->child[1], node->child[3], node->child[2],
              true);
}

/* An offloaded call is made while its coroutine is suspended. */
static void walk_suspension(struct graph *graph, struct node *node)
{
    bool is_offloaded = node->how == SUSPEND_OFFLOAD;
    if (!is_offloaded)
        evaluate(graph, node->child[0]);
    uint32_t place = step(graph);
    graph->places.at[place].suspension = node;
    if (is_offloaded)
        evaluate(graph, node->child[0]);
    define(graph, node->symbol);
}

static void walk_computed_goto(struct graph *graph, struct node *node)
{
    evaluate(graph, node->child[0]);
    to_labels(graph, graph->current);
    graph->current = NOWHERE;
}

static void walk_children(struct graph *graph, struct node *node)
{
    for (uint32_t i = 0; i < node->children; i++)
        walk(graph, node->child[i]);
}

static void walk(struct graph *graph, struct node *node)
{
    if (!node)
        return;
    switch (node->kind) {
    case NODE_COMPOUND:
    case NODE_BLOCK: walk_children(graph, node); break;
    case NODE_DECLARATION: walk_declaration(graph, node); break;
    case NODE_IF: walk_if(graph, node); break;
    case NODE_CLOSING: walk_closing(graph, node); break;
    case NODE_SWITCH: walk_switch(graph, node); break;
    case NODE_WHILE:
        walk_loop(graph, node, node->child[0], node->child[1], NULL, true);
        break;
    case NODE_DO:
        walk_loop(graph, node, node->child[1], node->child[0], NULL, false);
        break;
    case NODE_LOOP:
        walk_loop(graph, node->target, NULL, node->child[0], NULL, true);
        break;
    case NODE_FOR: walk_for(graph, node); break;
    case NODE_CASE:
    case NODE_DEFAULT: {
        uint32_t place = new_place(graph);
        edge(graph, at_of(graph, node->target), place);
        arrive(graph, place);
        walk(graph, node->child[node->children - 1]);
        break;
    }
    case NODE_LABEL:
        arrive(graph, at_of(graph, node->label));
        walk(graph, node->child[0]);
        break;
    case NODE_PLACE: arrive(graph, at_of(graph, node->text)); break;
    case NODE_GOTO_PLACE: jump(graph, at_of(graph, node->text)); break;
    case NODE_GOTO: jump(graph, at_of(graph, node->label)); break;
    case NODE_BREAK: jump(graph, leave_of(graph, node->target)); break;
    case NODE_CONTINUE: jump(graph, again_of(graph, node->target)); break;
    case NODE_GOTO_COMPUTED: walk_computed_goto(graph, node); break;
    case NODE_RETURN:
        evaluate(graph, node->child[0]);
        graph->current = NOWHERE;
        break;
    case NODE_SUSPEND: walk_suspension(graph, node); break;
    case NODE_SET:
        evaluate(graph, node->children ? node->child[0] : NULL);
        define(graph, node->symbol);
        break;
    case NODE_FORGET: forget(graph, node->symbol); break;
    case NODE_SCOPE_ENTER: evaluate(graph, node->child[0]); break;
    default: evaluate(graph, node); break;
    }
}

/* -- the two analyses -- */

static bool flow_backward(struct graph *graph, struct place *place)
{
    bool changed = false;
    for (size_t w = 0; w < graph->words; w++) {
        uint64_t out = 0;
        for (size_t i = 0; i < place->next.count; i++)
            out |= graph->places.at[place->next.at[i]].live_in[w];
        uint64_t in =
            place->uses[w] | (out & ~place->defines[w] & ~place->forgets[w]);
        changed |= in != place->live_in[w];
        place->live_out[w] = out;
        place->live_in[w] = in;
    }
    return changed;
}

/* Where a call may or may not suspend, what was alive may or may not have
 * been saved. */
static bool always_suspends(const struct graph *graph,
                            const struct node *suspension)
{
    if (suspension && suspension->how == SUSPEND_OFFLOAD)
        return !graph->unit->source->options->threads;
    return suspension && (suspension->how == SUSPEND_YIELD ||
                          suspension->how == SUSPEND_YIELD_FROM);
}

/* places[0] is the function's beginning: its sets are given. */
static bool flow_forward(struct graph *graph, struct place *place,
                         const uint64_t *writes)
{
    bool changed = false;
    for (size_t w = 0; w < graph->words; w++) {
        uint64_t sure = place->previous.count ? ~(uint64_t)0 : 0, maybe = 0,
                 clean = sure;
        for (size_t i = 0; i < place->previous.count; i++) {
            struct place *from = &graph->places.at[place->previous.at[i]];
            sure &= from->sure_out[w];
            maybe |= from->maybe_out[w];
            clean &= from->clean_out[w];
        }
        uint64_t clean_out = clean & ~place->forgets[w] & ~writes[w];
        if (always_suspends(graph, place->suspension))
            clean_out |= place->live_out[w]; /* it has just been saved */
        uint64_t sure_out = (sure & ~place->forgets[w]) | place->defines[w];
        uint64_t maybe_out = (maybe & ~place->forgets[w]) | writes[w];
        changed |= sure_out != place->sure_out[w] ||
                   maybe_out != place->maybe_out[w] ||
                   clean_out != place->clean_out[w];
        place->clean_in[w] = clean;
        place->clean_out[w] = clean_out;
        place->sure_in[w] = sure;
        place->maybe_in[w] = maybe;
        place->sure_out[w] = sure_out;
        place->maybe_out[w] = maybe_out;
    }
    return changed;
}

/* Post-order of a depth-first search from the place, along the edges or
 * against them, behind what was found before. */
static size_t search(struct graph *graph, uint32_t start, bool against,
                     uint32_t *order, size_t found)
{
    uint32_t at = start;
    graph->places.at[at].is_seen = true;
    graph->places.at[at].parent = NOWHERE;
    while (at != NOWHERE) {
        struct place *place = &graph->places.at[at];
        size_t count = against ? place->previous.count : place->next.count;
        if (place->followed == count) {
            order[found++] = at;
            at = place->parent;
            continue;
        }
        const uint32_t *edges = against ? place->previous.at : place->next.at;
        uint32_t to = edges[place->followed++];
        if (!graph->places.at[to].is_seen) {
            graph->places.at[to].is_seen = true;
            graph->places.at[to].parent = at;
            at = to;
        }
    }
    return found;
}

/* All places, each but for loops behind those to which its edges lead; or
 * against the edges, behind those from which they come. */
static uint32_t *order_places(struct graph *graph, bool against)
{
    size_t count = graph->places.count, found = 0;
    uint32_t *order = arena_alloc(graph->arena, count * sizeof *order);
    for (size_t i = 0; i < count; i++) {
        graph->places.at[i].is_seen = false;
        graph->places.at[i].followed = 0;
    }
    /* first from where control begins or ends, then what is not connected */
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < count; i++) {
            const struct place *place = &graph->places.at[i];
            bool is_end = against ? !place->next.count : i == 0;
            if (!place->is_seen && (round || is_end))
                found = search(graph, i, against, order, found);
        }
    return order;
}

/* Until nothing changes, the places are gone through in two orders in turn:
 * one carries what is known out of nested loops, however many, the other into
 * them. So hardly any function takes more than a few rounds. */
static void solve(struct graph *graph)
{
    size_t count = graph->places.count;
    uint32_t *along = order_places(graph, false),
             *against = order_places(graph, true);
    uint64_t **writes = arena_alloc(graph->arena, count * sizeof(uint64_t *));
    for (size_t i = 0; i < count; i++) { /* what the walk put in maybe_out */
        writes[i] = new_set(graph);
        memcpy(writes[i], graph->places.at[i].maybe_out,
               graph->words * sizeof(uint64_t));
        if (i) {
            memset(graph->places.at[i].sure_out, 0xff,
                   graph->words * sizeof(uint64_t));
            memset(graph->places.at[i].clean_out, 0xff,
                   graph->words * sizeof(uint64_t));
        }
    }
    bool changed = true;
    for (int round = 0; changed; round++) {
        changed = false;
        for (size_t i = 0; i < count; i++) {
            uint32_t at = round % 2 ? against[count - 1 - i] : along[i];
            changed |= flow_backward(graph, &graph->places.at[at]);
        }
    }
    changed = true;
    for (int round = 0; changed; round++) {
        changed = false;
        for (size_t i = 0; i < count; i++) {
            uint32_t at = round % 2 ? against[i] : along[count - 1 - i];
            if (at)
                changed |=
                    flow_forward(graph, &graph->places.at[at], writes[at]);
        }
    }
}

/* -- results -- */

static bool is_inside(const struct symbol *symbol, const struct node *node)
{
    return symbol->kind == SYMBOL_TEMPORARY ||
           (node->at >= symbol->block->first &&
            node->at <= symbol->block->last);
}

static bool is_visible(const struct symbol *symbol, const struct node *node)
{
    return symbol->kind == SYMBOL_TEMPORARY ||
           symbol->kind == SYMBOL_PARAMETER || node->last >= symbol->declared;
}

/* Sets what is saved at the suspension. True if a local turned out to need
 * one address, being alive where its name cannot be used. */
static bool settle(struct graph *graph, const struct place *place)
{
    struct node *node = place->suspension;
    struct function *function = graph->function;
    bool changed = false;
    node->live = new_set(graph);
    node->assigned = place->sure_in;
    node->clean = place->clean_in;
    for (size_t i = 0; i < function->movable.count; i++) {
        struct symbol *symbol = function->movable.at[i];
        int32_t index = symbol->index;
        if (!set_has(place->live_out, index) || symbol == node->symbol ||
            !set_has(place->maybe_in, index) || !is_inside(symbol, node))
            continue;
        if (is_visible(symbol, node)) {
            add_to(node->live, index);
        } else {
            symbol->home = HOME_FRAME;
            changed = true;
            take_at_start(function, symbol->declared,
                          arena_printf(graph->arena,
                                       "%s is alive before its declaration",
                                       symbol->name));
        }
    }
    return changed;
}

static void number_movables(struct unit *unit, struct function *function)
{
    function->movable.count = 0;
    for (size_t i = 0; i < function->locals.count + function->temporaries.count;
         i++) {
        struct symbol *symbol =
            i < function->locals.count
                ? function->locals.at[i]
                : function->temporaries.at[i - function->locals.count];
        if (symbol->home == HOME_FRAME)
            symbol->index = -1;
        bool is_native_parameter =
            symbol->kind == SYMBOL_PARAMETER && symbol->home == HOME_NATIVE;
        if (symbol->index < 0 && !is_native_parameter)
            continue;
        symbol->index = (int32_t)function->movable.count;
        vector_push(unit->arena, &function->movable, symbol);
    }
}

static bool analyse(struct unit *unit, struct function *function)
{
    number_movables(unit, function);
    struct graph graph = {
        .unit = unit,
        .arena = unit->arena,
        .function = function,
        .words = function->movable.count / 64 + 1,
    };
    graph.current = new_place(&graph);
    for (size_t i = 0; i < function->parameters.count; i++) {
        struct symbol *symbol = function->parameters.at[i];
        if (is_movable(symbol)) {
            add_to(graph.places.at[0].sure_out, symbol->index);
            add_to(graph.places.at[0].maybe_out, symbol->index);
            /* in a step: it came from there */
            add_to(graph.places.at[0].clean_out, symbol->index);
        }
    }
    walk(&graph, function->body);
    solve(&graph);
    bool changed = false;
    for (size_t i = 0; i < graph.places.count; i++)
        if (graph.places.at[i].suspension)
            changed |= settle(&graph, &graph.places.at[i]);
    return changed;
}

void find_live(struct unit *unit, struct function *function)
{
    while (analyse(unit, function) || settle_in_frame(unit, function))
        ; /* homes changed: there are fewer movable locals now */
}
