/* What happens only sometimes, made to happen: every order, and a cancellation
 * at every await.
 *
 *     pirn run examples/16_testing.c
 *
 * A test is a coroutine that returns 0 if all is well. Its time is virtual:
 * none of this really waits. */
#include <fcntl.h>
#include <stdio.h>

#include <pirn.h>

struct order {
    int price, percent_off;
};

static async void ask_for_price(struct order *order)
{
    await pirn_sleep(20 * PIRN_MS);
    order->price = 200;
}

/* Relies on the price being there. Mostly it is. */
static async void ask_for_discount(struct order *order)
{
    await pirn_sleep(20 * PIRN_MS);
    order->price -= order->price * 10 / 100;
}

static async int hasty(void)
{
    struct order order = {0, 0};
    scope (s) {
        spawn ask_for_price(&order);
        spawn ask_for_discount(&order);
    }
    return order.price == 180 ? 0 : 1;
}

static async void ask_for_percent(struct order *order)
{
    await pirn_sleep(20 * PIRN_MS);
    order->percent_off = 10;
}

static async int careful(void)
{
    struct order order = {0, 0};
    scope (s) {
        spawn ask_for_price(&order);
        spawn ask_for_percent(&order);
    }
    order.price -= order.price * order.percent_off / 100;
    return order.price == 180 ? 0 : 1;
}

/* When it is cancelled while the printer warms up, nobody closes paper. */
static async int print_receipt(void)
{
    int paper = open("/dev/null", O_WRONLY | O_CLOEXEC);
    int rc = await pirn_sleep(3 * PIRN_S);
    if (rc < 0)
        return rc;
    rc = await pirn_write_all(paper, "180\n", 4, NULL);
    await pirn_close(paper);
    return rc;
}

int main(void)
{
    struct pirn_test_options options = {.quiet = true};

    printf("hasty: %d\n", pirn_test_explore(&options, hasty()));
    // expect: hasty: 1
    printf("careful: %d\n", pirn_test_explore(&options, careful()));
    // expect: careful: 0
    printf("print_receipt: %d, ", pirn_test_run(&options, print_receipt()));
    printf("%d\n", pirn_test_cancel_everywhere(&options, print_receipt()));
    // expect: print_receipt: 0, 1
    return 0;
}

// threads: no, a test chooses the order of tasks
