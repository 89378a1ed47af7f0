#include <string.h>

#include "CKernels.h"
#include "Hashes.h"
#include "Machines.h"

static const uint32_t row_mask = (1u << SLUICE_ROW_BITS) - 1;

static inline uint32_t tag_of(uint64_t hash) { return (uint32_t)hash << SLUICE_ROW_BITS; }

static inline uint32_t *bucket_of(const sluice_table *table, uint64_t hash) {
  return table->hot + (hash >> (64 - SLUICE_HOT_BITS)) * SLUICE_HOT_ENTRIES;
}

// A feature's group in a filter, and the bits it sets there. They come from other bits of the hash than its tag and
// its slot.
static inline uint64_t *group_of(uint64_t *filter, uint64_t hash) {
  return filter + (hash >> 14 & ((1u << SLUICE_FILTER_BITS) - 1));
}
static inline unsigned first_bit(uint64_t hash) { return hash >> 27 & 63; }
static inline unsigned second_bit(uint64_t hash) { return hash >> 33 & 63; }

static inline bool may_hold(uint64_t *filter, uint64_t hash) {
  const uint64_t group = *group_of(filter, hash);
  return group >> first_bit(hash) & group >> second_bit(hash) & 1;
}

static inline uint32_t find(const sluice_table *table, uint64_t hash) {
  const uint64_t mask = UINT64_MAX >> table->index_shift;
  const uint32_t tag = tag_of(hash);
  uint64_t slot = hash >> table->index_shift;
  uint32_t entry;
  while ((entry = table->index[slot]) != 0 && (entry ^ tag) > row_mask) slot = (slot + 1) & mask;
  return entry & row_mask;
}

static inline uint32_t find_hot(const sluice_table *table, uint64_t hash) {
  // At most one entry has the tag.
  typedef uint32_t entries __attribute__((vector_size(4 * SLUICE_HOT_ENTRIES)));
  entries bucket;
  memcpy(&bucket, bucket_of(table, hash), sizeof bucket);
  const entries rows = bucket & (entries)((bucket ^ tag_of(hash)) <= row_mask);
  return __builtin_reduce_or(rows) & row_mask;
}

static void enter_filter(uint64_t *filter, uint64_t hash) {
  *group_of(filter, hash) |= 1ull << first_bit(hash) | 1ull << second_bit(hash);
}

static bool enter(sluice_table *table, uint64_t hash, uint32_t row) {
  enum { MOST_STEPS = 1024 };
  const uint64_t mask = UINT64_MAX >> table->index_shift;
  uint64_t slot = hash >> table->index_shift;
  for (int step = 0; step < MOST_STEPS; step++, slot = (slot + 1) & mask) {
    if (table->index[slot] != 0) continue;
    table->index[slot] = tag_of(hash) | row;
    return true;
  }
  return false;
}

bool sluice_enter_word(sluice_table *table, uint64_t hash, uint32_t row) {
  uint32_t *bucket = bucket_of(table, hash);
  for (int i = 0; i < SLUICE_HOT_ENTRIES; i++) {
    // Two words with one tag in a bucket share the row of the commoner one, as any two with one tag and slot do.
    if (bucket[i] != 0 && (bucket[i] ^ tag_of(hash)) <= row_mask) return true;
    if (bucket[i] == 0) {
      bucket[i] = tag_of(hash) | row;
      return true;
    }
  }
  return enter(table, hash, row);
}

bool sluice_enter_pair(sluice_table *table, uint64_t hash, uint32_t row) {
  enter_filter(table->pairs, hash);
  return enter(table, hash, row);
}

bool sluice_enter_ngram(sluice_table *table, uint64_t hash, uint32_t row) {
  enter_filter(table->ngrams, hash);
  return enter(table, hash, row);
}

uint32_t sluice_find_word(const sluice_table *table, uint64_t hash) {
  const uint32_t row = find_hot(table, hash);
  return row != 0 ? row : find(table, hash);
}

uint32_t sluice_find_pair(const sluice_table *table, uint64_t hash) {
  return may_hold(table->pairs, hash) ? find(table, hash) : 0;
}

static inline void prefetch_row(const sluice_table *table, uint32_t row) {
  __builtin_prefetch(table->rows + (size_t)row * SLUICE_ROW_WIDTH);
}

