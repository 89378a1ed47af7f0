#include "Plain.h"

size_t reference_count_byte(const uint8_t *bytes, size_t size, uint8_t byte) {
  size_t count = 0;
  for (size_t i = 0; i < size; i++) count += bytes[i] == byte;
  return count;
}

static bool is_space(uint8_t byte) { return byte == ' ' || (byte >= 9 && byte <= 13); }

size_t reference_count_words(const uint8_t *bytes, size_t size) {
  size_t count = 0;
  for (size_t i = 0; i < size; i++) count += !is_space(bytes[i]) && (i == 0 || is_space(bytes[i - 1]));
  return count;
}

size_t reference_count_scalars(const uint8_t *bytes, size_t size) {
  size_t count = 0;
  for (size_t i = 0; i < size; i++) count += bytes[i] < 0x80 || bytes[i] >= 0xC0;
  return count;
}

size_t reference_size_to_last(const uint8_t *bytes, size_t size, uint8_t byte) {
  while (size > 0 && bytes[size - 1] != byte) size--;
  return size;
}
