// Whatever names the translator makes up, the user may have them all.
// elided: same
#include "../tick.h"

typedef struct {
    int step;
} pirn_frames;

struct frame {
    int link, info;
};

static int worker = 1, suspended = 2, entry_count = 3;

static async int short_names(int w, int F, int h, int f, int t, int p, int s)
{
    int self = w + 1, t1 = F + 1, r1 = h + 1, t0 = f, r2 = t, F1 = p, t2 = s;
    await tick(0);
    self += t1;
    await tick(0);
    return w + F * 2 + h * 3 + f * 5 + t * 7 + p * 11 + s * 13 + self + t1 + r1 +
           t0 + r2 + F1 + t2;
}

static async int long_names(int state, int result, int frame)
{
    int caller = state, link = result, step = frame, info = 4, value = 5;
    int entry = 1, resume = 2, size = 3, align = 4, next = 5, ready = 6;
    struct frame local = {link, info};
    await tick(0);
    return state + result * 2 + frame * 3 + caller + link + step + info + value +
           entry + resume + size + align + next + ready + local.link +
           local.info + worker + suspended + entry_count;
}

static async int reserved_like(int pirn_w, int pirn__w)
{
    int pirn_worker = 1, pirn__worker = 2, pirn_frame = 3, pirn__frame = 4,
        pirn__value = 5, pirn__result = 6, pirn__t1 = 7, pirn__1 = 8,
        pirn__self = 9, pirn__state = 10, pirn__link = 11, pirn__caller = 12;
    pirn_frames pirn_frames = {1};
    int pirn__step = 13, pirn__f = 14, pirn__r1 = 15, pirn__h = 16;
    int pirn_link = 17, pirn_step = 18, pirn_task = 19, pirn_scope = 20;
    await tick(0);
pirn__resume:
    await tick(0);
    if (pirn_w-- > 0)
        goto pirn__resume;
    return pirn_w + pirn__w + pirn_worker + pirn__worker + pirn_frame +
           pirn__frame + pirn__value + pirn__result + pirn__t1 + pirn__1 +
           pirn__self + pirn__state + pirn__link + pirn__caller +
           pirn_frames.step + pirn__step + pirn__f + pirn__r1 + pirn__h +
           pirn_link + pirn_step + pirn_task + pirn_scope;
}

static async int labels(int n)
{
    int state = 0;
L1:
r1:
resume_1:
s1:
    await tick(0);
    if (state++ < n)
        goto L1;
    if (state++ < n + 2)
        goto r1;
    if (state++ < n + 4)
        goto resume_1;
    if (state++ < n + 6)
        goto s1;
    goto done;
done:
    return state;
}

static async int types_hide(int n)
{
    typedef int pirn_worker_t;
    struct pirn_frame {
        int user;
    } frame = {n};
    struct pirn_worker {
        int user;
    } worker = {n + 1};
    struct pirn_link {
        int user;
    } link = {n + 2};
    pirn_worker_t t = 3;
    await tick(0);
    return frame.user + worker.user * 10 + link.user * 100 + t;
}

static async int builtins_hide(int NULL_, int memcpy_)
{
    int uintptr = 1, size_t_ = 2, printf = 3, abort = 4;
    await tick(0);
    return NULL_ + memcpy_ + uintptr + size_t_ + printf + abort;
}

static async void test(void)
{
    say("%d\n", await short_names(1, 2, 3, 4, 5, 6, 7)); // expect: 260
    say("%d\n", await long_names(1, 2, 3)); // expect: 62
    say("%d\n", await reserved_like(2, 5)); // expect: 215
    say("%d\n", await labels(2)); // expect: 12
    say("%d\n", await types_hide(1)); // expect: 324
    say("%d\n", await builtins_hide(1, 2)); // expect: 13
}
