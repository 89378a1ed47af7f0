// The inner loops over bytes and table rows. They are C because Swift has neither prefetch nor
// compilation for several instruction sets with a choice at run time; each is a pure function, and
// every variant gives the same integers.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Bytes equal to `byte`.
size_t sluice_count_byte(const uint8_t *bytes, size_t count, uint8_t byte);

// Runs of bytes other than ASCII white space (space and 9 to 13).
size_t sluice_count_words(const uint8_t *bytes, size_t count);

// Unicode scalars of valid UTF-8: bytes that do not continue another.
size_t sluice_count_scalars(const uint8_t *bytes, size_t count);

enum { SLUICE_ROW_WIDTH = 32, SLUICE_ROW_BITS = 18 };

// Looks hashes up in an open-addressed index (see FeatureTable) and tells their rows; 0 if absent.
// `slots` - 1 is the mask, `shift` leaves the hash's high bits. The rows are on their way into the
// cache when this returns.
void sluice_find_rows(
    const uint32_t *index, unsigned shift, const int8_t *table, const uint64_t *hashes, size_t count,
    uint32_t *rows);

// Adds `count` rows of 32 columns. At most 256 rows, so that 16 bits hold the sums.
void sluice_sum_rows(const int8_t *table, const uint32_t *rows, size_t count, int32_t sums[SLUICE_ROW_WIDTH]);
