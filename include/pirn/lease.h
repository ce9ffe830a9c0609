#ifndef PIRN_LEASE_H
#define PIRN_LEASE_H

/* Which of several workers uses an object alone. */
struct pirn__lease {
    unsigned long long permit; /* by which it does; 0: of nobody yet */
    unsigned short worker; /* its number; of the last one, if it is shared */
    unsigned short breaks; /* how often another one has come */
    unsigned uses;         /* in a row by one worker, while it is shared */
};

#endif
