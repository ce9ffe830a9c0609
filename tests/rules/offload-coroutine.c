// Coroutines and generators run on the thread of their task.
#include <pirn.h>

async int coroutine(int n);
generator int numbers(void);
async int (*pointer)(int n);

async int calls_one(void)
{
    return await offload coroutine(1); // error: 'coroutine' is a coroutine, which runs on the thread of its task [offload-coroutine]
    // help: await it without 'offload'
}

async int calls_pointer(void)
{
    return await offload pointer(1); // error: 'pointer' is a coroutine, which runs on the thread of its task [offload-coroutine]
}

async void makes_generator(void)
{
    (void)await offload numbers(); // error: 'numbers' is a generator, which runs on the thread of its task [offload-coroutine]
}