static ALWAYS_INLINE void sum_rows(
    const int8_t *table, const uint32_t *rows, size_t count, int32_t *sums) {
  // 128 rows fit: 128 * 128 < 2^15 after the sign.
  int16_t narrow[SLUICE_ROW_WIDTH] = {0};
  for (size_t i = 0; i < count; i++) {
    const int8_t *row = table + (size_t)rows[i] * SLUICE_ROW_WIDTH;
    for (int column = 0; column < SLUICE_ROW_WIDTH; column++) narrow[column] += row[column];
  }
  for (int column = 0; column < SLUICE_ROW_WIDTH; column++) sums[column] = narrow[column];
}

static ALWAYS_INLINE void sluice_sum_block_body(
    const sluice_table *given, const uint64_t *hashes, size_t count, uint64_t previous, uint32_t *rows,
    int32_t *sums) {
  // A copy, which stores through the pointers cannot touch.
  const sluice_table copy = *given, *const table = &copy;
  // The index is searched in three passes, so that no search waits for another: prefetch the slot, read it and
  // prefetch the row, add the row.
  uint64_t pairs[SLUICE_BLOCK];
  uint32_t found[2 * SLUICE_BLOCK];
  uint8_t absent[SLUICE_BLOCK];
  size_t pair_count = 0, found_count = 0, absent_count = 0;
  for (size_t i = 0; i < count; i++) {
    const uint64_t hash = hashes[i];
    const uint32_t row = find_hot(table, hash);
    rows[i] = row;
    found[found_count] = row;
    absent[absent_count] = (uint8_t)i;
    found_count += row != 0;
    absent_count += row == 0;
    prefetch_row(table, row);
    pairs[pair_count] = hash_pair(previous, hash);
    pair_count += previous != 0 && may_hold(table->pairs, pairs[pair_count]);
    previous = hash;
  }
  for (size_t i = 0; i < absent_count; i++) {
    __builtin_prefetch(table->index + (hashes[absent[i]] >> table->index_shift));
  }
  for (size_t i = 0; i < pair_count; i++) __builtin_prefetch(table->index + (pairs[i] >> table->index_shift));
  for (size_t i = 0; i < absent_count; i++) {
    const uint32_t row = find(table, hashes[absent[i]]);
    rows[absent[i]] = row;
    found[found_count] = row;
    found_count += row != 0;
    prefetch_row(table, row);
  }
  for (size_t i = 0; i < pair_count; i++) {
    const uint32_t row = find(table, pairs[i]);
    found[found_count] = row;
    found_count += row != 0;
    prefetch_row(table, row);
  }
  sum_rows(table->rows, found, found_count, sums);
}

static ALWAYS_INLINE void sluice_sum_ngrams_body(
    const sluice_table *table, const uint8_t *letters, size_t count, int8_t *row) {
  uint64_t hashes[SLUICE_MOST_NGRAMS];
  uint32_t found[SLUICE_MOST_NGRAMS];
  const size_t hash_count = sluice_hash_ngrams(letters, count, hashes);
  size_t likely_count = 0, found_count = 0;
  for (size_t i = 0; i < hash_count; i++) {
    hashes[likely_count] = hashes[i];
    likely_count += may_hold(table->ngrams, hashes[i]);
  }
  for (size_t i = 0; i < likely_count; i++) __builtin_prefetch(table->index + (hashes[i] >> table->index_shift));
  for (size_t i = 0; i < likely_count; i++) {
    found[found_count] = find(table, hashes[i]);
    prefetch_row(table, found[found_count]);
    found_count += found[found_count] != 0;
  }
  int32_t sums[SLUICE_ROW_WIDTH];
  sum_rows(table->rows, found, found_count, sums);
  for (int column = 0; column < SLUICE_ROW_WIDTH; column++) {
    row[column] = (int8_t)(sums[column] > 127 ? 127 : sums[column] < -127 ? -127 : sums[column]);
  }
}

static ALWAYS_INLINE void sluice_add_row_body(const int8_t *row, int32_t *sums) {
  for (int column = 0; column < SLUICE_ROW_WIDTH; column++) sums[column] += row[column];
}

FOR_EACH_MACHINE(
    void, sluice_sum_block,
    (const sluice_table *table, const uint64_t *hashes, size_t count, uint64_t previous, uint32_t *rows, int32_t *sums),
    (table, hashes, count, previous, rows, sums))
FOR_EACH_MACHINE(
    void, sluice_sum_ngrams, (const sluice_table *table, const uint8_t *letters, size_t count, int8_t *row),
    (table, letters, count, row))
FOR_EACH_MACHINE(void, sluice_add_row, (const int8_t *row, int32_t *sums), (row, sums))
