/* The output: the input as it is, with the token edits that the parser made,
 * and in the place of each function that was read fully what became of it. */
#include "translate/print.h"

#include <stdlib.h>
#include <string.h>

/* -- the text between functions -- */

static void resync(struct printer *p, token_index at)
{
    const struct token *token = &p->source->tokens.at[at];
    text_printf(p->out, "\n# %u %s%s\n", token->line,
                p->source->files.at[token->file], token->system ? " 3" : "");
}

static uint32_t end_of(const struct token *token)
{
    return token->offset + token->extent;
}

static void copy(struct printer *p, uint32_t from, uint32_t to)
{
    if (to > from)
        text_add(p->out, p->source->input + from, to - from);
}

static token_index skip_braces(struct printer *p, token_index at,
                               token_index last)
{
    for (unsigned depth = 0; at < last; at++) {
        depth += token_is(p->source, at, "{");
        depth -= token_is(p->source, at, "}");
        if (!depth)
            break;
    }
    return at;
}

static void declare_part(struct printer *p, const struct prototype *prototype,
                         token_index first, token_index last)
{
    struct text *out = p->out;
    const struct type *type = prototype->type;
    for (token_index at = first; at <= last; at++) {
        const struct token *token = &p->source->tokens.at[at];
        if (token->word == WORD_ATTRIBUTE) {
            at = print_type_attributes(p, at);
            continue;
        }
        if (is_standard_attribute(p, at)) {
            at = skip_group(p, at);
            continue;
        }
        if (token_is(p->source, at, "{")) { /* the type is defined already */
            at = skip_braces(p, at, last);
            continue;
        }
        if (at <= prototype->specifiers_last &&
            (token->word == WORD_STATIC || token->word == WORD_EXTERN ||
             token->word == WORD_INLINE || token->word == WORD_NORETURN ||
             token->word == WORD_EXTENSION))
            continue;
        if (at == prototype->name)
            text_puts(out, "pirn__co_");
        text_add(out, token->text, token->length);
        if (at == type->open) {
            bool is_void =
                type->close == at + 2 && token_is(p->source, at + 1, "void");
            if (!type->is_unprototyped || prototype->symbol->takes_nothing)
                text_puts(out, "struct pirn_worker *");
            if (is_void)
                at++;
            else if (type->close != at + 1)
                text_puts(out, ", ");
        }
        text_puts(out, " ");
    }
}

/* The coroutine of a function that was turned is declared behind each
 * declaration of the function. */
static void declare_turned(struct printer *p, const struct prototype *prototype)
{
    text_puts(p->out, " __extension__ static __attribute__((__unused__)) ");
    declare_part(p, prototype, prototype->specifiers_first,
                 prototype->specifiers_last);
    declare_part(p, prototype, prototype->first, prototype->last);
    text_puts(p->out, ";");
}

/* Copies the input from behind token `from` up to token `to`, with edits. */
static void copy_verbatim(struct printer *p, uint32_t *offset, token_index from,
                          token_index to, size_t *prototype)
{
    struct unit *unit = p->unit;
    for (token_index at = from; at < to; at++) {
        const struct token *token = &p->source->tokens.at[at];
        if (token->instead || token->after) {
            copy(p, *offset, token->instead ? token->offset : end_of(token));
            if (token->instead)
                text_puts(p->out, token->instead);
            if (token->after)
                text_puts(p->out, token->after);
            *offset = end_of(token);
        }
        bool declared = false;
        for (; *prototype < unit->prototypes.count &&
               unit->prototypes.at[*prototype]->end <= at;
             (*prototype)++) {
            struct prototype *found = unit->prototypes.at[*prototype];
            if (!found->symbol->is_turned || found->end != at)
                continue;
            if (!declared)
                copy(p, *offset, end_of(token));
            *offset = end_of(token);
            declared = true;
            declare_turned(p, found);
        }
        if (declared)
            resync(p, at);
    }
    copy(p, *offset, p->source->tokens.at[to].offset);
}

/* -- heads -- */

