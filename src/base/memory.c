/* Arena, vector, map and text: see memory.h. The map is open addressing with
 * linear probing over FNV-1a hashes. */
#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 256 * 1024, ALIGNMENT = 16 };

struct arena_block {
    struct arena_block *next;
    size_t size;
};

static void *must_alloc(void *memory)
{
    if (memory)
        return memory;
    fputs("pirn: out of memory\n", stderr);
    exit(1);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size > (size_t)(arena->end - arena->next)) {
        size_t room = size > BLOCK_SIZE / 4 ? size : BLOCK_SIZE;
        struct arena_block *block =
            must_alloc(calloc(1, sizeof *block + ALIGNMENT + room));
        block->next = arena->blocks;
        arena->blocks = block;
        char *start = (char *)(((uintptr_t)(block + 1) + ALIGNMENT - 1) /
                               ALIGNMENT * ALIGNMENT);
        if (room == size)
            return start; /* the block in use still has room for others */
        arena->next = start;
        arena->end = start + room;
    }
    void *object = arena->next;
    arena->next += size;
    return object;
}

char *arena_copy(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);
    memcpy(copy, text, length);
    return copy;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

void arena_free(struct arena *arena)
{
    while (arena->blocks) {
        struct arena_block *block = arena->blocks;
        arena->blocks = block->next;
        free(block);
    }
    arena->next = arena->end = NULL;
}

void *vector_grow(struct arena *arena, void *items, size_t *room, size_t size)
{
    size_t grown = *room ? *room * 2 : 8;
    void *copy = arena_alloc(arena, grown * size);
    if (*room)
        memcpy(copy, items, *room * size);
    *room = grown;
    return copy;
}

static uint32_t hash_of(const char *key, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)key[i]) * 16777619u;
    return hash;
}

/* The entry of key, or the empty one where it belongs. room is not 0. */
static struct map_entry *find(const struct map *map, const char *key,
                              size_t length, uint32_t hash)
{
    for (size_t i = hash & (map->room - 1);; i = (i + 1) & (map->room - 1)) {
        struct map_entry *entry = &map->entries[i];
        if (!entry->key || (entry->hash == hash && entry->length == length &&
                            !memcmp(entry->key, key, length)))
            return entry;
    }
}

static void grow(struct arena *arena, struct map *map)
{
    struct map old = *map;
    map->room = old.room ? old.room * 2 : 64;
    map->entries = arena_alloc(arena, map->room * sizeof *map->entries);
    for (size_t i = 0; i < old.room; i++)
        if (old.entries[i].key)
            *find(map, old.entries[i].key, old.entries[i].length,
                  old.entries[i].hash) = old.entries[i];
}

void **map_at(struct arena *arena, struct map *map, const char *key,
              size_t length)
{
    if (map->count * 4 >= map->room * 3)
        grow(arena, map);
    uint32_t hash = hash_of(key, length);
    struct map_entry *entry = find(map, key, length, hash);
    if (!entry->key) {
        *entry = (struct map_entry){key, (uint32_t)length, hash, NULL};
        map->count++;
    }
    return &entry->value;
}

void *map_get(const struct map *map, const char *key, size_t length)
{
    if (!map->room)
        return NULL;
    return find(map, key, length, hash_of(key, length))->value;
}

static void reserve(struct text *out, size_t more)
{
    if (out->room - out->length > more)
        return;
    size_t room = out->room ? out->room * 2 : 4096;
    while (room - out->length <= more)
        room *= 2;
    out->text = must_alloc(realloc(out->text, room));
    out->room = room;
}

void text_add(struct text *out, const char *text, size_t length)
{
    reserve(out, length);
    memcpy(out->text + out->length, text, length);
    out->length += length;
    out->text[out->length] = '\0';
}

void text_puts(struct text *out, const char *text)
{
    text_add(out, text, strlen(text));
}

void text_printf(struct text *out, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    reserve(out, (size_t)length);
    vsnprintf(out->text + out->length, (size_t)length + 1, format, again);
    out->length += (size_t)length;
    va_end(again);
    va_end(args);
}

void text_free(struct text *out)
{
    free(out->text);
    *out = (struct text){NULL, 0, 0};
}
