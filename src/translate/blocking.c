/* -Wpirn-blocking, -Wpirn-may-block: a coroutine that keeps its whole thread
 * waiting, as it calls, itself or through functions of the file, what blocks in
 * the C library.
 *
 * Functions are read as tokens, since most of them are not parsed: a call is a
 * name before a parenthesis. To be that of a function of the library the name
 * has to be declared in a system header, to be defined nowhere in the file, and
 * to stand for nothing else in the function that calls: what takes its address
 * or has a variable of that name is let alone. So are calls through pointers,
 * those that are offloaded, and those whose name is in parentheses, by which a
 * program says that it means them: (sleep)(1).
 *
 * First all calls are found that can be reached from a coroutine. Then each
 * function that calls what blocks is known to block, until there is no more of
 * them; the first such call of each is where the way leads on. */
#include "translate/pass.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* -- what blocks -- */

enum when {
    ALWAYS,
    ON_STDIN,    /* if the argument is stdin */
    IF_ONE_OF,   /* if the argument is a constant n and has bit n in numbers */
    UNLESS_ZERO, /* unless the argument is the constant 0 */
    UNLESS_FLAG, /* if the argument is a constant without these bits */
};

/* What a call does by itself: the first row that fits counts. */
struct known {
    const char *name;
    const char *instead; /* NULL: only offload */
    uint8_t when;        /* enum when */
    uint8_t argument;    /* which one, from 0 */
    bool may_only;       /* it depends on what it is called for */
    bool by_hand;        /* not if the file itself waits for descriptors */
    uint64_t numbers;
};

#define INSTEAD(call) "write 'await " call "'"
#define SLEEP INSTEAD("pirn_sleep(ns)")
#define SIGNAL INSTEAD("pirn_signal_next(...)") ", or pirn_until_signal"
#define CHILD                                                                  \
    INSTEAD("pirn_process_wait(...)") " for a child of pirn_process_start"
#define COMMAND INSTEAD("pirn_process_run(...)")
#define NAMES INSTEAD("pirn_resolve(...)")
#define READY INSTEAD("pirn_poll(...)") ", or PIRN_READABLE in a pirn_select"
#define TASKS                                                                  \
    "let a task do the work of the thread, or the thread tell of its end by "  \
    "pirn_post"
#define INPUT                                                                  \
    INSTEAD("pirn_read(STDIN_FILENO, ...)") ", or read by a pirn_reader"
#define SAME(name) INSTEAD("pirn_" name "(...)")

#define BIT(n) ((uint64_t)1 << (n))
/* Numbers of the headers, as they are behind the preprocessor. */
#define NO_HANG 1       /* WNOHANG */
#define NUMERIC_HOST 1  /* NI_NUMERICHOST */
#define DONT_WAIT 0x40  /* MSG_DONTWAIT */
#define NOT_BLOCKING 4  /* LOCK_NB */
#define UNLOCK 8        /* LOCK_UN */
#define LOCK 1          /* F_LOCK */
#define SET_LOCK_WAIT 7 /* F_SETLKW */
#define OFD_SET_LOCK_WAIT 38

#define STDIN(n) .when = ON_STDIN, .argument = (n)
#define ONE_OF(n, bits) .when = IF_ONE_OF, .argument = (n), .numbers = (bits)
#define NOT_ZERO(n) .when = UNLESS_ZERO, .argument = (n)
#define NO_FLAG(n, bits) .when = UNLESS_FLAG, .argument = (n), .numbers = (bits)
#define BY_HAND .by_hand = true
#define ROW(NAME, INSTEAD, MAY, ...)                                           \
    {                                                                          \
        .name = NAME, .instead = INSTEAD, .may_only = MAY, __VA_ARGS__         \
    }
#define BLOCKS(NAME, INSTEAD, ...) ROW(NAME, INSTEAD, false, __VA_ARGS__)
#define MAY_BLOCK(NAME, INSTEAD, ...) ROW(NAME, INSTEAD, true, __VA_ARGS__)

