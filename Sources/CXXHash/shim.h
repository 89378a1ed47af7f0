// Compiled into the caller: the hash of a short text costs less than a call across a library.
#define XXH_INLINE_ALL
#include <xxhash.h>

#if defined(__x86_64__) && defined(__linux__)
// The library's choice among the processor's instruction sets, if it was built with one.
__attribute__((weak)) XXH64_hash_t XXH3_64bits_dispatch(const void *bytes, size_t count);
#endif

static inline uint64_t sluice_xxh3_64(const void *bytes, size_t count) {
#if defined(__x86_64__) && defined(__linux__)
  if (count > XXH3_MIDSIZE_MAX && XXH3_64bits_dispatch) return XXH3_64bits_dispatch(bytes, count);
#endif
  return XXH3_64bits(bytes, count);
}
