/* The statements of a body. What no pass changed is printed as it stands;
 * what lift made is printed in its shape. */
#include "translate/print.h"

#include <string.h>

static bool is_body(const struct printer *p, enum body body)
{
    return p->body == body;
}

static void keyword(struct printer *p, const struct node *node,
                    const char *text)
{
    go_to(p, node->first);
    among(p, "%s", text);
}

static void print_parenthesised(struct printer *p, struct node *node)
{
    among(p, "(");
    if (node)
        print_node(p, node);
    among(p, ")");
}

/* A statement in the place of one: a declaration is none, so what may come
 * out as several gets braces. */
static void print_body(struct printer *p, struct node *node)
{
    bool needs_braces =
        node->kind == NODE_SUSPEND || node->kind == NODE_SCOPE_ABANDON;
    if (needs_braces)
        among(p, "{");
    print_statement(p, node);
    if (needs_braces)
        among(p, "}");
}

static void print_children(struct printer *p, struct node *node)
{
    for (uint32_t i = 0; i < node->children; i++)
        if (node->child[i])
            print_statement(p, node->child[i]);
}

/* Before what the first statement leaves to run before it. */
static void print_block_pragmas(struct printer *p, token_index at)
{
    const struct source *source = p->source;
    uint32_t before = source->tokens.at[at].before;
    if (before && source->directives.at[before - 1].is_about_block)
        go_to(p, at);
}

static void print_braces(struct printer *p, struct node *node)
{
    if (node->is_synthetic) {
        among(p, "{");
        print_children(p, node);
        among(p, "}");
    } else {
        print_token(p, node->first);
        print_block_pragmas(p, node->first + 1);
        print_children(p, node);
        print_token(p, node->last);
    }
}

/* -- declarations -- */

/* {0} and {}: all bytes zero, without a copy on the native stack */
static bool is_zero_list(struct printer *p, const struct node *value)
{
    if (value->kind != NODE_INITIALISER_LIST)
        return false;
    return value->last == value->first + 1 ||
           (value->last == value->first + 2 &&
            token_is(p->source, value->first + 1, "0"));
}

/* A local in the frame: its declaration leaves its initialisation. */
static void print_initialisation(struct printer *p, struct node *node)
{
    struct symbol *symbol = node->symbol;
    struct node *value = node->child[2];
    if (!value)
        return;
    go_to(p, node->at);
    if (is_zero_list(p, value)) {
        glue(p,
             "__builtin_memset((void *)&pirn__F->%s, 0, "
             "sizeof pirn__F->%s);",
             symbol->member, symbol->member);
    } else if ((is_scalar(symbol->type) || symbol->type->is_volatile ||
                symbol->type->is_atomic) &&
               !symbol->type->is_const && symbol->type->kind != TYPE_RECORD &&
               symbol->type->kind != TYPE_ARRAY &&
               value->kind != NODE_INITIALISER_LIST) {
        among(p, "pirn__F->%s = ", symbol->member);
        print_node(p, value);
        among(p, ";");
    } else {
        glue(p, "{ %s pirn__v =", carrier_name(p, symbol));
        print_node(p, value);
        glue(p,
             "; __builtin_memcpy((void *)&pirn__F->%s, (void *)&pirn__v, "
             "sizeof pirn__v); }",
             symbol->member);
    }
}

/* In a step a local that is copied back cannot be const. */
static bool drops_const(const struct printer *p, const struct symbol *symbol)
{
    return is_body(p, BODY_STEP) && symbol->index >= 0 &&
           symbol->kind == SYMBOL_VARIABLE && symbol->type->is_const;
}

/* The declarator as it stands, but for the name. */
static void print_renamed(struct printer *p, struct node *declarator,
                          const char *name)
{
    for (token_index at = declarator->first; at <= declarator->last; at++) {
        struct node *child = child_at(declarator, at);
        if (at == declarator->at) {
            among(p, "%s", name);
        } else if (child) {
            print_node(p, child);
            at = child->last;
        } else {
            print_token(p, at);
        }
    }
}

static void print_local(struct printer *p, struct node *node)
{
    struct symbol *symbol = node->symbol;
    struct node *specifiers = node->child[0];
    go_to(p, node->first);
    if (drops_const(p, symbol)) {
        print_declaration(p, symbol, symbol_text(p, symbol), true);
    } else {
        print_range(p, specifiers, specifiers->first, specifiers->last);
        print_renamed(p, node->child[1], symbol_text(p, symbol));
    }
    if (node->child[2]) {
        among(p, "=");
        print_node(p, node->child[2]);
    }
    among(p, ";");
}