/* The parameter whose name stands at the token, if it had to be renamed. */
static const char *renamed_parameter(struct printer *p, token_index at)
{
    const struct type *type = p->function->type;
    bool is_listed =
        type->is_unprototyped && at > type->open && at < type->close;
    for (size_t i = 0; i < p->function->parameters.count; i++) {
        struct symbol *symbol = p->function->parameters.at[i];
        if (symbol && symbol->rename &&
            (symbol->declarator->child[1]->at == at ||
             (is_listed && token_is(p->source, at, symbol->name))))
            return symbol->rename;
    }
    return NULL;
}

/* Specifiers and declarator of a definition, as the user wrote them but for
 * the edits. */
static void print_head(struct printer *p, token_index last)
{
    struct function *function = p->function;
    for (token_index at = function->first; at <= last; at++) {
        const char *renamed = renamed_parameter(p, at);
        if (at == function->name_token && function->is_main)
            renamed = "pirn__main";
        if (renamed) {
            go_to(p, at);
            among(p, "%s", renamed);
        } else {
            print_token(p, at);
        }
    }
}

/* A definition without a prototype gets none: its arguments are promoted. */
static bool is_old_style(const struct function *function)
{
    return function->type->is_unprototyped && function->parameters.count;
}

static void print_turned_token(struct printer *p, token_index at)
{
    const char *renamed = renamed_parameter(p, at);
    go_to(p, at);
    if (renamed)
        among(p, "%s", renamed);
    else
        print_token(p, at);
}

static void print_turned_head(struct printer *p)
{
    struct function *function = p->function;
    const struct type *type = function->type;
    const char *worker =
        is_old_style(function) ? "pirn__w" : "struct pirn_worker *pirn__w";
    glue(p, "static __attribute__((__unused__))");
    for (token_index at = function->first; at <= function->direct_last; at++) {
        uint8_t word = p->source->tokens.at[at].word;
        if (at < function->declarator_first &&
            (word == WORD_STATIC || word == WORD_EXTERN ||
             word == WORD_INLINE || word == WORD_EXTENSION))
            continue;
        if (word == WORD_ATTRIBUTE) {
            at = print_type_attributes(p, at);
            continue;
        }
        if (is_standard_attribute(p, at)) {
            at = skip_group(p, at);
            continue;
        }
        if (at == function->name_token) {
            go_to(p, at);
            among(p, "pirn__co_%s", function->name);
        } else {
            print_turned_token(p, at);
        }
        if (at == type->open) {
            bool is_void = type->close == at + 2 &&
                           p->source->tokens.at[at + 1].word == WORD_VOID;
            among(p, "%s%s", worker,
                  is_void || type->close == at + 1 ? "" : ",");
            at += is_void;
        }
    }
    if (is_old_style(function)) {
        glue(p, "struct pirn_worker *pirn__w;");
        for (token_index at = function->direct_last + 1;
             at <= function->head_last; at++)
            print_turned_token(p, at);
    }
}

/* The plain function is declared before: the body may name it. */
static void declare_plain(struct printer *p)
{
    struct function *function = p->function;
    if (is_old_style(function)) {
        print_tokens(p, function->first, function->type->open);
        print_tokens(p, function->type->close, function->direct_last);
    } else {
        print_tokens(p, function->first, function->direct_last);
    }
    glue(p, ";");
}

/* The entry is declared first, with its link name. */
static void print_prototype(struct printer *p)
{
    struct function *function = p->function;
    if (function->is_turned || function->has_asm_label ||
        function->is_generator)
        return;
    print_head(p, function->direct_last);
    glue(p, "__asm__(\"pirn.%s\");", function->name);
}

/* Loops that are nested very deeply are not optimized: since control comes back
 * in the middle of them, it would take compilers time that grows with the cube
 * of the depth, minutes for 400. Where there are very many places to come back
 * to, gcc's elimination of common subexpressions is what takes longest, and
 * finds nothing. */
