// Compiled into the caller: the hash of a short text costs less than a call across a library.
#define XXH_INLINE_ALL
#include <xxhash.h>
