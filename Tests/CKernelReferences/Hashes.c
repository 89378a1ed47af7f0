#include <string.h>

#include "Plain.h"

static const uint64_t seed = 0x9E3779B97F4A7C15u, factor = 0xD6E8FEB86659FD93u;

static uint64_t fold(uint64_t a, uint64_t b) {
  const __uint128_t product = (__uint128_t)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// `count` bytes, at most eight, as a number; the first is the lowest.
static uint64_t number(const uint8_t *bytes, size_t count) {
  uint64_t result = 0;
  for (size_t i = 0; i < count && i < 8; i++) result |= (uint64_t)bytes[i] << 8 * i;
  return result;
}

uint64_t reference_hash_word(const uint8_t *letters, size_t count) {
  uint64_t hash = seed;
  for (; count > 0; letters += count < 16 ? count : 16, count -= count < 16 ? count : 16) {
    hash = fold(hash ^ number(letters, count), factor ^ (count > 8 ? number(letters + 8, count - 8) : 0));
  }
  return hash;
}

uint64_t reference_hash_symbol(uint32_t value) { return fold(seed ^ 0x123456789ABCDEF1u ^ value, factor); }

uint64_t reference_hash_pair(uint64_t first, uint64_t second) {
  return fold(first ^ 0x9FB21C651E98DF25u, second ^ 0x5851F42D4C957F2Du);
}

size_t reference_hash_ngrams(const uint8_t *letters, size_t count, uint64_t *hashes) {
  if (count == 0) return 0;
  if (count > 24) count = 24;
  uint8_t marked[26];
  marked[0] = '<';
  memcpy(marked + 1, letters, count);
  marked[count + 1] = '>';
  size_t found = 0;
  for (size_t start = 0; start < count + 2; start++) {
    for (size_t length = 3; length <= 5; length++) {
      if (start + length > count + 2 || length == count + 2) continue;
      hashes[found++] = fold(seed ^ 0xA5A5A5A55A5A5A5Au ^ number(marked + start, length), factor);
    }
  }
  return found;
}