static void emit_optimization(struct printer *p)
{
    bool is_for_clang = p->source->options->clang;
    if (p->function->is_direct)
        return;
    if (p->function->has_many_loops)
        glue(p, is_for_clang ? "__attribute__((__optnone__, __noinline__)) "
                             : "__attribute__((__optimize__(0))) ");
    else if (p->function->suspensions.count > MANY_PLACES && !is_for_clang)
        glue(p, "__attribute__((__optimize__(\"no-gcse\"))) ");
}

static void declare_step(struct printer *p)
{
    emit_optimization(p);
    glue(p,
         "static struct pirn_frame *%s(struct pirn_frame *pirn__h, "
         "struct pirn_worker *pirn__w)%s%s;",
         p->function->step_name,
         p->function->type->code_attributes ? p->function->type->code_attributes
                                            : "",
         p->function->is_unique ? " __attribute__((__noinline__))" : "");
}

static void emit_function_name(struct printer *p)
{
    glue(p,
         "static const char pirn__func[] __attribute__((__unused__)) = "
         "\"%s\";",
         p->function->name);
}

/* -- the parts of a coroutine -- */

static void emit_statics(struct printer *p)
{
    p->body = BODY_ENTRY;
    for (size_t i = 0; i < p->function->locals.count; i++) {
        struct symbol *symbol = p->function->locals.at[i];
        if (!symbol->hoisted)
            continue;
        go_to(p, symbol->declarator->at);
        among(p, "static %s",
              symbol->declarator->child[0]->is_thread_local ? "__thread" : "");
        print_declaration(p, symbol, symbol->rename, false);
        if (symbol->declarator->child[2]) {
            among(p, "=");
            print_node(p, symbol->declarator->child[2]);
        }
        among(p, ";");
    }
}

/* A coroutine that is declared in a body gets its link name before: there are
 * two bodies, and the second would come after the first use. */
static void emit_local_prototypes(struct printer *p)
{
    p->body = BODY_ENTRY;
    for (size_t i = 0; i < p->function->locals.count; i++) {
        struct symbol *symbol = p->function->locals.at[i];
        if (symbol->kind != SYMBOL_FUNCTION || !symbol->type->is_async ||
            symbol->is_register || !symbol->type->open)
            continue;
        struct node *specifiers = symbol->declarator->child[0];
        print_tokens(p, specifiers->first, specifiers->last);
        print_tokens(p, symbol->declarator->child[1]->first,
                     symbol->direct_last);
        glue(p, "__asm__(\"pirn.%s\");", symbol->name);
    }
}

static void emit_lazy_entry(struct printer *p)
{
    p->body = BODY_ENTRY;
    emit_optimization(p);
    if (p->function->is_turned)
        print_turned_head(p);
    else
        print_head(p, p->function->head_last);
    glue(p, "{");
    emit_types(p);
    emit_function_name(p);
    emit_temporaries(p);
    if (p->function->is_direct)
        emit_direct_locals(p);
    emit_start(p);
    print_statement(p, p->function->body);
    if (p->function->is_main && !p->function->is_returning_void)
        glue(p, "return 0;");
    glue(p, "}");
}

static void store_all(struct printer *p)
{
    for (size_t i = 0; i < p->function->parameters.count; i++) {
        struct symbol *symbol = p->function->parameters.at[i];
        if (symbol->in_frame)
            glue(p,
                 "__builtin_memcpy((void *)&pirn__F->%s, (void *)&%s, "
                 "sizeof %s);",
                 symbol->member, symbol->rename ? symbol->rename : symbol->name,
                 symbol->rename ? symbol->rename : symbol->name);
    }
}

/* A frame at the start; the step runs as far as it can. */
static void emit_eager_entry(struct printer *p)
{
    struct function *function = p->function;
    bool has_value = !function->is_returning_void;
    p->body = BODY_ENTRY;
    if (function->is_turned)
        print_turned_head(p);
    else
        print_head(p, function->head_last);
    glue(p, "{");
    emit_types(p);
    emit_start(p);
    glue(p,
         "struct pirn__frame *pirn__F = pirn__frame_new(pirn__w, "
         "sizeof(struct pirn__frame), _Alignof(struct pirn__frame), %s, "
         "0);",
         p->function->step_name);
    if (function->is_turned)
        glue(p, "pirn__stats.start++;");
    store_all(p);
    if (has_value)
        glue(p, "pirn__result pirn__value;");
    glue(p,
         "pirn__F->link.caller = 0; pirn__F->link.result = %s; "
         "%s((struct pirn_frame *)pirn__F, pirn__w);",
         has_value ? "&pirn__value" : "0", p->function->step_name);
    glue(p,
         "if (pirn__w->suspended) { "
         "pirn__w->suspended = &pirn__F->link; %s } %s }",
         has_value ? "return pirn__nothing;" : "",
         has_value ? "return pirn__value;" : "");
}

