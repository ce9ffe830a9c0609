/* The passes, in order. */
#include "translate/pass.h"

#include <stdlib.h>
#include <string.h>

static bool contains(const char *text, size_t length, const char *word)
{
    return memmem(text, length, word, strlen(word)) != NULL;
}

/* Text that includes <pirn.h> or is to be turned; the rest passes untouched,
 * unread. */
static bool may_change(const char *input, size_t length,
                       const struct translate_options *options)
{
    return options->async_all != ASYNC_ALL_OFF ||
           contains(input, length, "__pirn_");
}

/* Text in which <pirn.h> may have been forgotten. */
static bool may_lack_header(const char *input, size_t length)
{
    return contains(input, length, "async ") ||
           contains(input, length, "generator ");
}

/* Under async_all: a function that may not be a coroutine stays plain. */
static bool refuse_turned(struct unit *unit, struct function *function)
{
    struct source *source = unit->source;
    unsigned before = source->refusals;
    source->quiet = true;
    check(unit, function);
    source->quiet = false;
    return source->refusals != before || stays_plain(unit, function->symbol);
}

static void check_all(struct unit *unit)
{
    size_t kept = 0;
    find_handlers(unit);
    for (size_t i = 0; i < unit->functions.count; i++) {
        struct function *function = unit->functions.at[i];
        if (function->is_turned && refuse_turned(unit, function)) {
            leave_plain(unit->source, function->first, function->last);
            continue;
        }
        if (!function->is_turned)
            check(unit, function);
        function->symbol->is_turned = function->is_turned;
        function->symbol->takes_nothing = !function->parameters.count;
        unit->turned += function->is_turned;
        unit->functions.at[kept++] = function;
    }
    unit->functions.count = kept;
}

/* cleanup(f) is done by the translator, so the compiler must not do it. */
static void drop_cleanup(struct source *source, const struct node *node)
{
    token_index first = node->cleaner->first - 2;
    if (token_is(source, first - 1, "::"))
        first -= 2;
    for (token_index at = first; at <= node->cleaner->first + 1; at++)
        source->tokens.at[at].instead = "";
}

static void drop_cleanups(struct unit *unit, struct function *function)
{
    for (size_t i = 0; i < function->regions.count; i++)
        if (function->regions.at[i]->kind == NODE_DECLARATION)
            drop_cleanup(unit->source, function->regions.at[i]);
}

static void lower(struct unit *unit, struct function *function)
{
    unsigned errors = unit->source->errors;
    function->is_direct = unit->source->options->threads &&
                          function->is_coroutine && !function->is_generator;
    mark_awaits(unit, function);
    find_handles(unit, function);
    if (!function->is_lowered)
        return;
    drop_cleanups(unit, function);
    lift_awaits(unit, function);
    if (unit->source->errors != errors)
        return;
    find_homes(unit, function);
    if (!function->is_coroutine)
        return;
    if (!function->is_direct)
        find_live(unit, function);
    lay_out_frame(unit, function);
}

static bool has_work(const struct unit *unit)
{
    return unit->functions.count || unit->source->has_words;
}

struct translate_result translate(const char *input, size_t length,
                                  const struct translate_options *options)
{
    struct translate_result result = {.text = NULL};
    struct source source = {.options = options, .length = length};
    struct unit unit = {.source = &source, .arena = &source.arena};
    struct text out = {NULL, 0, 0};
    bool is_ours = may_change(input, length, options);
    if (!is_ours && !may_lack_header(input, length))
        return result;
    source.input = arena_copy(&source.arena, input, length);
    lex(&source);
    if (options->async_all == ASYNC_ALL_OFF)
        result.is_misread = check_words(&source);
    find_reading(&source);
    if (!result.is_misread && is_ours)
        parse(&unit);
    if (!result.is_misread)
        check_all(&unit); /* also what is right beside what is not */
    if (!source.errors && options->async_all == ASYNC_ALL_OFF &&
        !options->threads)
        warn_of_blocking(&unit);
    if (!source.errors)
        for (size_t i = 0; i < unit.functions.count; i++)
            lower(&unit, unit.functions.at[i]);
    if (!source.errors && has_work(&unit))
        emit(&unit, &out);
    result.errors = source.errors;
    result.has_generators = source.has_generators;
    result.has_no_reading = source.has_no_reading;
    result.needs_copy = source.needs_copy;
    result.uses_names = source.uses_names;
    result.functions = unit.total;
    result.turned = unit.turned;
    if (source.errors) {
        text_free(&out);
    } else {
        result.text = out.text;
        result.length = out.length;
    }
    arena_free(&source.arena);
    return result;
}
