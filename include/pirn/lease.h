#ifndef PIRN_LEASE_H
#define PIRN_LEASE_H

/* Which of several workers uses an object alone; or else its lock. */
struct pirn__lease {
    unsigned long long permit; /* by which it does; 0: of nobody yet */
    unsigned lock;
    unsigned worker : 10; /* its number; of the last one, if it is shared */
    unsigned breaks : 4;  /* how often another one has come */
    unsigned uses : 18;   /* in a row by one worker, while it is shared */
};

#endif