static const struct known KNOWN[] = {
    BLOCKS("sleep", SLEEP),
    BLOCKS("usleep", SLEEP),
    BLOCKS("nanosleep", SLEEP),
    BLOCKS("clock_nanosleep", SLEEP ", or pirn_sleep_until"),
    BLOCKS("thrd_sleep", SLEEP),

    BLOCKS("pause", SIGNAL),
    BLOCKS("sigsuspend", SIGNAL),
    BLOCKS("sigwait", SIGNAL),
    BLOCKS("sigwaitinfo", SIGNAL),
    MAY_BLOCK("sigtimedwait", SIGNAL),

    BLOCKS("wait", CHILD),
    BLOCKS("wait3", CHILD, NO_FLAG(1, NO_HANG)),
    BLOCKS("waitpid", CHILD, NO_FLAG(2, NO_HANG)),
    BLOCKS("wait4", CHILD, NO_FLAG(2, NO_HANG)),
    BLOCKS("waitid", CHILD, NO_FLAG(3, NO_HANG)),
    BLOCKS("system", COMMAND),
    BLOCKS("popen", INSTEAD("pirn_process_start(...)")),
    BLOCKS("pclose", INSTEAD("pirn_process_wait(...)")),

    BLOCKS("getaddrinfo", NAMES, NOT_ZERO(0)), /* NULL: this machine */
    BLOCKS("gethostbyname", NAMES),
    BLOCKS("gethostbyname2", NAMES),
    BLOCKS("gethostbyname_r", NAMES),
    BLOCKS("gethostbyname2_r", NAMES),
    BLOCKS("gethostbyaddr", NULL),
    BLOCKS("gethostbyaddr_r", NULL),
    BLOCKS("getnameinfo", NULL, NO_FLAG(6, NUMERIC_HOST)),

    BLOCKS("select", READY),
    BLOCKS("pselect", READY),
    BLOCKS("poll", READY, NOT_ZERO(2)),
    BLOCKS("ppoll", READY),
    BLOCKS("epoll_wait", READY, NOT_ZERO(3)),
    BLOCKS("epoll_pwait", READY, NOT_ZERO(3)),
    BLOCKS("epoll_pwait2", READY),

    BLOCKS("accept", SAME("accept"), BY_HAND),
    BLOCKS("accept4", SAME("accept"), BY_HAND),
    BLOCKS("connect", SAME("connect"), BY_HAND),
    BLOCKS("recv", SAME("recv"), NO_FLAG(3, DONT_WAIT), BY_HAND),
    BLOCKS("recvfrom", SAME("recvfrom"), NO_FLAG(3, DONT_WAIT), BY_HAND),
    BLOCKS("recvmsg", SAME("recvmsg"), NO_FLAG(2, DONT_WAIT), BY_HAND),
    MAY_BLOCK("send", SAME("send"), NO_FLAG(3, DONT_WAIT), BY_HAND),
    MAY_BLOCK("sendto", SAME("sendto"), NO_FLAG(3, DONT_WAIT), BY_HAND),
    MAY_BLOCK("sendmsg", SAME("sendmsg"), NO_FLAG(2, DONT_WAIT), BY_HAND),

    /* Most wait for the thread's word first, and then for its very end. */
    MAY_BLOCK("pthread_join", TASKS),
    MAY_BLOCK("thrd_join", TASKS),
    BLOCKS("pthread_barrier_wait", SAME("barrier_wait")),
    BLOCKS("pthread_cond_wait", SAME("condition_wait")),
    BLOCKS("pthread_cond_timedwait", SAME("condition_wait")),
    BLOCKS("pthread_cond_clockwait", SAME("condition_wait")),
    BLOCKS("cnd_wait", SAME("condition_wait")),
    BLOCKS("cnd_timedwait", SAME("condition_wait")),
    BLOCKS("sem_wait", SAME("semaphore_acquire")),
    BLOCKS("sem_timedwait", SAME("semaphore_acquire")),
    BLOCKS("sem_clockwait", SAME("semaphore_acquire")),
    MAY_BLOCK("pthread_mutex_lock", SAME("mutex_lock")),
    MAY_BLOCK("mtx_lock", SAME("mutex_lock")),
    MAY_BLOCK("pthread_rwlock_rdlock", SAME("rwlock_rdlock")),
    MAY_BLOCK("pthread_rwlock_wrlock", SAME("rwlock_wrlock")),

    BLOCKS("flock", NULL, NO_FLAG(1, NOT_BLOCKING | UNLOCK)),
    BLOCKS("lockf", NULL, ONE_OF(1, BIT(LOCK))),
    BLOCKS("fcntl", NULL,
           ONE_OF(1, BIT(SET_LOCK_WAIT) | BIT(OFD_SET_LOCK_WAIT))),

    BLOCKS("getchar", INPUT),
    BLOCKS("getchar_unlocked", INPUT),
    BLOCKS("scanf", INPUT),
    BLOCKS("vscanf", INPUT),
    BLOCKS("gets", INPUT),
    BLOCKS("getpass", NULL),
    BLOCKS("getc", INPUT, STDIN(0)),
    BLOCKS("fgetc", INPUT, STDIN(0)),
    BLOCKS("fscanf", INPUT, STDIN(0)),
    BLOCKS("fgets", INPUT, STDIN(2)),
    BLOCKS("getline", INPUT, STDIN(2)),
    BLOCKS("getdelim", INPUT, STDIN(3)),
    BLOCKS("fread", INPUT, STDIN(3)),
    BLOCKS("read", SAME("read"), ONE_OF(0, BIT(0))),

    MAY_BLOCK("read", SAME("read"), BY_HAND),
    MAY_BLOCK("readv", SAME("readv"), BY_HAND),
    MAY_BLOCK("write", SAME("write"), BY_HAND),
    MAY_BLOCK("writev", SAME("writev"), BY_HAND),
    MAY_BLOCK("splice", SAME("splice"), BY_HAND),
    MAY_BLOCK("sendfile", SAME("sendfile"), BY_HAND),
    MAY_BLOCK("pread", SAME("pread")),
    MAY_BLOCK("pwrite", SAME("pwrite")),
    MAY_BLOCK("open", SAME("open")),
    MAY_BLOCK("openat", SAME("openat")),
    MAY_BLOCK("fsync", SAME("fsync")),
    MAY_BLOCK("fdatasync", SAME("fdatasync")),
    MAY_BLOCK("fallocate", SAME("fallocate")),
    MAY_BLOCK("posix_fallocate", SAME("fallocate")),
    MAY_BLOCK("copy_file_range", NULL),
    MAY_BLOCK("msync", NULL),
    MAY_BLOCK("sync", NULL),
    MAY_BLOCK("syncfs", NULL),
    MAY_BLOCK("fopen", NULL),
    MAY_BLOCK("getc", NULL),
    MAY_BLOCK("fgetc", NULL),
    MAY_BLOCK("fscanf", NULL),
    MAY_BLOCK("fgets", NULL),
    MAY_BLOCK("getline", NULL),
    MAY_BLOCK("getdelim", NULL),
    MAY_BLOCK("fread", NULL),
};

