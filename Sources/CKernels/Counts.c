#include "CKernels.h"
#include "Machines.h"

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
