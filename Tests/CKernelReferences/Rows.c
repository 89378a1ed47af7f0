#include <string.h>

#include "Plain.h"

static uint32_t row_of(uint32_t entry) { return entry % (1u << SLUICE_ROW_BITS); }
static bool has_tag_of(uint32_t entry, uint64_t hash) { return entry >> SLUICE_ROW_BITS == hash % (1u << 14); }

static uint32_t find(const sluice_table *table, uint64_t hash) {
  const uint64_t slots = 1ull << (64 - table->index_shift);
  for (uint64_t slot = hash >> table->index_shift;; slot = (slot + 1) % slots) {
    const uint32_t entry = table->index[slot];
    if (entry == 0) return 0;
    if (has_tag_of(entry, hash)) return row_of(entry);
  }
}

static bool may_hold(const uint64_t *filter, uint64_t hash) {
  const uint64_t group = filter[(hash >> 14) % (1u << SLUICE_FILTER_BITS)];
  return group >> ((hash >> 27) % 64) & group >> ((hash >> 33) % 64) & 1;
}

uint32_t reference_find_word(const sluice_table *table, uint64_t hash) {
  const uint32_t *bucket = table->hot + (hash >> (64 - SLUICE_HOT_BITS)) * SLUICE_HOT_ENTRIES;
  for (int i = 0; i < SLUICE_HOT_ENTRIES; i++) {
    if (bucket[i] != 0 && has_tag_of(bucket[i], hash)) return row_of(bucket[i]);
  }
  return find(table, hash);
}

uint32_t reference_find_pair(const sluice_table *table, uint64_t hash) {
  return may_hold(table->pairs, hash) ? find(table, hash) : 0;
}

void reference_add_row(const int8_t *row, int32_t *sums) {
  for (int column = 0; column < SLUICE_ROW_WIDTH; column++) sums[column] += row[column];
}

// Row 0 is all zero, so what has no row adds nothing.
static void add(const sluice_table *table, uint32_t row, int32_t *sums) {
  if (row != 0) reference_add_row(table->rows + (size_t)row * SLUICE_ROW_WIDTH, sums);
}

void reference_sum_block(
    const sluice_table *table, const uint64_t *hashes, size_t count, uint64_t previous, uint32_t *rows,
    int32_t *sums) {
  memset(sums, 0, SLUICE_ROW_WIDTH * sizeof *sums);
  for (size_t i = 0; i < count; i++) {
    rows[i] = reference_find_word(table, hashes[i]);
    add(table, rows[i], sums);
    if (previous != 0) add(table, reference_find_pair(table, reference_hash_pair(previous, hashes[i])), sums);
    previous = hashes[i];
  }
}

void reference_sum_ngrams(const sluice_table *table, const uint8_t *letters, size_t count, int8_t *row) {
  uint64_t hashes[SLUICE_MOST_NGRAMS];
  int32_t sums[SLUICE_ROW_WIDTH] = {0};
  const size_t found = reference_hash_ngrams(letters, count, hashes);
  for (size_t i = 0; i < found; i++) {
    if (may_hold(table->ngrams, hashes[i])) add(table, find(table, hashes[i]), sums);
  }
  for (int column = 0; column < SLUICE_ROW_WIDTH; column++) {
    row[column] = (int8_t)(sums[column] > 127 ? 127 : sums[column] < -127 ? -127 : sums[column]);
  }
}