/* -- what is known of the calls -- */

/* A function of the file. */
struct body {
    const struct symbol *symbol;
    token_index first, last;
    bool is_coroutine;
    struct map others; /* names of functions that are used in it otherwise than
                          to call: they may stand for something else there */
    const struct call *blocks; /* the call by which it does, or NULL */
};

struct call {
    struct body *caller;
    token_index at;            /* the name */
    const struct known *known; /* of the library, or NULL */
    struct body *callee;       /* of the file, or NULL */
};

struct search {
    struct unit *unit;
    bool may; /* of those that may block, or of those that do */
    bool waits_by_hand;
    struct map known; /* by symbol's name -> struct body */
    VECTOR(struct body *) bodies;
    VECTOR(struct call) calls;
};

static bool is_token(const struct search *search, token_index at,
                     const char *text)
{
    return token_is(search->unit->source, at, text);
}

/* -- arguments -- */

struct range {
    token_index first, end;
};

/* The argument of that number in the call whose parenthesis is at the token;
 * none is a range without tokens. */
static struct range argument_of(const struct search *search, token_index open,
                                unsigned number)
{
    struct range range = {open + 1, open + 1};
    unsigned depth = 0;
    for (token_index at = open;; at++) {
        if (search->unit->source->tokens.at[at].kind == TOKEN_END)
            return (struct range){at, at};
        bool ends = is_token(search, at, ")") || is_token(search, at, "]") ||
                    is_token(search, at, "}");
        range.end = at;
        if (ends && --depth == 0)
            return number ? (struct range){at, at} : range;
        if (depth == 1 && is_token(search, at, ",")) {
            if (number-- == 0)
                return range;
            range.first = at + 1;
        }
        depth += is_token(search, at, "(") || is_token(search, at, "[") ||
                 is_token(search, at, "{");
    }
}

static bool has_token(const struct search *search, struct range range,
                      const char *text)
{
    for (token_index at = range.first; at < range.end; at++)
        if (is_token(search, at, text))
            return true;
    return false;
}

/* The number that the range is, of numbers and flags with | between them; NULL
 * is 0. MSG_... are names of an enum. */
static bool constant_of(const struct search *search, struct range range,
                        uint64_t *number)
{
    *number = 0;
    for (token_index at = range.first; at < range.end; at++) {
        const char *text = token_text(search->unit->source, at);
        const struct token *token = &search->unit->source->tokens.at[at];
        if (token->kind == TOKEN_NUMBER)
            *number |= strtoul(text, NULL, 0);
        else if (!strcmp(text, "MSG_DONTWAIT"))
            *number |= 0x40;
        else if (strncmp(text, "MSG_", 4) != 0 && token->word != WORD_VOID &&
                 !strchr("|()*", *text))
            return false;
    }
    return range.first < range.end;
}

