/* Into the frame, and out of it again: what stands around each suspension, at
 * the beginning and at the end of entry and step. abi.h tells the protocol. */
#include "translate/print.h"

#include <string.h>

static bool is_turned(const struct printer *p)
{
    return p->function->is_turned;
}

static void count(struct printer *p, const char *which)
{
    if (is_turned(p))
        glue(p, "pirn__stats.%s++;", which);
}

/* Returns from an entry whose value means nothing. */
static void return_nothing(struct printer *p)
{
    glue(p,
         p->function->is_returning_void ? "return;" : "return pirn__nothing;");
}

/* -- single values -- */

static void save(struct printer *p, struct symbol *symbol, bool sure)
{
    if (sure && is_scalar_symbol(p, symbol))
        glue(p, "pirn__F->%s = %s;", symbol->member, symbol_text(p, symbol));
    else /* perhaps it has no value: its bytes may be copied nevertheless */
        glue(p,
             "__builtin_memcpy((void *)&pirn__F->%s, (void *)&%s, "
             "sizeof %s);",
             symbol->member, symbol_text(p, symbol), symbol_text(p, symbol));
}

static void restore(struct printer *p, struct symbol *symbol, bool sure)
{
    if (sure && is_scalar_symbol(p, symbol))
        glue(p, "%s = pirn__F->%s;", symbol_text(p, symbol), symbol->member);
    else
        glue(p,
             "__builtin_memcpy((void *)&%s, (void *)&pirn__F->%s, "
             "sizeof %s);",
             symbol_text(p, symbol), symbol->member, symbol_text(p, symbol));
}

/* Parameters that are arrays are pointers here, and the like: a plain
 * assignment is right unless they are const. */
static void store_parameter(struct printer *p, struct symbol *symbol)
{
    const char *name = symbol->rename ? symbol->rename : symbol->name;
    const struct type *type = symbol->type;
    if (type->is_const || type->is_atomic || type->kind == TYPE_RECORD ||
        type->kind == TYPE_UNKNOWN)
        glue(p,
             "__builtin_memcpy((void *)&pirn__F->%s, (void *)&%s, "
             "sizeof %s);",
             symbol->member, name, name);
    else
        glue(p, "pirn__F->%s = %s;", symbol->member, name);
}

static void store_parameters(struct printer *p)
{
    for (size_t i = 0; i < p->function->parameters.count; i++)
        if (p->function->parameters.at[i]->in_frame)
            store_parameter(p, p->function->parameters.at[i]);
}

static void save_live(struct printer *p, const struct node *node)
{
    for (size_t i = 0; i < p->function->movable.count; i++) {
        int32_t index = (int32_t)i;
        bool is_there = p->body == BODY_STEP && set_has(node->clean, index);
        if (set_has(node->live, index) && !is_there)
            save(p, p->function->movable.at[i], set_has(node->assigned, index));
    }
}

static void restore_live(struct printer *p, const struct node *node)
{
    for (size_t i = 0; i < p->function->movable.count; i++)
        if (set_has(node->live, (int32_t)i))
            restore(p, p->function->movable.at[i],
                    set_has(node->assigned, (int32_t)i));
}

/* -- entries -- */

/* The beginning of an entry: a frame in state 0 for a spawner, or when the
 * native stack is used up. */
void emit_start(struct printer *p)
{
    if (!p->function->is_returning_void)
        glue(p, "static pirn__result pirn__nothing;");
    glue(p,
         "if (pirn__must_start(pirn__w)) { struct pirn__frame *pirn__F = "
         "pirn__frame_start(pirn__w, sizeof(struct pirn__frame), "
         "_Alignof(struct pirn__frame), %s); if (pirn__F) {",
         p->function->step_name);
    count(p, "start");
    store_parameters(p);
    glue(p, "}");
    return_nothing(p);
    glue(p, "}");
    emit_mark(p);
}

/* The functions that a coroutine calls which suspends at many places have names
 * with that at the end: the time of compilers grows faster than what they have
 * to optimize. */
static const char *apart_of(const struct printer *p)
{
    return p->function->suspensions.count > MANY_PLACES ? "_apart" : "";
}

/* In an entry: makes a frame with what lives at that suspension. */
static void emit_frame_for(struct printer *p, struct node *node)
{
    glue(p,
         "struct pirn__frame *pirn__F = pirn__frame_new%s(pirn__w, "
         "sizeof(struct pirn__frame), _Alignof(struct pirn__frame), %s, "
         "%u);",
         apart_of(p), p->function->step_name, node->state);
    count(p, "late");
    save_live(p, node);
}