/* A generator's function only makes the object. */
static void emit_maker(struct printer *p)
{
    struct function *function = p->function;
    p->body = BODY_ENTRY;
    print_head(p, function->head_last);
    glue(p, "{");
    emit_types(p);
    glue(p,
         "struct pirn__frame *pirn__F = pirn__gen_new("
         "sizeof(struct pirn__frame), _Alignof(struct pirn__frame), %s, "
         "%d);",
         p->function->step_name, function->is_async);
    store_all(p);
    glue(p,
         "return (__typeof__(__typeof__(%s) (*)(struct pirn_gen_tag *)))"
         "(void *)pirn__F; }",
         function->type->yielded);
}

static void emit_native_parameters(struct printer *p)
{
    for (size_t i = 0; i < p->function->parameters.count; i++) {
        struct symbol *symbol = p->function->parameters.at[i];
        if (symbol->in_frame && symbol->home == HOME_NATIVE)
            glue(p, "%s %s;", carrier_name(p, symbol), symbol_text(p, symbol));
    }
}

static void emit_step(struct printer *p)
{
    p->body = BODY_STEP;
    glue(p,
         "static struct pirn_frame *%s(struct pirn_frame *pirn__h, "
         "struct pirn_worker *pirn__w) {",
         p->function->step_name);
    glue(p, "(void)pirn__w; {");
    emit_types(p);
    emit_function_name(p);
    if (!p->function->is_turned)
        emit_table(p);
    glue(p, "struct pirn__frame *pirn__F = (struct pirn__frame *)pirn__h;");
    emit_native_parameters(p);
    emit_temporaries(p);
    emit_resume(p);
    print_statement(p, p->function->body);
    emit_finish(p);
    glue(p, "} }");
}

/* async int main: the program's main starts the runtime around it. */
static void emit_main(struct printer *p)
{
    size_t count = p->function->parameters.count;
    bool has_value = !p->function->is_returning_void;
    glue(p, "int main(int pirn__count, char **pirn__words, char **pirn__env) "
            "{ (void)pirn__count; (void)pirn__words; (void)pirn__env; ");
    emit_plain_mark(p);
    glue(p,
         "int pirn__v = 0; (void)pirn__main(pirn__run_begin()%s%s%s); "
         "pirn__run_end(%s, %s, %s); return pirn__v; }",
         count > 0 ? ", pirn__count" : "", count > 1 ? ", pirn__words" : "",
         count > 2 ? ", pirn__env" : "", has_value ? "&pirn__v" : "0",
         has_value ? "sizeof pirn__v" : "0", has_value ? "_Alignof(int)" : "1");
}

static void print_arguments(struct printer *p)
{
    for (size_t i = 0; i < p->function->parameters.count; i++)
        glue(p, ", %s", p->function->parameters.at[i]->name);
}

/* The plain function that a turned one still is: it drives the coroutine. */
static void emit_driver(struct printer *p)
{
    struct function *function = p->function;
    p->body = BODY_PLAIN;
    p->is_visible = false;
    print_tokens(p, function->first, function->head_last);
    glue(p, "{ struct pirn__drive pirn__d; "
            "struct pirn_worker *pirn__w = pirn__drive_begin(&pirn__d);");
    if (function->is_returning_void) {
        glue(p, "pirn__co_%s(pirn__w", function->name);
        print_arguments(p);
        glue(p, "); if (pirn__w->suspended) pirn__drive(pirn__w, 0); "
                "pirn__drive_end(&pirn__d); }");
        return;
    }
    glue(p, "__typeof__(pirn__co_%s(pirn__w", function->name);
    print_arguments(p);
    glue(p, ")) pirn__value = pirn__co_%s(pirn__w", function->name);
    print_arguments(p);
    glue(p, "); if (pirn__w->suspended) { __typeof__(pirn__value) pirn__slot; "
            "pirn__drive(pirn__w, (void *)&pirn__slot); "
            "pirn__drive_end(&pirn__d); return pirn__slot; } "
            "pirn__drive_end(&pirn__d); "
            "return pirn__value; }");
}

