/* A runtime in the main loop of GLib, as a source of it: build it by
 *     pirn cc gcc in_glib.c $(pkg-config --cflags --libs glib-2.0)
 * GLib asks the source for its timeout before each wait, and dispatches it when
 * the time is over or the descriptor is readable. */
#include <glib.h>
#include <stdio.h>

#include <pirn.h>

struct source {
    GSource source;
    pirn_embed *embed;
    gpointer tag; /* of the descriptor */
};

static gboolean prepare(GSource *source, gint *timeout)
{
    *timeout = pirn_embed_timeout(((struct source *)source)->embed);
    return *timeout == 0;
}

static gboolean check(GSource *source)
{
    struct source *s = (struct source *)source;
    return g_source_query_unix_fd(source, s->tag) ||
           pirn_embed_timeout(s->embed) == 0;
}

static gboolean dispatch(GSource *source, GSourceFunc callback, gpointer data)
{
    (void)callback, (void)data;
    pirn_embed_turn(((struct source *)source)->embed);
    return G_SOURCE_CONTINUE;
}

static GSourceFuncs functions = {prepare, check, dispatch, NULL, NULL, NULL};

static GSource *source_new(pirn_embed *embed)
{
    GSource *source = g_source_new(&functions, sizeof(struct source));
    struct source *s = (struct source *)source;
    s->embed = embed;
    s->tag = g_source_add_unix_fd(source, pirn_embed_fd(embed), G_IO_IN);
    g_source_attach(source, NULL);
    return source;
}

static struct pirn_event ticked;

static gboolean on_tick(gpointer data)
{
    (void)data;
    printf("glib: a timeout of its own\n");
    pirn_event_set(&ticked);
    return G_SOURCE_REMOVE;
}

static async void wait_for_tick(GMainLoop *loop)
{
    await pirn_event_wait(&ticked);
    await pirn_sleep(2 * PIRN_MS);
    printf("pirn: after the tick\n");
    g_main_loop_quit(loop);
}

int main(void)
{
    GMainLoop *loop = g_main_loop_new(NULL, FALSE);
    pirn_embed *embed = pirn_embed_open();
    GSource *source = source_new(embed);
    g_timeout_add(5, on_tick, NULL);
    spawn_in (pirn_embed_scope(embed)) wait_for_tick(loop);
    g_main_loop_run(loop);
    g_source_destroy(source);
    g_source_unref(source);
    pirn_embed_close(embed);
    g_main_loop_unref(loop);
    return 0;
}
