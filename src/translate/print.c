/* Printing: see print.h. */
#include "translate/print.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

/* -- text and lines -- */

static void line_mark(struct printer *p, uint16_t file, uint32_t line,
                      bool is_system)
{
    if (p->out->length && p->out->text[p->out->length - 1] != '\n')
        text_puts(p->out, "\n");
    text_printf(p->out, "# %u %s%s\n", line, p->source->files.at[file],
                is_system ? " 3" : "");
    p->file = file;
    p->line = line;
    p->is_system = is_system;
    p->is_known = true;
}

const char *kept_name(struct printer *p, const struct token *token)
{
    const char *quoted = p->source->files.at[token->file];
    const char *kept = quoted;
    for (char *const *map = p->source->options->prefix_maps; map && *map;
         map++) {
        const char *equals = strchr(*map, '=');
        size_t length = equals ? (size_t)(equals - *map) : 0;
        if (equals && strncmp(quoted + 1, *map, length) == 0)
            kept = arena_printf(p->arena, "\"%s%s", equals + 1,
                                quoted + 1 + length);
    }
    return kept;
}

/* A space, where two texts would otherwise run into each other. */
static void separate(struct printer *p, char next)
{
    char last = p->out->length ? p->out->text[p->out->length - 1] : '\n';
    if (isspace((unsigned char)last) || isspace((unsigned char)next))
        return;
    if (isalnum((unsigned char)last) || last == '_' || last == '"' ||
        last == '\'' || ispunct((unsigned char)last))
        if (!strchr("([!~", last) && !strchr(")];,.", next))
            text_puts(p->out, " ");
}

static void add(struct printer *p, const char *text)
{
    if (!*text)
        return;
    separate(p, *text);
    text_puts(p->out, text);
}

