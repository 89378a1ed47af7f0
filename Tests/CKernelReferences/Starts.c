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
  if (groups == 0) return false;
  if (starts->hashes[hash / 8] >> hash % 8 & 1) return true;
  const uint8_t next = byte_at(text, size, at + SLUICE_START_BYTES);
  const uint32_t with = is_letter(next) || (next >= '0' && next <= '9') ? (next | 0x20) * 0x9E3779B1u >> 16 : 0;
  return starts->followed[hash / 8] >> hash % 8 & 1 && starts->followed[(hash ^ with) / 8] >> (hash ^ with) % 8 & 1;
}

size_t reference_find_start(const uint8_t *text, size_t size, size_t from, const sluice_starts *starts) {
  for (size_t at = from; at < size; at++) {
    if ((at > 0 && is_letter(text[at - 1])) || (text[at] & 0xC0) == 0x80) continue;
    if (begins(text, size, at, starts)) return at;
  }
  return size;
}
