// Mistakes in what is deferred.
#include <pirn.h>
#include <stdlib.h>
struct file {
    int number;
};
static void closes(struct file *file)
{
    free(file);
}
async int f(struct file *file)
{
    defer closes(file->nmuber); // says: 24
    defer {
        int unused; // says: 13
        await pirn_sleep("soon"); // says: 26
    }
    defer missing = 1; // says: 11
    return file; // says: 12
}
static int plain(int n) // gcc: 12
{
    defer n = "text"; // says: 13
    return n;
}