static bool fits(const struct search *search, const struct known *known,
                 token_index open)
{
    struct range argument = argument_of(search, open, known->argument);
    uint64_t number;
    bool is_constant = constant_of(search, argument, &number);
    if (known->by_hand && search->waits_by_hand)
        return false;
    switch ((enum when)known->when) {
    case ON_STDIN: return has_token(search, argument, "stdin");
    case IF_ONE_OF:
        return is_constant && number < 64 && known->numbers >> number & 1;
    case UNLESS_ZERO: return !is_constant || number != 0;
    case UNLESS_FLAG: return is_constant && !(number & known->numbers);
    case ALWAYS: break;
    }
    return true;
}

/* What is known of a call of the library's function, or NULL. */
static const struct known *find_known(const struct search *search,
                                      const char *name, token_index open)
{
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
        const struct known *known = &KNOWN[i];
        if (!strcmp(known->name, name) && fits(search, known, open))
            return known->may_only == search->may ? known : NULL;
    }
    return NULL;
}

/* -- finding the calls -- */

static struct body *add_body(struct search *search, const struct symbol *symbol,
                             token_index first, token_index last,
                             bool is_coroutine)
{
    struct body *body = arena_new(search->unit->arena, struct body);
    /* Its own first word is not looked at: each has one before it. */
    *body = (struct body){.symbol = symbol,
                          .first = first + 1,
                          .last = last,
                          .is_coroutine = is_coroutine};
    vector_push(search->unit->arena, &search->bodies, body);
    *map_at(search->unit->arena, &search->known, symbol->name,
            strlen(symbol->name)) = body;
    return body;
}

/* The function's body, if the user has written it in this file. */
static struct body *body_of(struct search *search, const struct symbol *symbol)
{
    struct body *body =
        map_get(&search->known, symbol->name, strlen(symbol->name));
    if (body || !symbol->body_last || symbol->is_of_library)
        return body;
    return add_body(search, symbol, symbol->first, symbol->body_last, false);
}

static bool is_call_at(const struct search *search, token_index at)
{
    return is_token(search, at + 1, "(");
}

/* Of a record, or of the names of types. */
static bool is_member_or_tag(const struct search *search, token_index at)
{
    uint8_t word = search->unit->source->tokens.at[at - 1].word;
    return is_token(search, at - 1, ".") || is_token(search, at - 1, "->") ||
           word == WORD_STRUCT || word == WORD_UNION || word == WORD_ENUM;
}

/* (sleep)(1) */
static bool is_in_parentheses(const struct search *search, token_index at)
{
    return is_token(search, at - 1, "(") && is_token(search, at + 1, ")") &&
           is_token(search, at + 2, "(");
}

/* The function of that name at file scope, or NULL. */
static struct symbol *function_at(const struct search *search, token_index at)
{
    const struct token *token = &search->unit->source->tokens.at[at];
    struct symbol *symbol = NULL;
    if (token->kind == TOKEN_NAME && !is_member_or_tag(search, at))
        symbol = map_get(&search->unit->file_scope->names, token->text,
                         token->length);
    return symbol && symbol->kind == SYMBOL_FUNCTION ? symbol : NULL;
}

static void find_others(struct search *search, struct body *body)
{
    for (token_index at = body->first; at <= body->last; at++) {
        if (is_call_at(search, at) || is_in_parentheses(search, at))
            continue;
        struct symbol *symbol = function_at(search, at);
        if (symbol)
            *map_at(search->unit->arena, &body->others, symbol->name,
                    strlen(symbol->name)) = symbol;
    }
}

static bool is_offloaded(const struct search *search, token_index at)
{
    return search->unit->source->tokens.at[at - 1].word == WORD_OFFLOAD;
}

static void note_call(struct search *search, struct body *caller,
                      token_index at)
{
    const struct symbol *symbol = function_at(search, at);
    if (!symbol || symbol == caller->symbol || symbol->type->is_async ||
        is_offloaded(search, at) ||
        map_get(&caller->others, symbol->name, strlen(symbol->name)))
        return;
    struct call call = {.caller = caller, .at = at};
    call.callee = body_of(search, symbol);
    if (!call.callee && symbol->is_of_library)
        call.known = find_known(search, symbol->name, at + 1);
    if (call.known || call.callee)
        vector_push(search->unit->arena, &search->calls, call);
}