/* In an entry: a frame for what lives, on top of what has suspended. */
static void suspend_entry(struct printer *p, struct node *node)
{
    struct symbol *symbol = node->symbol;
    if (p->function->is_direct) /* what waits has blocked the thread */
        return;
    glue(p, "if (__builtin_expect(pirn__w->suspended != 0, 0)) {");
    if (node->is_tail) {
        /* the callee's frame takes the place of this one */
        glue(p, "if (__builtin_types_compatible_p(%s, pirn__result))",
             symbol ? carrier_name(p, symbol) : "void");
        return_nothing(p);
    }
    emit_frame_for(p, node);
    glue(p, "pirn__frame_link%s(pirn__w, (struct pirn_frame *)pirn__F, %s%s);",
         apart_of(p), symbol ? "(void *)&pirn__F->" : "0",
         symbol ? symbol->member : "");
    return_nothing(p);
    glue(p, "}");
}

/* -- steps -- */

/* The call, as the user wrote it; its value goes to that place, which is of the
 * temporary's type. */
static void emit_value(struct printer *p, const struct node *node,
                       const char *place)
{
    struct node *call = node->child[0];
    bool is_plain = place && is_scalar_symbol(p, node->symbol);
    if (place && is_plain)
        among(p, "%s = ", place);
    else if (place)
        among(p, "{ %s pirn__v = ", carrier_name(p, node->symbol));
    if (call->is_offloaded)
        print_node(p, call);
    else
        print_call(p, call, "pirn__w");
    among(p, ";");
    if (place && !is_plain)
        glue(p,
             "__builtin_memcpy((void *)&%s, (void *)&pirn__v, sizeof "
             "pirn__v); }",
             place);
}

/* In a step, where control comes back: a thread of the pool makes the call. */
static void emit_offloaded(struct printer *p, struct node *node)
{
    struct symbol *symbol = node->symbol;
    struct node *call = node->child[0];
    glue(p, "if (pirn__w == (struct pirn_worker *)1) {");
    for (uint32_t i = 0; i < call->children; i++) {
        struct node *operand = node_bare(call->child[i]);
        if (operand->kind == NODE_TEMPORARY &&
            operand->symbol->home == HOME_NATIVE)
            restore(p, operand->symbol, true);
    }
    go_to(p, node->first);
    emit_value(p, node,
               symbol ? arena_printf(p->arena, "pirn__F->%s", symbol->member)
                      : NULL);
    glue(p, "return 0; }");
}

static void stand_at(struct printer *p, uint16_t file, uint32_t line)
{
    p->file = file;
    p->line = line;
    p->is_known = false;
}

/* Where control comes back, with what was saved. Compilers like to move this
 * before the call, where a debugger that is told to stop at the line of the
 * call would take it for the beginning of that line; so it gets the line of
 * the function's name, as the jump to it has. */
static void emit_return_to(struct printer *p, struct node *node)
{
    const struct token *head = &p->source->tokens.at[p->function->name_token];
    struct symbol *symbol = node->symbol;
    uint32_t line = p->line;
    uint16_t file = p->file;
    stand_at(p, head->file, head->line);
    glue(p, "pirn__r%u:;", node->state);
    if (node->how == SUSPEND_OFFLOAD) {
        emit_offloaded(p, node);
        stand_at(p, head->file, head->line);
    }
    restore_live(p, node);
    if (node->how == SUSPEND_YIELD_FROM)
        glue(p, "%s = -(int)pirn__F->next.info;", symbol_text(p, symbol));
    else if (symbol && symbol->home == HOME_NATIVE)
        restore(p, symbol, true);
    stand_at(p, file, line);
}

/* In a step that is linked to what it waits for: what lives is saved. */
static void save_here(struct printer *p, struct node *node)
{
    glue(p, "pirn__F->state = %u;", node->state);
    save_live(p, node);
}

/* The same, and control comes back at the label. */
static void stop_here(struct printer *p, struct node *node)
{
    save_here(p, node);
    glue(p, "return 0;");
    emit_return_to(p, node);
}

/* In a step, behind the call: if that has suspended, so does the step. */
static void suspend_step(struct printer *p, struct node *node)
{
    struct symbol *symbol = node->symbol;
    /* it waited before, so it is likely to wait again */
    glue(p, "if (__builtin_expect(pirn__w->suspended != 0, 1)) {");
    /* the state, in a frame that is given back, is for the recorder */
    if (node->is_tail && !p->function->is_eager)
        glue(p,
             "if (__builtin_types_compatible_p(%s, pirn__result)) { "
             "pirn__F->state = %u; "
             "*pirn__w->suspended = pirn__F->link; "
             "pirn__frame_free(pirn__w, pirn__h); return 0; }",
             symbol ? carrier_name(p, symbol) : "void", node->state);
    /* first the link: it may still be in a register */
    glue(p, "pirn__frame_wait(pirn__w, pirn__h, %s%s);",
         symbol ? "(void *)&pirn__F->" : "0", symbol ? symbol->member : "");
    stop_here(p, node);
    glue(p, "}");
}

