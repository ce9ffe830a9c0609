/* The driver: rows, who competes in them, what was measured. */
#ifndef BENCH_DRIVER_H
#define BENCH_DRIVER_H

enum {
    MOST_FIGURES = 99,
    MOST_PEERS = 12,
    MOST_AIMS = 4,
    MOST_ROUNDS = 99,
    NAME = 64
};

/* A ratio that pirn should not exceed. */
struct aim {
    char peer[NAME]; /* "": the value itself, not a ratio */
    double most;
};

/* What one contestant was measured at, one sample for each round. */
struct samples {
    char peer[NAME];
    int count;
    double values[MOST_ROUNDS];
};

/* A line of the file `rows`: a row of the table, or a part of one. */
struct figure {
    char name[NAME], question[NAME], argument[NAME], unit[NAME];
    int aim_count;
    struct aim aims[MOST_AIMS];
    int peer_count; /* pirn is the first */
    struct samples peers[MOST_PEERS];
};

struct figures {
    int count;
    struct figure figures[MOST_FIGURES];
};

/* The order of contestants: Pirn is the first, the others go by name. */
int peer_compare(const char *a, const char *b);

/* Reads the file `rows`: the figures that are wanted, which are those whose
 * name, or name up to the dot, is among the names given; all if there are
 * none. */
void figures_read(struct figures *all, const char *path, char **wanted);

/* Takes what one run of a contestant printed, "name value unit" in each
 * line. Lines that nobody wants are passed over. */
void figures_take(struct figures *all, const char *peer, const char *printed);

/* Prints the figures from..to as part of the table; header: its head too. */
void figures_print(const struct figures *all, int from, int to, int header);

/* Writes all as JSON. */
void figures_write(const struct figures *all, const char *path);

#endif