static bool evaluates_nothing(const struct token *token)
{
    return token->word == WORD_SIZEOF || token->word == WORD_TYPEOF ||
           token->word == WORD_ALIGNOF;
}

static void find_calls(struct search *search, struct body *body)
{
    const struct token *tokens = search->unit->source->tokens.at;
    find_others(search, body);
    for (token_index at = body->first; at <= body->last; at++) {
        if (!is_call_at(search, at))
            continue;
        if (evaluates_nothing(&tokens[at]))
            at = argument_of(search, at + 1, UINT_MAX).end;
        else
            note_call(search, body, at);
    }
}

static bool blocks(const struct call *call)
{
    return call->known || (call->callee && call->callee->blocks);
}

static void spread(struct search *search)
{
    bool is_new = true;
    while (is_new) {
        is_new = false;
        for (size_t i = 0; i < search->calls.count; i++) {
            struct call *call = &search->calls.at[i];
            if (call->caller->is_coroutine || call->caller->blocks ||
                !blocks(call))
                continue;
            call->caller->blocks = call;
            is_new = true;
        }
    }
}

/* -- what is said -- */

/* The way out; the last call on the way from there is of what is known. */
static const char *help_for(struct unit *unit, const struct call *call,
                            const struct known *known)
{
    const char *name = token_text(unit->source, call->at);
    const char *instead =
        known->instead
            ? known->instead
            : arena_printf(unit->arena, "write 'await offload %s(...)'",
                           known->name);
    if (!call->callee)
        return instead;
    if (call->callee->symbol->type->is_generator)
        return arena_printf(unit->arena, "make '%s' an async generator and %s",
                            name, instead);
    const char *offload =
        arena_printf(unit->arena, "write 'await offload %s(...)'", name);
    return known->instead ? arena_printf(unit->arena,
                                         "%s, or make '%s' a coroutine and %s",
                                         offload, name, instead)
                          : offload;
}

static void report(struct search *search, const struct call *call)
{
    struct unit *unit = search->unit;
    VECTOR(struct step) steps = {NULL, 0, 0};
    const char *name = token_text(unit->source, call->at);
    const struct call *last = call;
    while (last->callee) {
        const struct call *next = last->callee->blocks;
        struct step step = {next->at,
                            arena_printf(unit->arena, "'%s' calls '%s' here",
                                         last->callee->symbol->name,
                                         token_text(unit->source, next->at))};
        vector_push(unit->arena, &steps, step);
        last = next;
    }
    const char *help = help_for(unit, call, last->known);
    const char *rule = search->may ? "may-block" : "blocking";
    const char *verb = search->may ? "may block" : "blocks";
    if (last == call)
        warn(unit->source, call->at, rule, help,
             "'%s' %s the thread, and all tasks on it wait", name, verb);
    else
        warn_along(unit->source, call->at, rule, help, steps.at, steps.count,
                   "'%s' calls '%s', which %s the thread, and all tasks on it "
                   "wait",
                   name, last->known->name, verb);
}

/* -- the pass -- */

/* Whether a coroutine waits for descriptors itself: then those of the file do
 * not block. */
static bool waits_by_hand(const struct search *search)
{
    for (size_t i = 0; i < search->bodies.count; i++) {
        const struct body *body = search->bodies.at[i];
        for (token_index at = body->first; at <= body->last; at++)
            if (is_token(search, at, "pirn_poll") ||
                is_token(search, at, "pirn__clause_poll"))
                return true;
    }
    return false;
}

static void search_for(struct unit *unit, bool may)
{
    struct search search = {.unit = unit, .may = may};
    for (size_t i = 0; i < unit->functions.count; i++) {
        const struct function *function = unit->functions.at[i];
        if (function->is_async &&
            !unit->source->tokens.at[function->name_token].system)
            add_body(&search, function->symbol, function->first, function->last,
                     true);
    }
    search.waits_by_hand = waits_by_hand(&search);
    for (size_t i = 0; i < search.bodies.count; i++)
        find_calls(&search, search.bodies.at[i]);
    spread(&search);
    for (size_t i = 0; i < search.calls.count; i++) {
        const struct call *call = &search.calls.at[i];
        if (call->caller->is_coroutine && blocks(call))
            report(&search, call);
    }
}

void warn_of_blocking(struct unit *unit)
{
    if (is_warned_of(unit->source, "blocking"))
        search_for(unit, false);
    if (is_warned_of(unit->source, "may-block"))
        search_for(unit, true);
}