static void add_format(struct printer *p, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    char *text = arena_alloc(p->arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    add(p, text);
}

void glue(struct printer *p, const char *format, ...)
{
    va_list args;
    if (!p->is_known || !p->is_system)
        line_mark(p, p->file, p->line, true);
    va_start(args, format);
    add_format(p, format, args);
    va_end(args);
}

void among(struct printer *p, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_format(p, format, args);
    va_end(args);
}

static void print_directives(struct printer *p, const struct token *token)
{
    struct source *source = p->source;
    token_index at = (token_index)(token - source->tokens.at);
    if (!token->before || p->led == at)
        return;
    p->led = at;
    for (size_t i = token->before - 1;
         i < source->directives.count && source->directives.at[i].token == at;
         i++) {
        const struct directive *directive = &source->directives.at[i];
        if (directive->is_pack && p->body != BODY_PLAIN)
            continue; /* it stands before the local types */
        if (directive->is_about_loop && p->drops_loop_pragmas)
            continue;
        if (p->out->length && p->out->text[p->out->length - 1] != '\n')
            text_puts(p->out, "\n");
        text_add(p->out, directive->text, directive->length);
        text_puts(p->out, "\n");
        p->is_known = false;
    }
}

void go_to(struct printer *p, token_index at)
{
    const struct token *token = &p->source->tokens.at[at];
    if (p->body == BODY_TYPES)
        return;
    print_directives(p, token);
    bool is_system = token->system || !p->is_visible;
    if (!p->is_known || p->file != token->file || p->is_system != is_system ||
        token->line < p->line || token->line > p->line + 8)
        line_mark(p, token->file, token->line, is_system);
    for (; p->line < token->line; p->line++)
        text_puts(p->out, "\n");
}

void print_token(struct printer *p, token_index at)
{
    const struct token *token = &p->source->tokens.at[at];
    go_to(p, at);
    if (token->instead) {
        add(p, token->instead);
    } else {
        if (token->spaced)
            separate(p, 'x');
        else
            separate(p, *token->text);
        text_add(p->out, token->text, token->length);
        if (token->kind == TOKEN_STRING &&
            memchr(token->text, '\n', token->length))
            p->is_known = false; /* a raw string has lines */
    }
    if (token->after)
        add(p, token->after);
}

void print_tokens(struct printer *p, token_index first, token_index last)
{
    for (token_index at = first; at <= last; at++)
        print_token(p, at);
}

/* -- names -- */

bool is_scalar(const struct type *type)
{
    return type && (type->kind == TYPE_SCALAR || type->kind == TYPE_POINTER) &&
           !type->is_const && !type->is_volatile && !type->is_atomic;
}

/* Whether the value of an expression surely is no struct or union, which may
 * have members that are const. Qualifiers of its own a value has not. */
static bool is_scalar_value(struct printer *p, struct node *node)
{
    struct type *type;
    switch (node->kind) {
    case NODE_LITERAL:
    case NODE_BINARY:
    case NODE_LOGICAL:
    case NODE_INCREMENT:
    case NODE_UNEVALUATED:
    case NODE_TRUTH:
    case NODE_NOT:
    case NODE_EQUALS: return true;
    case NODE_PAREN:
    case NODE_INSTEAD: return is_scalar_value(p, node->child[0]);
    case NODE_COMMA: return is_scalar_value(p, node->child[1]);
    case NODE_CONDITIONAL: /* one is a struct only if both are */
        return (node->child[1] && is_scalar_value(p, node->child[1])) ||
               is_scalar_value(p, node->child[2]);
    case NODE_TEMPORARY: return is_scalar_symbol(p, node->symbol);
    default:
        type = node_type(p->unit, node);
        return type &&
               (type->kind == TYPE_SCALAR || type->kind == TYPE_POINTER);
    }
}

bool is_scalar_symbol(struct printer *p, struct symbol *symbol)
{
    if (symbol->kind != SYMBOL_TEMPORARY) {
        struct type type = *symbol->type;
        type.is_const &= symbol->home == HOME_FRAME;
        return is_scalar(&type);
    }
    if (symbol->call)
        return is_scalar(node_type(p->unit, symbol->call));
    if (symbol->value)
        return is_scalar_value(p, symbol->value);
    return symbol->handle ? false : !symbol->type || is_scalar(symbol->type);
}

const char *carrier_name(struct printer *p, const struct symbol *symbol)
{
    return arena_printf(p->arena, "pirn__type_%u", symbol->number);
}

const char *direct_name(struct printer *p, const struct symbol *symbol)
{
    return arena_printf(p->arena, "pirn__local_%u", symbol->number);
}

bool is_carried(const struct symbol *symbol, const struct node *inside)
{
    bool is_inside = inside && symbol->kind == SYMBOL_VARIABLE &&
                     symbol->declared > inside->first &&
                     symbol->declared <= inside->last;
    bool is_function = symbol->kind == SYMBOL_FUNCTION &&
                       !symbol->type->is_async && !symbol->type->is_generator;
    return symbol->is_local &&
           (symbol->kind == SYMBOL_VARIABLE ||
            symbol->kind == SYMBOL_PARAMETER ||
            symbol->kind == SYMBOL_TEMPORARY || is_function) &&
           !symbol->hoisted && !symbol->is_known_outside &&
           !symbol->is_in_prototype && !is_inside;
}

const char *symbol_text(struct printer *p, struct symbol *symbol)
{
    bool has_frame = p->body == BODY_STEP;
    if (symbol->kind == SYMBOL_SCOPE && p->body != BODY_TYPES &&
        p->function->is_direct)
        return arena_printf(p->arena, "(&%s)", direct_name(p, symbol));
    if (symbol->kind == SYMBOL_SCOPE)
        return p->body == BODY_TYPES
                   ? "((struct pirn_scope *)0)"
                   : arena_printf(p->arena, "(&pirn__F->%s)", symbol->member);
    if (p->body == BODY_TYPES && is_carried(symbol, p->inside))
        return arena_printf(p->arena, "(*(%s *)0)", carrier_name(p, symbol));
    if (has_frame && symbol->home == HOME_FRAME)
        return arena_printf(p->arena, "pirn__F->%s", symbol->member);
    if (symbol->kind == SYMBOL_FUNCTION && !symbol->is_local && symbol->type &&
        symbol->type->is_async && !strcmp(symbol->name, "main"))
        return "pirn__main";
    return symbol->rename ? symbol->rename : symbol->name;
}

/* A statement expression that stands in a type is one more copy of it, whose
 * labels need names of their own. */
const char *label_text(struct printer *p, const struct label *label)
{
    const char *name = label->rename ? label->rename : label->name;
    return p->body == BODY_TYPES
               ? arena_printf(p->arena, "%s_%u", name, p->copies)
               : name;
}

static bool is_function_name(struct printer *p, token_index at)
{
    return token_is(p->source, at, "__func__") ||
           token_is(p->source, at, "__FUNCTION__") ||
           token_is(p->source, at, "__PRETTY_FUNCTION__");
}

static void print_name(struct printer *p, struct node *node)
{
    if (node->symbol) {
        go_to(p, node->first);
        add(p, node->is_carried ? arena_printf(p->arena, "(*(%s *)0)",
                                               carrier_name(p, node->symbol))
                                : symbol_text(p, node->symbol));
    } else if (is_function_name(p, node->first) && p->body != BODY_PLAIN &&
               (p->body != BODY_ENTRY || p->function->is_turned ||
                p->function->is_main)) {
        go_to(p, node->first);
        if (p->body == BODY_TYPES) {
            add(p, arena_printf(p->arena, "(*(const char (*)[sizeof \"%s\"])0)",
                                p->function->name));
        } else {
            add(p, "pirn__func");
            p->names_itself = true;
        }
    } else {
        print_token(p, node->first);
    }
}

/* -- nodes -- */

/* False for a child without a token of its own, which cannot be printed: a
 * caller prints a child and goes on behind the child's last token. */
static bool has_tokens(const struct node *child)
{
    return child && child->last >= child->first;
}

struct node *child_at(struct node *node, token_index at)
{
    for (uint32_t i = 0; i < node->children; i++)
        if (has_tokens(node->child[i]) && node->child[i]->first == at)
            return node->child[i];
    return NULL;
}

void print_range(struct printer *p, struct node *node, token_index first,
                 token_index last)
{
    uint32_t child = 0;
    for (token_index at = first; at <= last; at++) {
        while (child < node->children && (!has_tokens(node->child[child]) ||
                                          node->child[child]->first < at))
            child++;
        if (child < node->children && node->child[child]->first == at &&
            node->child[child]->last <= last) {
            print_node(p, node->child[child]);
            at = node->child[child]->last;
        } else {
            print_token(p, at);
        }
    }
}

static void print_callee(struct printer *p, struct node *callee)
{
    struct node *bare = node_bare(callee);
    if (bare->kind == NODE_NAME && bare->symbol && bare->symbol->is_turned) {
        go_to(p, callee->first);
        among(p, "pirn__co_%s", bare->symbol->name);
    } else {
        print_node(p, callee);
    }
}

void print_call(struct printer *p, struct node *call, const char *worker)
{
    struct node *callee = call->child[0];
    print_callee(p, callee);
    among(p, "(%s%s", worker, call->children > 1 ? "," : "");
    print_range(p, call, callee->last + 2, call->last);
}

bool is_repeated_argument(struct printer *p, const struct node *call,
                          uint32_t child)
{
    const struct type *callee = callee_type(p->unit, call->child[0]);
    if (!callee || callee->is_unprototyped ||
        callee->parameter_types.count != call->children - 1)
        return true;
    const struct type *type = callee->parameter_types.at[child - 1];
    return (type->kind != TYPE_SCALAR && type->kind != TYPE_POINTER) ||
           type->is_vector;
}

void print_unmade_call(struct printer *p, struct node *call)
{
    print_callee(p, call->child[0]);
    among(p, call->is_offloaded ? "(" : "((struct pirn_worker *)0");
    for (uint32_t i = 1; i < call->children; i++) {
        if (i > 1 || !call->is_offloaded)
            among(p, ",");
        if (is_repeated_argument(p, call, i))
            print_node(p, call->child[i]);
        else
            among(p, "0");
    }
    among(p, ")");
}

static const char *worker_of(const struct printer *p)
{
    return p->body == BODY_TYPES ? "(struct pirn_worker *)0" : "pirn__w";
}

static bool makes_generator(struct printer *p, struct node *call)
{
    struct type *type = callee_type(p->unit, call->child[0]);
    return type && type->is_generator && !call->is_unevaluated &&
           p->body != BODY_TYPES;
}

/* The runtime is told where generators are made. */
static void print_maker(struct printer *p, struct node *call)
{
    const struct token *token = &p->source->tokens.at[call->first];
    among(p, "__extension__({ __auto_type pirn__made = ");
    print_range(p, call, call->first, call->last);
    among(p,
          "; pirn__gen_made((void *)pirn__made, %s \":%u\"); "
          "pirn__made; })",
          kept_name(p, token), token->line);
}

/* In sizeof and the like nothing is awaited: the call gives the type. */
static void print_unevaluated_await(struct printer *p, struct node *node)
{
    struct node *operand = node->child[0];
    if (node->is_task) {
        among(p, "(");
        print_node(p, operand);
        among(p, ")((struct pirn_task_tag *)0)");
    } else if (operand->kind == NODE_CALL && p->body == BODY_TYPES) {
        print_unmade_call(p, operand);
    } else if (operand->is_offloaded) {
        print_node(p, operand);
    } else if (operand->kind == NODE_CALL) {
        print_call(p, operand, "(struct pirn_worker *)0");
    } else {
        among(p, "0");
    }
}

static void print_handle_type(struct printer *p)
{
    glue(p, "(__typeof__(pirn__r (*)(struct pirn_task_tag *)))");
}

static void print_result_typedef(struct printer *p, struct node *call)
{
    bool visible = p->is_visible;
    glue(p, "typedef __typeof__(");
    p->is_visible = false;
    print_unmade_call(p, call);
    p->is_visible = visible;
    glue(p, ") pirn__r;");
}

#define RESULT_SIZE                                                            \
    "__builtin_types_compatible_p(pirn__r, void) ? 0 : sizeof(pirn__r), "      \
    "_Alignof(pirn__r)"

/* PIRN__SPAWN_SIGNED or 0. */
#define IS_SIGNED                                                              \
    "_Generic((pirn__r *)0, signed char *: 4, short *: 4, int *: 4, "          \
    "long *: 4, long long *: 4, char *: (char)-1 < 0 ? 4 : 0, default: 0)"

/* Where the task is spawned, for those who ask where it comes from. */
static void print_site(struct printer *p, const struct node *node)
{
    const struct token *token = &p->source->tokens.at[node->first];
    glue(p, "static struct pirn__site pirn__site = { \"%s\", %s, %u, 0 };",
         p->function->name, kept_name(p, token), token->line);
}

/* What has the handle as its value, or only its effect. */
static void print_spawn_steps(struct printer *p, struct node *node,
                              bool has_value)
{
    struct node *call = node->child[node->children - 1];
    struct node *where = node->children > 1 ? node->child[0] : NULL;
    unsigned flags = (node->is_detached ? 1u : 0) | (node->is_try ? 2u : 0) |
                     (node->is_passed_on ? 16u : 0);
    bool in_coroutine = p->function->is_async;
    p->uses_abi = true;
    print_result_typedef(p, call);
    if (where) {
        glue(p, node->is_placed ? "unsigned pirn__n = "
                                : "struct pirn_scope *pirn__s = ");
        print_value(p, where);
        glue(p, ";");
    }
    if (!where || node->is_placed)
        glue(p, "struct pirn_scope *pirn__s = %s;",
             symbol_text(p, node->scope->symbol));
    print_site(p, node);
    if (!in_coroutine)
        emit_plain_mark(p);
    glue(p, "(void)");
    print_call(p, call,
               in_coroutine ? "pirn__w->spawner"
                            : "pirn__scope_spawner(pirn__s)");
    glue(p, ";");
    if (has_value)
        print_handle_type(p);
    glue(p,
         "pirn__spawn(%s, pirn__s, &pirn__site, " RESULT_SIZE
         ", %u | " IS_SIGNED "%s);",
         in_coroutine ? "pirn__w" : "pirn__scope_worker(pirn__s)", flags,
         node->is_placed ? " | pirn__spawn_on(pirn__n)" : "");
}

static void print_spawn(struct printer *p, struct node *node)
{
    glue(p, "(__extension__({");
    print_spawn_steps(p, node, true);
    glue(p, "}))");
}

void print_spawn_statement(struct printer *p, struct node *node)
{
    glue(p, "{");
    print_spawn_steps(p, node, false);
    glue(p, "}");
}

/* Whether evaluating the argument may do something, such as starting another
 * runtime. A constant stays where it is: it may have to be a null pointer. */
static bool does_something(const struct node *node)
{
    if (!node || node->kind == NODE_UNEVALUATED)
        return false;
    if (node->kind == NODE_CALL || node->kind == NODE_RUN ||
        node->kind == NODE_TEST || node->kind == NODE_STATEMENT_EXPRESSION ||
        node->kind == NODE_ASSIGN || node->kind == NODE_INCREMENT ||
        node->kind == NODE_NEXT)
        return true;
    for (uint32_t i = 0; i < node->children; i++)
        if (does_something(node->child[i]))
            return true;
    return false;
}

static void print_arguments_first(struct printer *p, struct node *call)
{
    for (uint32_t i = 1; i < call->children; i++) {
        if (!does_something(call->child[i]))
            continue;
        glue(p, "__auto_type pirn__a%u = ", i);
        print_node(p, call->child[i]);
        glue(p, ";");
    }
}

/* A runtime around the call; its value goes to pirn__v. */
static void print_runtime(struct printer *p, struct node *call,
                          const char *begin)
{
    p->uses_abi = true;
    print_arguments_first(p, call);
    glue(p, "struct pirn_worker *pirn__w = %s;", begin);
    emit_plain_mark(p);
    glue(p, "(void)");
    print_callee(p, call->child[0]);
    among(p, "(pirn__w");
    for (uint32_t i = 1; i < call->children; i++) {
        among(p, ",");
        if (does_something(call->child[i]))
            among(p, "pirn__a%u", i);
        else
            print_node(p, call->child[i]);
    }
    among(p, ")");
    glue(p, "; pirn__run_end(&pirn__v, " RESULT_SIZE ");");
}

static void print_run(struct printer *p, struct node *node)
{
    struct node *call = node->child[0];
    glue(p, "(__extension__({");
    print_result_typedef(p, call);
    glue(p, "__typeof__(__builtin_choose_expr(__builtin_types_compatible_p("
            "pirn__r, void), (char)0, ((pirn__r (*)(void))0)())) pirn__v;");
    print_runtime(p, call, "pirn__run_begin()");
    glue(p, "*(pirn__r *)&pirn__v; }))");
}

/* The call is evaluated anew for each run. */
static void print_test(struct printer *p, struct node *node)
{
    struct node *call = node->child[1];
    glue(p, "(__extension__({");
    print_result_typedef(p, call);
    glue(p, "_Static_assert(__builtin_types_compatible_p(pirn__r, int), "
            "\"what is tested returns int: 0 if all is well\");"
            "int pirn__v; struct pirn__test *pirn__t = ");
    print_node(p, node->child[0]);
    glue(p, "; while (pirn__test_next(pirn__t)) {");
    print_runtime(p, call, "pirn__test_run(pirn__t)");
    glue(p, "pirn__test_ended(pirn__t, pirn__v); } "
            "pirn__test_end(pirn__t); }))");
}

/* The generator and where the value goes; what is given has to be a T *. */
static void print_next(struct printer *p, struct node *node, bool is_awaited)
{
    struct node *generator = node->child[0], *to = node->child[1];
    p->uses_abi = true;
    among(p, is_awaited ? "pirn__gen_await_next(pirn__w, (struct pirn_gen *)("
                        : "pirn__gen_next((struct pirn_gen *)(");
    print_node(p, generator);
    among(p, "), __extension__({ __typeof__((");
    print_node(p, generator);
    among(p, ")((struct pirn_gen_tag *)0)) *pirn__to = ");
    print_node(p, to);
    among(p, "; pirn__to; }))");
}

static void print_gen_close(struct printer *p, struct node *node,
                            bool is_awaited)
{
    p->uses_abi = true;
    among(p, is_awaited ? "pirn__gen_await_close(pirn__w, (struct pirn_gen *)("
                        : "pirn__gen_close((struct pirn_gen *)(");
    print_node(p, node->child[0]);
    among(p, "))");
}

/* A compound literal in the frame is set anew each time it is evaluated. */
static void print_compound_literal(struct printer *p, struct node *node)
{
    struct symbol *symbol = node->symbol;
    bool is_direct = p->function->is_direct && p->body == BODY_ENTRY;
    if (!symbol || symbol->home != HOME_FRAME ||
        (p->body != BODY_STEP && !is_direct)) {
        print_range(p, node, node->first, node->last);
        return;
    }
    const char *type = carrier_name(p, symbol);
    if (is_direct) {
        const char *name = direct_name(p, symbol);
        glue(p, "(*(%s *)__extension__({ %s pirn__v = ", type, type);
        print_node(p, node->child[1]);
        glue(p,
             "; __builtin_memcpy((void *)&%s, &pirn__v, sizeof pirn__v); "
             "(void *)&%s; }))",
             name, name);
        return;
    }
    glue(p, "(*(%s *)__extension__({ %s pirn__v = ", type, type);
    print_node(p, node->child[1]);
    glue(p,
         "; __builtin_memcpy((void *)&pirn__F->%s, &pirn__v, "
         "sizeof pirn__v); (void *)&pirn__F->%s; }))",
         symbol->member, symbol->member);
}

static void print_conditional(struct printer *p, struct node *node)
{
    if (!node->is_synthetic) {
        print_range(p, node, node->first, node->last);
        return;
    }
    among(p, "(");
    print_node(p, node->child[0]);
    among(p, " ? ");
    print_node(p, node->child[1]);
    among(p, " : ");
    print_node(p, node->child[2]);
    among(p, ")");
}

/* A struct that is defined in this function has been printed at its top. */
static void print_record(struct printer *p, struct node *node)
{
    if (!p->function->is_lowered || p->is_defining) {
        print_range(p, node, node->first, node->last);
        return;
    }
    go_to(p, node->first);
    print_token(p, node->first); /* struct, union or enum */
    if (node->symbol)
        among(p, "%s",
              node->symbol->rename ? node->symbol->rename : node->symbol->name);
}

static void print_statement_expression(struct printer *p, struct node *node)
{
    struct node *outer = p->inside;
    if (!outer) {
        p->inside = node;
        p->copies++;
    }
    print_range(p, node, node->first, node->last);
    p->inside = outer;
}

/* clang warns of side effects there, unless the sizeof comes from the macro of
 * a system header (assert), which can no longer be told. */
static void print_unevaluated(struct printer *p, struct node *node)
{
    bool is_visible = p->is_visible;
    if (p->source->options->clang)
        p->is_visible = false;
    print_range(p, node, node->first, node->last);
    p->is_visible = is_visible;
}

static void print_wrapped(struct printer *p, const char *before,
                          struct node *inner)
{
    among(p, "%s(", before);
    print_node(p, inner);
    among(p, ")");
}

void print_value(struct printer *p, struct node *node)
{
    const struct node *inner = node;
    while (inner->kind == NODE_INSTEAD)
        inner = inner->child[0];
    if (inner->kind == NODE_COMMA)
        print_wrapped(p, "", node);
    else
        print_node(p, node);
}

void print_node(struct printer *p, struct node *node)
{
    switch (node->kind) {
    case NODE_NAME: print_name(p, node); break;
    case NODE_TEMPORARY:
        go_to(p, node->first);
        among(p, "%s", symbol_text(p, node->symbol));
        break;
    case NODE_TRUTH: print_wrapped(p, "!!", node->child[0]); break;
    case NODE_NOT: print_wrapped(p, "!", node->child[0]); break;
    case NODE_EQUALS:
        among(p, "%s == %s", symbol_text(p, node->symbol), node->text);
        break;
    case NODE_AWAIT: print_unevaluated_await(p, node); break;
    case NODE_CALL:
        if (node->is_unevaluated && callee_type(p->unit, node->child[0]) &&
            callee_type(p->unit, node->child[0])->is_async)
            print_call(p, node, worker_of(p));
        else if (makes_generator(p, node))
            print_maker(p, node);
        else
            print_range(p, node, node->first, node->last);
        break;
    case NODE_SPAWN: print_spawn(p, node); break;
    case NODE_RUN: print_run(p, node); break;
    case NODE_TEST: print_test(p, node); break;
    case NODE_NEXT: print_next(p, node, false); break;
    case NODE_GEN_CLOSE: print_gen_close(p, node, false); break;
    case NODE_SUSPEND:
        if (node->how == SUSPEND_NEXT)
            print_next(p, node->child[0], true);
        else if (node->how == SUSPEND_GEN_CLOSE)
            print_gen_close(p, node->child[0], true);
        break;
    case NODE_COMPOUND_LITERAL: print_compound_literal(p, node); break;
    case NODE_CONDITIONAL: print_conditional(p, node); break;
    case NODE_RECORD: print_record(p, node); break;
    case NODE_STATEMENT_EXPRESSION: print_statement_expression(p, node); break;
    case NODE_LABEL_ADDRESS:
        go_to(p, node->first);
        if (p->body == BODY_TYPES) /* the label may be none of that text */
            among(p, "((void *)0)");
        else
            among(p, "&&%s", label_text(p, node->label));
        break;
    case NODE_UNEVALUATED: print_unevaluated(p, node); break;
    case NODE_INSTEAD: print_node(p, node->child[0]); break;
    case NODE_DECLARATION: /* a parameter */
        print_range(p, node, node->first, node->last);
        break;
    default:
        if (p->body != BODY_PLAIN && node->kind >= NODE_COMPOUND)
            print_statement(p, node);
        else
            print_range(p, node, node->first, node->last);
        break;
    }
}
