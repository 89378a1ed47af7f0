#include "CKernels.h"

#if defined(__x86_64__) && defined(__linux__)
#define FOR_EACH_MACHINE __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define FOR_EACH_MACHINE
#endif

// Loops count in bytes, a block of at most 255 at a time, so that they become vector compares.
enum { BLOCK = 255 };

FOR_EACH_MACHINE
size_t sluice_count_byte(const uint8_t *bytes, size_t count, uint8_t byte) {
  size_t total = 0;
  while (count > 0) {
    size_t block = count < BLOCK ? count : BLOCK;
    uint8_t found = 0;
    for (size_t i = 0; i < block; i++) found += bytes[i] == byte;
    total += found;
    bytes += block;
    count -= block;
  }
  return total;
}

static inline uint8_t is_space(uint8_t byte) { return (byte == ' ') | ((uint8_t)(byte - 9) < 5); }

FOR_EACH_MACHINE
size_t sluice_count_words(const uint8_t *bytes, size_t count) {
  if (count == 0) return 0;
  size_t total = !is_space(bytes[0]);
  bytes++;
  count--;
  while (count > 0) {
    size_t block = count < BLOCK ? count : BLOCK;
    uint8_t starts = 0;
    for (size_t i = 0; i < block; i++) starts += is_space(bytes[i - 1]) & !is_space(bytes[i]);
    total += starts;
    bytes += block;
    count -= block;
  }
  return total;
}

FOR_EACH_MACHINE
size_t sluice_count_scalars(const uint8_t *bytes, size_t count) {
  size_t total = 0;
  while (count > 0) {
    size_t block = count < BLOCK ? count : BLOCK;
    uint8_t found = 0;
    for (size_t i = 0; i < block; i++) found += (bytes[i] & 0xc0) != 0x80;
    total += found;
    bytes += block;
    count -= block;
  }
  return total;
}

// Eight slots at once: whether a probe ends, and how, is then one test that nearly always goes the same
// way, where a slot at a time costs a mispredicted branch for every other feature.
enum { PROBE = 8 };
typedef uint32_t probe __attribute__((vector_size(4 * PROBE)));
typedef _Bool probe_bits __attribute__((ext_vector_type(PROBE)));

FOR_EACH_MACHINE
void sluice_find_rows(
    const uint32_t *index, unsigned shift, const int8_t *table, const uint64_t *hashes, size_t count,
    uint32_t *rows) {
  const uint64_t mask = UINT64_MAX >> shift;
  const uint32_t row_mask = (1u << SLUICE_ROW_BITS) - 1;
  // The index is larger than the nearest cache: all slots are asked for before the first is read.
  for (size_t i = 0; i < count; i++) __builtin_prefetch(index + (hashes[i] >> shift));
  for (size_t i = 0; i < count; i++) {
    const uint32_t tag = (uint32_t)hashes[i] << SLUICE_ROW_BITS;
    uint64_t slot = hashes[i] >> shift;
    unsigned ends = 0;
    while (slot + PROBE <= mask + 1) {
      probe entries;
      __builtin_memcpy(&entries, index + slot, sizeof entries);
      const probe_bits packed =
          __builtin_convertvector((probe)((entries == 0) | ((entries ^ tag) <= row_mask)), probe_bits);
      uint8_t bits;
      __builtin_memcpy(&bits, &packed, 1);
      ends = bits;
      if (ends != 0) break;
      slot += PROBE;
    }
    slot += ends == 0 ? 0 : (unsigned)__builtin_ctz(ends);
    // The index goes round: its last few slots, one at a time.
    slot &= mask;
    uint32_t entry;
    while ((entry = index[slot]) != 0 && (entry ^ tag) > row_mask) slot = (slot + 1) & mask;
    rows[i] = entry & row_mask;
    __builtin_prefetch(table + (size_t)rows[i] * SLUICE_ROW_WIDTH);
  }
}

FOR_EACH_MACHINE
void sluice_sum_rows(const int8_t *table, const uint32_t *rows, size_t count, int32_t sums[SLUICE_ROW_WIDTH]) {
  int16_t narrow[SLUICE_ROW_WIDTH] = {0};
  for (size_t i = 0; i < count; i++) {
    const int8_t *row = table + (size_t)rows[i] * SLUICE_ROW_WIDTH;
    for (int column = 0; column < SLUICE_ROW_WIDTH; column++) narrow[column] += row[column];
  }
  for (int column = 0; column < SLUICE_ROW_WIDTH; column++) sums[column] = narrow[column];
}
