#ifndef TWICE_H
#define TWICE_H
#include <pirn.h>

async int twice(int x);

#endif
