/* What is inside a runtime: the threads that are its workers, but no process
 * that one of them has forked. What becomes of that is in fork.c. */
#include "runtime/base/hooks.h"
#include "runtime/runtime.h"

/* Registered threads ------------------------------------------------------- */

static struct pirn__list running = {&running, &running};
pthread_mutex_t pirn__inside_lock = PTHREAD_MUTEX_INITIALIZER;

void pirn__inside_add(struct pirn__loop *loop)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, pirn__hooks.register_forks);
    pthread_mutex_lock(&pirn__inside_lock);
    pirn__list_append(&running, &loop->running);
    pthread_mutex_unlock(&pirn__inside_lock);
}

void pirn__inside_remove(struct pirn__loop *loop)
{
    pthread_mutex_lock(&pirn__inside_lock);
    pirn__list_remove(&loop->running);
    pthread_mutex_unlock(&pirn__inside_lock);
}

bool pirn__is_running(const struct pirn_worker *runtime)
{
    bool found = pirn__is_forked;
    pthread_mutex_lock(&pirn__inside_lock);
    for (struct pirn__list *node = running.next; node != &running && !found;
         node = node->next) {
        struct pirn__loop *loop =
            pirn__container_of(node, struct pirn__loop, running);
        found = !runtime || loop->worker.runtime == runtime;
    }
    pthread_mutex_unlock(&pirn__inside_lock);
    return found;
}

void pirn__die_outside(const char *what)
{
    if (pirn__is_forked)
        pirn__die_forked();
    pirn__die("%s on a thread that has no runtime: let a task take "
              "pirn_runtime_hold, and this thread post a function that does it "
              "by pirn_post",
              what);
}

/* Forked processes --------------------------------------------------------- */

unsigned pirn__forks;
bool pirn__is_forked;

static struct pirn__loop *forked; /* the loop of the thread that did it */
static struct pirn_task *forker;  /* its task; NULL: none */

void pirn__inside_forked(struct pirn__loop *loop)
{
    running.prev = running.next = &running;
    pirn__forks++;
    if (!loop)
        return;
    forked = loop;
    forker = loop->worker.current;
    pirn__is_forked = true;
}

void pirn__die_forked(void)
{
    pirn__this_loop = forked;
    forked->worker.current = forker;
    pirn__die(
        "a process that was forked inside a runtime goes on in it: it may "
        "exec or _exit, or be forked before pirn_run");
}
