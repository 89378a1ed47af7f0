#include "Plain.h"

static bool begins(const uint8_t *text, size_t size, size_t at, const sluice_starts *starts) {
  uint8_t groups = 0xFF;
  uint32_t word = 0;
  for (int k = 0; k < SLUICE_START_BYTES; k++) {
    const uint8_t byte = byte_at(text, size, at + k);
    if (is_wide(byte)) return groups != 0;
    groups &= starts->groups[k][byte % 16];
    word |= (uint32_t)(byte | 0x20) << 8 * k;
  }
  const uint32_t hash = word * 0x9E3779B1u >> 16;
  return groups != 0 && starts->hashes[hash / 8] >> hash % 8 & 1;
}

size_t reference_find_start(const uint8_t *text, size_t size, size_t from, const sluice_starts *starts) {
  for (size_t at = from; at < size; at++) {
    if ((at > 0 && is_letter(text[at - 1])) || (text[at] & 0xC0) == 0x80) continue;
    if (begins(text, size, at, starts)) return at;
  }
  return size;
}
