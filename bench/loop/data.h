/* What the loops work on, the same for every contestant. */
#ifndef BENCH_LOOP_DATA_H
#define BENCH_LOOP_DATA_H

#include "../bench.h"

#define LENGTH 4096
#define SUMS 20000
#define SIZE 256
#define PRODUCTS 8

static int numbers[LENGTH];
static double left[SIZE][SIZE], right[SIZE][SIZE], product[SIZE][SIZE];

static inline void make_data(void)
{
    unsigned long seed = 1;
    for (int i = 0; i < LENGTH; i++)
        numbers[i] = (int)(bench_random(&seed) % 1000);
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++) {
            left[i][j] = (double)((i * 7 + j) % 13);
            right[i][j] = (double)((i + j * 5) % 11);
        }
}

/* Compares a few elements of the product with their definition. */
static inline void check_product(void)
{
    for (int i = 0; i < SIZE; i += 51)
        for (int j = 0; j < SIZE; j += 51) {
            double element = 0;
            for (int k = 0; k < SIZE; k++)
                element += left[i][k] * right[k][j];
            bench_check(element == product[i][j], "the product");
        }
}

#endif
