/* Coroutines that are plain functions, as what they wait for blocks their
 * thread (--threads). Such a one is its entry, printed as all are but for what
 * stands behind an await. Called with a spawner it makes a frame, with the
 * arguments alone in it, and its step is where the new thread begins: it calls
 * the function with them. */
#include "translate/print.h"

static void call(struct printer *p)
{
    const struct function *function = p->function;
    glue(p, "%s(pirn__w", function->is_main ? "pirn__main" : function->name);
    for (size_t i = 0; i < function->parameters.count; i++)
        glue(p, ", pirn__F->%s", function->parameters.at[i]->member);
    glue(p, ");");
}

void emit_direct_step(struct printer *p)
{
    const struct function *function = p->function;
    p->body = BODY_STEP;
    glue(p,
         "static struct pirn_frame *%s(struct pirn_frame *pirn__h, "
         "struct pirn_worker *pirn__w) {",
         function->step_name);
    emit_types(p);
    emit_table(p);
    glue(p, "struct pirn__frame *pirn__F = (struct pirn__frame *)pirn__h;"
            "__asm__(\"\" : : \"m\"(pirn__table_entry));");
    if (!function->is_returning_void)
        glue(p, "pirn__result pirn__v =");
    call(p);
    if (!function->is_returning_void)
        glue(p, "if (pirn__F->link.result) __builtin_memcpy("
                "pirn__F->link.result, (void *)&pirn__v, sizeof pirn__v);");
    glue(p, "struct pirn_frame *pirn__caller = pirn__F->link.caller; "
            "pirn__frame_free(pirn__w, pirn__h); return pirn__caller; }");
}
