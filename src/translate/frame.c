/* What has a place in the frame, under which name. */
#include "translate/pass.h"

#include <string.h>

static bool is_saved(const struct function *function,
                     const struct symbol *symbol)
{
    if (symbol->index < 0)
        return false;
    for (size_t i = 0; i < function->suspensions.count; i++) {
        const struct node *node = function->suspensions.at[i];
        if (set_has(node->live, symbol->index))
            return true;
    }
    return false;
}

static bool is_result(const struct function *function,
                      const struct symbol *symbol)
{
    for (size_t i = 0; i < function->suspensions.count; i++)
        if (function->suspensions.at[i]->symbol == symbol &&
            function->suspensions.at[i]->how != SUSPEND_YIELD_FROM)
            return true;
    return false;
}

static bool has_place(const struct function *function,
                      const struct symbol *symbol)
{
    if (function->is_direct) /* what a thread is handed */
        return symbol->kind == SYMBOL_PARAMETER && symbol->declarator &&
               symbol->block == function->block;
    switch (symbol->kind) {
    case SYMBOL_PARAMETER:
        return symbol->is_used && symbol->declarator &&
               symbol->block == function->block;
    case SYMBOL_VARIABLE:
    case SYMBOL_SCOPE:
        return symbol->home == HOME_FRAME || is_saved(function, symbol);
    case SYMBOL_TEMPORARY:
        return symbol->home == HOME_FRAME || is_saved(function, symbol) ||
               is_result(function, symbol);
    default: return false;
    }
}

/* -- too much to carry to and fro -- */

/* Each suspension copies the values that are alive there into the frame, and
 * out of it again. Where many values are alive at many suspensions the text
 * would grow with the product of the two. */

/* A value that is alive at more suspensions than these is moved... */
enum { MANY_SUSPENSIONS = 16 };
/* ... if on the average more than these copies fall to each suspension and
 * each value. Small coroutines have fewer, whatever they do. */
enum { FEW_COPIES = 128, COPIES_EACH = 8 };
/* Two bodies of a coroutine that waits at more places than these take too much
 * of compilers' time. */
enum { MOST_PLACES_TWICE = 512 };
/* Loops that are nested deeper than this are not optimized, and all that lives
 * in them stays in the frame: where control comes back in the innermost one,
 * each copy would be one more value in each loop around. */
enum { MANY_LOOPS = 64 };

static unsigned deepest_loops(const struct node *node)
{
    unsigned most = 0;
    if (!node)
        return 0;
    for (uint32_t i = 0; i < node->children; i++) {
        unsigned loops = deepest_loops(node->child[i]);
        most = loops > most ? loops : most;
    }
    return most + (node->kind == NODE_FOR || node->kind == NODE_WHILE ||
                   node->kind == NODE_DO);
}

/* How many copies are not too many. In a large coroutine that has its frame
 * from the start anyway, they are only more text. */
static size_t tolerable_copies(const struct function *function)
{
    size_t places = function->suspensions.count;
    if (function->has_many_loops)
        return 0;
    return FEW_COPIES +
           (function->is_eager && places > MANY_PLACES
                ? 0
                : COPIES_EACH * (function->movable.count + places));
}

static bool move_into_frame(struct function *function, const uint32_t *copies)
{
    uint32_t few = function->has_many_loops ? 0 : MANY_SUSPENSIONS;
    bool moved = false;
    for (size_t k = 0; k < function->movable.count; k++) {
        struct symbol *symbol = function->movable.at[k];
        if (copies[k] <= few)
            continue;
        symbol->home = HOME_FRAME;
        moved = true;
        take_at_start(function, symbol->declared,
                      "it keeps many values at many awaits");
    }
    return moved;
}

bool settle_in_frame(struct unit *unit, struct function *function)
{
    size_t values = function->movable.count;
    uint32_t *copies = arena_alloc(unit->arena, values * sizeof *copies);
    size_t all = 0;
    function->has_many_loops = deepest_loops(function->body) > MANY_LOOPS;
    if (function->suspensions.count > MOST_PLACES_TWICE)
        take_at_start(function, function->name_token,
                      "it has very many awaits");
    for (size_t i = 0; i < function->suspensions.count; i++)
        for (size_t k = 0; k < values; k++)
            copies[k] += set_has(function->suspensions.at[i]->live, (int32_t)k);
    for (size_t k = 0; k < values; k++)
        all += copies[k];
    return all > tolerable_copies(function) &&
           move_into_frame(function, copies);
}

/* -- places -- */

/* Its own name where that is unique; else the number is added. */
static void name_member(struct unit *unit, struct map *names,
                        struct symbol *symbol)
{
    const char *name = symbol->name;
    void **used = map_at(unit->arena, names, name, strlen(name));
    symbol->member =
        *used ? arena_printf(unit->arena, "%s_%u", name, symbol->number) : name;
    *used = symbol;
}

static void give_place(struct unit *unit, struct function *function,
                       struct map *names, struct symbol *symbol)
{
    symbol->in_frame = has_place(function, symbol);
    if (symbol->in_frame)
        name_member(unit, names, symbol);
}

void lay_out_frame(struct unit *unit, struct function *function)
{
    static const char *const TAKEN[] = {"link", "step",   "state",
                                        "info", "status", "next"};
    struct map names = {NULL, 0, 0};
    for (size_t i = 0; i < sizeof TAKEN / sizeof *TAKEN; i++)
        *map_at(unit->arena, &names, TAKEN[i], strlen(TAKEN[i])) = unit;
    for (size_t i = 0; i < function->locals.count; i++)
        give_place(unit, function, &names, function->locals.at[i]);
    for (size_t i = 0; i < function->temporaries.count; i++)
        give_place(unit, function, &names, function->temporaries.at[i]);
}