static void print_declaration_statement(struct printer *p, struct node *node)
{
    struct symbol *symbol = node->symbol;
    if (!symbol) /* only a type, which stands at the top */
        return;
    if (symbol->hoisted ||
        (symbol->kind == SYMBOL_TYPEDEF && !symbol->type->is_variable))
        return;
    if (symbol->kind == SYMBOL_VARIABLE && symbol->home == HOME_FRAME &&
        is_body(p, BODY_STEP))
        print_initialisation(p, node);
    else
        print_local(p, node);
}

/* -- control flow -- */

static void print_if(struct printer *p, struct node *node)
{
    keyword(p, node, "if");
    print_parenthesised(p, node->child[0]);
    print_body(p, node->child[1]);
    if (node->child[2]) {
        among(p, "else");
        print_body(p, node->child[2]);
    }
}

static void print_do(struct printer *p, struct node *node)
{
    keyword(p, node, "do");
    print_body(p, node->child[0]);
    among(p, "while");
    print_parenthesised(p, node->child[1]);
    among(p, ";");
}

static void print_for(struct printer *p, struct node *node)
{
    struct node *init = node->child[0];
    bool is_declaration = init && init->kind == NODE_COMPOUND;
    if (is_declaration) { /* it may have become several statements */
        glue(p, "{");
        print_children(p, init);
    }
    keyword(p, node, "for (");
    if (init && !is_declaration)
        print_node(p, init);
    among(p, ";");
    if (node->child[1])
        print_node(p, node->child[1]);
    among(p, ";");
    if (node->child[2])
        print_node(p, node->child[2]);
    among(p, ")");
    print_body(p, node->child[3]);
    if (is_declaration)
        among(p, "}");
}

static void print_headed(struct printer *p, struct node *node, const char *word)
{
    keyword(p, node, word);
    print_parenthesised(p, node->child[0]);
    print_body(p, node->child[1]);
}

/* gcc knows by a comment that control falls through; it is gone by now. */
static void print_fallthrough(struct printer *p, const struct node *node)
{
    if (p->source->tokens.at[node->first].fallthrough &&
        !p->source->options->clang)
        glue(p, "__attribute__((fallthrough));");
}

static void print_label(struct printer *p, struct node *node)
{
    if (node->kind == NODE_LABEL) {
        go_to(p, node->first);
        among(p, "%s", label_text(p, node->label));
        print_tokens(p, node->first + 1, node->at);
    } else {
        print_fallthrough(p, node);
        print_range(p, node, node->first, node->at);
    }
    print_statement(p, node->child[node->children - 1]);
}

static void print_goto(struct printer *p, struct node *node)
{
    keyword(p, node, "goto");
    among(p, "%s;", label_text(p, node->label));
}

/* -- what lift made -- */

static void print_set(struct printer *p, struct node *node)
{
    struct symbol *symbol = node->symbol;
    const char *to = symbol_text(p, symbol);
    go_to(p, node->first);
    if (node->text) {
        glue(p, "%s = %s;", to, node->text);
    } else if (is_scalar_symbol(p, symbol)) {
        among(p, "%s = ", to);
        print_value(p, node->child[0]);
        among(p, ";");
    } else {
        glue(p, "{ %s pirn__v =", carrier_name(p, symbol));
        print_value(p, node->child[0]);
        glue(p,
             "; __builtin_memcpy((void *)&%s, (void *)&pirn__v, sizeof "
             "pirn__v); }",
             to);
    }
}

/* , .timeout = a, .deadline = b: one assignment for each option */
static void print_options(struct printer *p, struct node *options)
{
    for (token_index at = options->first; at <= options->last; at++) {
        struct node *child = child_at(options, at);
        if (child) {
            print_node(p, child);
            among(p, ";");
            at = child->last;
        } else if (token_is(p->source, at, ".")) {
            go_to(p, at);
            among(p, "pirn__options");
            print_token(p, at);
        } else if (!token_is(p->source, at, ",")) {
            print_token(p, at);
        }
    }
}

#define NO_LIMIT                                                               \
    ".timeout = 0x7fffffffffffffff, .deadline = 0x7fffffffffffffff, "          \
    ".limit = 0x7fffffffffffffff, .pirn__place = &pirn__place"

static void print_scope_enter(struct printer *p, struct node *node)
{
    const char *scope = symbol_text(p, node->symbol);
    const struct token *token = &p->source->tokens.at[node->first];
    glue(p,
         "{ static const struct pirn__place pirn__place = "
         "{ \"%s\", %s, %u };",
         p->function->name, kept_name(p, token), token->line);
    glue(p, "%sstruct pirn_scope_options pirn__options = { " NO_LIMIT "%s };",
         node->child[0] ? "" : "static const ",
         node->symbol->is_passed_on ? ", .pirn__passed_on = 1" : "");
    if (node->child[0])
        print_options(p, node->child[0]);
    glue(p, "pirn__scope_enter(pirn__w, %s, &pirn__options); }", scope);
}

