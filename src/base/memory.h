/* What the translator stores things in: an arena whose objects live as long
 * as one translation, vectors and string maps in that arena, and text that
 * grows. Running out of memory ends the process with a sentence. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An arena: objects are freed all at once. Zero-initialise to begin. */
struct arena {
    struct arena_block *blocks;
    char *next, *end;
};
/* Zeroed memory, aligned for anything; good until arena_free. */
void *arena_alloc(struct arena *arena, size_t size);
/* A copy of length bytes, ended by NUL. */
char *arena_copy(struct arena *arena, const char *text, size_t length);
__attribute__((format(printf, 2, 3))) char *
arena_printf(struct arena *arena, const char *format, ...);
__attribute__((format(printf, 2, 0))) char *
arena_vprintf(struct arena *arena, const char *format, va_list args);
void arena_free(struct arena *arena);

#define arena_new(arena, type) ((type *)arena_alloc(arena, sizeof(type)))

/* A vector of type T is struct { T *at; size_t count, room; }. */
#define VECTOR(T)                                                              \
    struct {                                                                   \
        T *at;                                                                 \
        size_t count, room;                                                    \
    }
#define vector_push(arena, vector, item)                                       \
    do {                                                                       \
        if ((vector)->count == (vector)->room)                                 \
            (vector)->at = vector_grow(arena, (vector)->at, &(vector)->room,   \
                                       sizeof *(vector)->at);                  \
        (vector)->at[(vector)->count++] = (item);                              \
    } while (0)
void *vector_grow(struct arena *arena, void *items, size_t *room, size_t size);

/* A map from strings (not ended by NUL) to pointers. */
struct map_entry {
    const char *key;
    uint32_t length, hash;
    void *value; /* NULL: nothing is stored under key */
};
struct map {
    struct map_entry *entries;
    size_t count, room;
};
/* The place of key's value; it is made, holding NULL, if key is new. Good
 * until the next call for a new key. */
void **map_at(struct arena *arena, struct map *map, const char *key,
              size_t length);
/* The value stored under key, or NULL. */
void *map_get(const struct map *map, const char *key, size_t length);

/* Text that grows at its end. text is always ended by NUL, or NULL. */
struct text {
    char *text;
    size_t length, room;
};
void text_add(struct text *out, const char *text, size_t length);
void text_puts(struct text *out, const char *text);
__attribute__((format(printf, 2, 3))) void text_printf(struct text *out,
                                                       const char *format, ...);
void text_free(struct text *out);

#endif
