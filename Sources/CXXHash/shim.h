// Compiled into the caller: the hash of a short text costs less than a call across a library.
#define XXH_INLINE_ALL
#include <xxhash.h>

static inline uint64_t sluice_xxh3_64(const void *bytes, size_t count) { return XXH3_64bits(bytes, count); }
