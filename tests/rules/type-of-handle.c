// A handle is of the type of its coroutine, whatever else is wrong.
#include <pirn.h>
#include <stdint.h>

struct pair {
    int first, second;
};
union other {
    int first;
};
typedef struct pair pair;
enum color { RED, GREEN = 0x10, BLUE = 1 << 4 };
enum sign { MINUS = -1, PLUS = 1 };
enum __attribute__((packed)) small { SMALL };
typedef enum { ON, OFF } onoff;

async int an_int(int n);
async unsigned int an_unsigned(void);
async int64_t a_wide(void);
async void nothing(void);
async char *text(void);
async struct pair two(void);
generator int ones(void);
async enum color color(void);
async enum sign sign(void);
async enum small small(void);
async onoff state(void);
void take(task(long) t);

async int uses(int n)
{
    scope (s) {
        task(long) a = spawn an_int(1); // error: 'spawn an_int(1)' is a task(int), and a task(long) is wanted [type-of-handle]
        task(int) b = spawn an_unsigned(); // error: is a task(unsigned int), and a task(int) is wanted [type-of-handle]
        task(void) c = spawn an_int(1); // error: is a task(int), and a task(void) is wanted [type-of-handle]
        task(int) d = spawn nothing(); // error: is a task(void), and a task(int) is wanted [type-of-handle]
        task(char **) e = spawn text(); // error: is a task(char *), and a task(char **) is wanted [type-of-handle]
        task(union other) f = spawn two(); // error: is a task(struct pair), and a task(union other) is wanted [type-of-handle]
        task(int) g = ones(); // error: 'ones()' is the handle of a generator, and that of a task is wanted [type-of-handle]
        gen(int) h = spawn an_int(2); // error: is the handle of a task, and that of a generator is wanted [type-of-handle]
        a = b; // error: 'b' is a task(int), and a task(long) is wanted [type-of-handle]
        take(b); // error: 'b' is a task(int), and a task(long) is wanted [type-of-handle]
        if (a == b) // error: 'b' is a task(int), and a task(long) is wanted [type-of-handle]
            pirn_gen_close(b); // error: 'b' is the handle of a task, and that of a generator is wanted [type-of-handle]
        task(long long) list[2] = {a}; // error: 'a' is a task(long), and a task(long long) is wanted [type-of-handle]
        task(int) p = spawn color(); // error: is a task(enum color), and a task(int) is wanted [type-of-handle]
        task(enum color) q = spawn an_int(4); // error: is a task(int), and a task(enum color) is wanted [type-of-handle]
        task(enum color) r = spawn sign(); // error: is a task(enum sign), and a task(enum color) is wanted [type-of-handle]
        task(long) u = spawn color(); // error: is a task(enum color), and a task(long) is wanted [type-of-handle]
        task(int) v = spawn state(); // error: 'spawn state()' is a handle of another type than is wanted [type-of-handle]
        undeclared = n;

        task(signed) i = spawn an_int(3);
        task(unsigned) j = spawn an_unsigned();
        task(int64_t) k = spawn a_wide();
        task(pair) l = spawn two();
        task(struct pair) m = l;
        task(const char *) o = PIRN_NO_TASK;
        task(unsigned) w = spawn color();
        task(int) x = spawn sign();
        task(enum small) y = spawn small();
        task(onoff) z = spawn state();
        (void)p, (void)q, (void)r, (void)u, (void)v, (void)w, (void)x, (void)y;
        (void)z;
        (void)c, (void)d, (void)e, (void)f, (void)g, (void)h, (void)i, (void)j;
        (void)k, (void)m, (void)o, (void)list;
    }
    return n;
}
// help: a handle is of the type that its coroutine returns