/* The state of a generator that is suspended there: marked, if something has
 * to be done when it is closed. */
static unsigned yield_state(const struct node *node)
{
    return node->state | (node->is_closable ? 0x4000 : 0);
}

void emit_close_at(struct printer *p, struct node *node)
{
    glue(p, "pirn__c%u:;", node->state);
    restore_live(p, node);
}

/* The inner generator is what runs now, and values come from it. */
static void emit_yield_from(struct printer *p, struct node *node)
{
    bool is_async = p->function->is_async;
    go_to(p, node->first);
    among(p, "{ __typeof__(pirn__yielded (*)(struct pirn_gen_tag *)) "
             "pirn__v =");
    print_value(p, node->child[0]);
    glue(p, "; pirn__F->state = %u;", yield_state(node));
    save_live(p, node);
    glue(p, is_async ? "return pirn__gen_enter_async((struct pirn_gen *)"
                       "pirn__F, (struct pirn_gen *)pirn__v); }"
                     : "return pirn__gen_enter((struct pirn_gen *)pirn__F, "
                       "(struct pirn_gen *)pirn__v); }");
    emit_return_to(p, node);
}

static void emit_yield(struct printer *p, struct node *node)
{
    bool is_async = p->function->is_async;
    glue(p, "{ pirn__yielded pirn__v =");
    print_value(p, node->child[0]);
    glue(p, "; __builtin_memcpy(pirn__F->link.result, &pirn__v, "
            "sizeof pirn__v); }");
    glue(p, "pirn__F->state = %u;", yield_state(node));
    save_live(p, node);
    if (is_async)
        glue(p, "pirn__F->status = 1; return pirn__F->link.caller;");
    else
        glue(p, "return 0;");
    emit_return_to(p, node);
}

/* In a step that only the executor calls. What lives is saved before, so that
 * the compiler need keep nothing across a call that is hardly ever made. */
static void emit_yield_now(struct printer *p, struct node *node)
{
    struct symbol *symbol = node->symbol;
    go_to(p, node->first);
    save_here(p, node);
    among(p, "return pirn__yield_step(pirn__w, pirn__h, %s%s);",
          symbol ? "(void *)&pirn__F->" : "0", symbol ? symbol->member : "");
    emit_return_to(p, node);
}

static void emit_call(struct printer *p, struct node *node)
{
    go_to(p, node->first);
    emit_value(p, node, node->symbol ? symbol_text(p, node->symbol) : NULL);
}

/* It always suspends. Where tasks are threads, the call blocks its own as
 * others do. */
static void emit_offload(struct printer *p, struct node *node)
{
    p->uses_abi = true;
    if (p->source->options->threads) {
        emit_call(p, node);
        if (p->body == BODY_STEP) /* a generator's, whose cases name it */
            glue(p, "pirn__r%u:;", node->state);
    } else if (p->body == BODY_ENTRY) {
        glue(p, "{");
        emit_frame_for(p, node);
        glue(p, "pirn__offload(pirn__w, (struct pirn_frame *)pirn__F);");
        return_nothing(p);
        glue(p, "}");
    } else {
        save_here(p, node);
        glue(p, "pirn__offload(pirn__w, pirn__h); return 0;");
        emit_return_to(p, node);
    }
}

static void emit_task(struct printer *p, struct node *node)
{
    struct symbol *symbol = node->symbol;
    go_to(p, node->first);
    among(p, "(void)pirn__await_task(pirn__w,");
    print_node(p, node->child[0]);
    if (symbol)
        among(p, ", (void *)&%s, sizeof(%s));", symbol_text(p, symbol),
              carrier_name(p, symbol));
    else
        among(p, ", 0, 0);");
}

static void emit_int(struct printer *p, struct node *node, const char *call)
{
    if (node->symbol)
        glue(p, "%s = %s;", symbol_text(p, node->symbol), call);
    else
        glue(p, "(void)%s;", call);
}

static void emit_probe(struct printer *p, struct node *node)
{
    const struct translate_options *options = p->source->options;
    go_to(p, node->first);
    emit_int(p, node,
             options->async_all == ASYNC_ALL_RANDOM
                 ? arena_printf(p->arena,
                                "pirn__probe_random(pirn__w, %lluULL)",
                                (unsigned long long)options->seed)
                 : "pirn__probe(pirn__w)");
}