static void print_about_scope(struct printer *p, struct node *node,
                              const char *what)
{
    glue(p, "pirn__%s(pirn__w, %s);", what, symbol_text(p, node->symbol));
}

/* The call that the attribute cleanup asks for. */
static void print_clean(struct printer *p, struct node *node)
{
    go_to(p, node->first);
    print_node(p, node->child[0]);
    among(p, "(&%s);", symbol_text(p, node->symbol));
}

/* What is done when the generator is closed where it stands. */
static void print_closing(struct printer *p, struct node *node)
{
    glue(p, "if (0) {");
    emit_close_at(p, node->target);
    print_statement(p, node->child[0]);
    among(p, "}");
}

static void print_expression_statement(struct printer *p, struct node *node)
{
    struct node *value = node_bare(node->child[0]);
    if (value->kind == NODE_FAIL) {
        go_to(p, node->first);
        glue(p, "{ pirn__F->status = pirn__gen_failure((");
        print_node(p, value->child[0]);
        glue(p, ")); goto pirn__done; }");
    } else if (value->kind == NODE_SPAWN && value->is_detached) {
        go_to(p, node->first);
        print_spawn_statement(p, value);
    } else if (node->is_synthetic) {
        go_to(p, node->first);
        print_node(p, node->child[0]);
        among(p, ";");
    } else {
        print_range(p, node, node->first, node->last);
    }
}

void print_statement(struct printer *p, struct node *node)
{
    switch (node->kind) {
    case NODE_COMPOUND:
    case NODE_BLOCK: print_braces(p, node); break;
    case NODE_DECLARATION: print_declaration_statement(p, node); break;
    case NODE_EXPRESSION: print_expression_statement(p, node); break;
    case NODE_NULL:
        if (node->is_synthetic)
            among(p, ";");
        else
            print_token(p, node->first);
        break;
    case NODE_IF: print_if(p, node); break;
    case NODE_WHILE: print_headed(p, node, "while"); break;
    case NODE_SWITCH: print_headed(p, node, "switch"); break;
    case NODE_DO: print_do(p, node); break;
    case NODE_FOR: print_for(p, node); break;
    case NODE_LOOP:
        p->drops_loop_pragmas = true;
        keyword(p, node, "for (;;)");
        p->drops_loop_pragmas = false;
        print_body(p, node->child[0]);
        break;
    case NODE_CASE:
    case NODE_DEFAULT:
    case NODE_LABEL: print_label(p, node); break;
    case NODE_GOTO: print_goto(p, node); break;
    case NODE_BREAK: keyword(p, node, "break;"); break;
    case NODE_CONTINUE: keyword(p, node, "continue;"); break;
    case NODE_GOTO_COMPUTED:
        keyword(p, node, "goto *");
        print_parenthesised(p, node->child[0]);
        among(p, ";");
        break;
    case NODE_RETURN: emit_return(p, node); break;
    case NODE_SUSPEND: emit_suspension(p, node); break;
    case NODE_SET: print_set(p, node); break;
    case NODE_PLACE: glue(p, "%s:;", node->text); break;
    case NODE_GOTO_PLACE:
        keyword(p, node, "goto");
        among(p, "%s;", node->text);
        break;
    case NODE_SCOPE_ENTER: print_scope_enter(p, node); break;
    case NODE_SCOPE_ABANDON:
        glue(p, "pirn__scope_abandon(pirn__w, %s, %u);",
             symbol_text(p, node->symbol),
             p->source->tokens.at[node->first].line);
        break;
    case NODE_SCOPE_KEEP:
        glue(p, "%s->keeps_handles = 1;", symbol_text(p, node->symbol));
        break;
    case NODE_SCOPE_DROP: print_about_scope(p, node, "scope_drop"); break;
    case NODE_SHIELD_ENTER: print_about_scope(p, node, "defer_enter"); break;
    case NODE_SHIELD_LEAVE: print_about_scope(p, node, "defer_leave"); break;
    case NODE_CLEAN: print_clean(p, node); break;
    case NODE_CLOSING: print_closing(p, node); break;
    case NODE_FORGET: break;
    case NODE_LABEL_DECLARATION: break; /* its labels have unique names */
    default: print_range(p, node, node->first, node->last); break;
    }
}
