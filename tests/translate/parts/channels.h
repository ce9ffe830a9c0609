/* For handles_of_channels_in_every_place.c: the long words, in a header. */
#include <pirn.h>

PIRN_CHAN(int) numbers_up_to(int n);
PIRN_ASYNC int total(PIRN_CHAN(int) c);