void emit_suspension(struct printer *p, struct node *node)
{
    switch (node->how) {
    case SUSPEND_YIELD: emit_yield(p, node); return;
    case SUSPEND_YIELD_FROM: emit_yield_from(p, node); return;
    case SUSPEND_OFFLOAD: emit_offload(p, node); return;
    case SUSPEND_CALL:
        if (p->body == BODY_STEP && !p->function->is_eager && !node->is_tail &&
            is_call_of(node->child[0], "pirn_yield_now")) {
            emit_yield_now(p, node);
            return;
        }
        emit_call(p, node);
        break;
    case SUSPEND_TASK: emit_task(p, node); break;
    case SUSPEND_NEXT:
    case SUSPEND_GEN_CLOSE:
        go_to(p, node->first);
        if (node->symbol)
            among(p, "%s = ", symbol_text(p, node->symbol));
        else
            among(p, "(void)");
        print_node(p, node);
        among(p, ";");
        break;
    case SUSPEND_SCOPE:
        emit_int(p, node,
                 arena_printf(p->arena, "pirn__scope_leave(pirn__w, %s)",
                              symbol_text(p, node->scope->symbol)));
        break;
    case SUSPEND_PROBE: emit_probe(p, node); break;
    }
    if (p->body == BODY_ENTRY)
        suspend_entry(p, node);
    else
        suspend_step(p, node);
}

/* -- returning -- */

void emit_return(struct printer *p, struct node *node)
{
    struct node *value = node->child[0];
    struct function *function = p->function;
    if (p->body == BODY_ENTRY && !node->is_synthetic) {
        print_range(p, node, node->first, node->last);
        return;
    }
    go_to(p, node->first);
    if (p->body == BODY_ENTRY) {
        among(p, "return");
        if (value)
            print_node(p, value);
        among(p, ";");
    } else if (!value || function->is_returning_void ||
               function->is_generator) {
        glue(p, "{");
        if (value) {
            print_node(p, value);
            among(p, ";");
        }
        if (function->is_generator)
            glue(p, "pirn__F->status = 0;");
        glue(p, "goto pirn__done; }");
    } else {
        glue(p, "{ pirn__result pirn__v =");
        print_value(p, value);
        if (is_scalar(function->type->of))
            glue(p, "; if (pirn__F->link.result) *(pirn__result *)"
                    "pirn__F->link.result = pirn__v; goto pirn__done; }");
        else
            glue(p, "; if (pirn__F->link.result) __builtin_memcpy("
                    "pirn__F->link.result, (void *)&pirn__v, sizeof pirn__v); "
                    "goto pirn__done; }");
    }
}

static void emit_case(struct printer *p, const struct node *node)
{
    glue(p, "case %u: goto pirn__r%u;", yield_state(node), node->state);
    if (node->is_closable)
        glue(p, "case %u: goto pirn__c%u;", yield_state(node) | 0x8000,
             node->state);
}

/* Then threads of the pool enter the step, too. */
static bool offloads(const struct function *function)
{
    for (size_t i = 0; i < function->suspensions.count; i++)
        if (function->suspensions.at[i]->how == SUSPEND_OFFLOAD)
            return true;
    return false;
}

/* The beginning of a step: to the suspension where it stopped. */
void emit_resume(struct printer *p)
{
    struct function *function = p->function;
    if (function->is_generator) {
        if (function->is_async)
            glue(p, "if (!pirn__w) pirn__gen_misuse();");
        glue(p,
             "unsigned pirn__state = pirn__F->state; "
             "%spirn__F->state = 65535; switch (pirn__state) {",
             offloads(function) ? "if (pirn__w != (struct pirn_worker *)1) "
                                : "");
    } else {
        glue(p, "switch (pirn__F->state) {");
    }
    glue(p, "case 0:");
    for (size_t i = 0; i < function->parameters.count; i++) {
        struct symbol *symbol = function->parameters.at[i];
        if (symbol->in_frame && symbol->home == HOME_NATIVE)
            restore(p, symbol, true);
    }
    if (!function->is_turned) /* the table is there if the step is */
        glue(p, "__asm__(\"\" : : \"m\"(pirn__table_entry));");
    glue(p, "break;");
    for (size_t i = 0; i < function->suspensions.count; i++)
        emit_case(p, function->suspensions.at[i]);
    glue(p, "default: %s }",
         function->is_generator ? "pirn__gen_reentered();"
                                : "__builtin_unreachable();");
}

/* The end of a step. */
void emit_finish(struct printer *p)
{
    struct function *function = p->function;
    if (function->is_generator) {
        glue(p, "pirn__F->status = 0; pirn__done: pirn__F->state = 0;");
        glue(p, function->is_async ? "return pirn__F->link.caller;"
                                   : "return pirn__h;");
        return;
    }
    if (!strcmp(function->name, "main") && !function->is_returning_void)
        glue(p, "if (pirn__F->link.result) *(pirn__result *)"
                "pirn__F->link.result = 0;");
    glue(p, "pirn__done:; { struct pirn_frame *pirn__caller = "
            "pirn__F->link.caller; pirn__frame_free(pirn__w, pirn__h); "
            "return pirn__caller; }");
}