static void emit_coroutine(struct printer *p)
{
    struct function *function = p->function;
    p->uses_abi = true;
    p->is_visible = false;
    p->body = BODY_ENTRY;
    print_prototype(p);
    if (function->is_turned)
        declare_plain(p);
    declare_step(p);
    emit_local_prototypes(p);
    emit_statics(p);
    p->is_visible = true;
    if (function->is_generator)
        emit_maker(p);
    else if (function->is_eager)
        emit_eager_entry(p);
    else
        emit_lazy_entry(p);
    p->is_visible = function->is_eager;
    if (function->is_direct)
        emit_direct_step(p);
    else
        emit_step(p);
    if (function->is_turned)
        emit_driver(p);
    if (function->is_main)
        emit_main(p);
}

/* A plain function with a defer. */
static void emit_lowered(struct printer *p)
{
    p->is_visible = false;
    emit_local_prototypes(p);
    p->body = BODY_ENTRY;
    p->is_visible = true;
    print_head(p, p->function->head_last);
    glue(p, "{");
    emit_types(p);
    emit_temporaries(p);
    print_statement(p, p->function->body);
    glue(p, "}");
}

static void emit_plain(struct printer *p)
{
    struct function *function = p->function;
    p->is_visible = false;
    emit_local_prototypes(p);
    p->body = BODY_PLAIN;
    p->is_visible = true;
    print_head(p, function->head_last);
    print_range(p, function->body, function->body->first, function->body->last);
}

/* For linker and runtime to compare with theirs. */
static void emit_stamp(struct printer *p)
{
    p->is_known = false;
    glue(p, "__attribute__((__constructor__, __no_instrument_function__, "
            "__no_profile_instrument_function__)) "
            "static void pirn__stamp_this(void) { pirn__stamp(); }");
}

/* A function may be defined twice, inline and out of line. */
static const char *new_step_name(struct unit *unit, struct map *steps,
                                 const struct function *function)
{
    const char *name = function->name;
    void **used = map_at(unit->arena, steps, name, strlen(name));
    size_t number = (uintptr_t)*used;
    *used = (void *)(uintptr_t)(number + 1);
    return number ? arena_printf(unit->arena, "pirn__%s_step_%zu", name, number)
                  : arena_printf(unit->arena, "pirn__%s_step", name);
}

void emit(struct unit *unit, struct text *out)
{
    struct printer printer = {
        .unit = unit,
        .source = unit->source,
        .arena = unit->arena,
        .out = out,
    };
    struct printer *p = &printer;
    uint32_t offset = 0;
    token_index next = 0;
    size_t prototype = 0;
    struct map steps = {NULL, 0, 0};
    for (size_t i = 0; i < unit->functions.count; i++) {
        struct function *function = unit->functions.at[i];
        copy_verbatim(p, &offset, next, function->first, &prototype);
        const struct token *first = &p->source->tokens.at[function->first];
        function->step_name = new_step_name(unit, &steps, function);
        p->function = function;
        p->is_known = false;
        p->file = first->file;
        p->line = first->line;
        if (function->is_coroutine)
            emit_coroutine(p);
        else if (function->is_lowered)
            emit_lowered(p);
        else
            emit_plain(p);
        resync(p, function->last);
        next = function->last + 1;
        offset = end_of(&p->source->tokens.at[function->last]);
    }
    copy_verbatim(p, &offset, next, (token_index)unit->source->tokens.count - 1,
                  &prototype);
    if (p->uses_abi)
        emit_stamp(p);
}
