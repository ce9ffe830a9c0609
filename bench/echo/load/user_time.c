/* CPU time, and the share of it outside the kernel.
 *
 * Most kernels tell user time from system time by looking a few hundred times
 * a second, which is too coarse for a share of a few per cent. So a software
 * clock event samples the process every 50 us of its CPU time, only outside
 * the kernel, and the samples are counted. One correction: the clock's
 * interrupt may come while the kernel has interrupts off on its way out of a
 * system call; it is then taken at the first instruction outside. A sample
 * that stands right behind a `syscall` instruction is the kernel's. */
#include "meter.h"

#include <linux/perf_event.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum {
    SAMPLE_NS = 50000,
    RING_PAGES = 64 /* less than what an unprivileged user may lock */
};

double meter_cpu_ns(pid_t pid)
{
    clockid_t clock;
    struct timespec t = {0, 0};
    if (clock_getcpuclockid(pid, &clock) == 0)
        clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static pid_t sampled;
static int sampler;
static struct perf_event_mmap_page *ring;
static size_t page;

int meter_user_open(pid_t pid, int core)
{
    struct perf_event_attr attr = {
        .type = PERF_TYPE_SOFTWARE,
        .size = sizeof attr,
        .config = PERF_COUNT_SW_CPU_CLOCK,
        .sample_period = SAMPLE_NS,
        .sample_type = PERF_SAMPLE_IP,
        .disabled = 1,
        .inherit = 1,
        .exclude_kernel = 1,
        .exclude_hv = 1,
    };
    page = (size_t)sysconf(_SC_PAGESIZE);
    sampled = pid;
    sampler = (int)syscall(SYS_perf_event_open, &attr, pid, core, -1,
                           PERF_FLAG_FD_CLOEXEC);
    if (sampler < 0)
        return 0;
    ring = mmap(NULL, (RING_PAGES + 1) * page, PROT_READ | PROT_WRITE,
                MAP_SHARED, sampler, 0);
    return ring != MAP_FAILED;
}

void meter_user_begin(void)
{
    ioctl(sampler, PERF_EVENT_IOC_ENABLE, 0);
}

/* True if the instruction before ip is `syscall` (of x86-64). */
static int follows_syscall(uint64_t ip)
{
    unsigned char code[2];
    struct iovec here = {code, 2}, there = {(void *)(uintptr_t)(ip - 2), 2};
    return process_vm_readv(sampled, &here, 1, &there, 1, 0) == 2 &&
           code[0] == 0x0f && code[1] == 0x05;
}

double meter_user_end_ns(void)
{
    struct sample {
        struct perf_event_header header;
        uint64_t ip;
    };
    size_t size = RING_PAGES * page;
    char *data = (char *)ring + page;
    long samples = 0;

    ioctl(sampler, PERF_EVENT_IOC_DISABLE, 0);
    uint64_t head = ring->data_head, tail = ring->data_tail;
    atomic_thread_fence(memory_order_acquire); /* with the kernel's release */
    while (tail < head) {
        struct sample *s = (struct sample *)(data + tail % size);
        if (s->header.type == PERF_RECORD_SAMPLE)
            samples += !follows_syscall(s->ip);
        else if (s->header.type == PERF_RECORD_LOST)
            return -1;
        tail += s->header.size;
    }
    ring->data_tail = tail;
    return (double)samples * SAMPLE_NS;
}
