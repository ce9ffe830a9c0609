/* A header of the system that knows nothing of the words. */
#pragma GCC system_header
#ifndef WORDS_H
#define WORDS_H

struct words {
    int async, await, spawn, scope, task, gen, yield, generator;
    struct words *chan;
};

typedef void (*words_callback)(struct words *async, int task);

static inline int words_sum(struct words *scope, int task)
{
    int yield = task;
    struct words gen = *scope;
    return gen.async + scope->await + yield + (*scope).generator;
}

static inline struct words words_make(int async, int spawn)
{
    return (struct words){.async = async, .await = spawn, .generator = 3};
}

int await(int async);
void yield(void);

#endif
