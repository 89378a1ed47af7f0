#include "Hashes.h"

#include <string.h>

#include "CKernels.h"

uint64_t sluice_hash_word(const uint8_t *letters, size_t count) {
  uint64_t hash = SEED;
  for (size_t start = 0; start < count; start += 16) {
    uint64_t halves[2] = {0, 0};
    memcpy(halves, letters + start, count - start < 16 ? count - start : 16);
    hash = hash_group(hash, halves[0], halves[1]);
  }
  return hash;
}

uint64_t sluice_hash_symbol(uint32_t value) { return hash_symbol(value); }

uint64_t sluice_hash_pair(uint64_t first, uint64_t second) { return hash_pair(first, second); }

size_t sluice_hash_ngrams(const uint8_t *letters, size_t count, uint64_t *hashes) {
  enum { SHORTEST = 3, LONGEST = 5 };
  uint8_t marked[SLUICE_NGRAM_REACH + 2 + sizeof(uint64_t)] = {'<'};
  if (count == 0) return 0;
  if (count > SLUICE_NGRAM_REACH) count = SLUICE_NGRAM_REACH;
  memcpy(marked + 1, letters, count);
  marked[count + 1] = '>';
  const size_t size = count + 2;
  size_t found = 0;
  for (size_t start = 0; start + SHORTEST <= size; start++) {
    uint64_t bytes;
    memcpy(&bytes, marked + start, sizeof bytes);
    for (size_t length = SHORTEST; length <= LONGEST && length < size && start + length <= size; length++) {
      const uint64_t ngram = bytes & ((1ull << 8 * length) - 1);
      hashes[found++] = fold(SEED ^ 0xA5A5A5A55A5A5A5Au ^ ngram, FACTOR);
    }
  }
  return found;
}
