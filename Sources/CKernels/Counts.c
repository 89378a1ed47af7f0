#include <string.h>

#include "CKernels.h"
#include "Machines.h"
#include "Spans.h"

typedef enum { EQUAL, SPACE, SCALAR } byte_kind;

// Bits of a span's bytes that are of a kind, the first lowest.
static ALWAYS_INLINE uint64_t find(const uint8_t *bytes, byte_kind kind, uint8_t byte) {
  uint64_t result = 0;
  for (int part = 0; part < 2; part++) {
    half v;
    memcpy(&v, bytes + 32 * part, sizeof v);
    const half found = kind == EQUAL   ? (half)(v == byte)
                       : kind == SPACE ? (half)(v == ' ') | (half)((half)(v - 9) < 5)
                                       : (half)((v & 0xc0) != 0x80);
    result |= bits(&found) << 32 * part;
  }
  return result;
}

// Counts bytes of a kind, or the runs of others between them; the text's end is filled up with `filler`.
static ALWAYS_INLINE size_t count(
    const uint8_t *bytes, size_t size, byte_kind kind, uint8_t byte, uint8_t filler, bool runs) {
  size_t total = 0;
  // A run may begin with the text.
  uint64_t before = 1;
  uint8_t rest[SPAN];
  for (size_t at = 0; at < size; at += SPAN) {
    const uint8_t *span = bytes + at;
    if (size - at < SPAN) {
      memset(rest, filler, sizeof rest);
      memcpy(rest, span, size - at);
      span = rest;
    }
    const uint64_t found = find(span, kind, byte);
    total += (size_t)__builtin_popcountll(runs ? ~found & (found << 1 | before) : found);
    before = found >> 63;
  }
  return total;
}

static ALWAYS_INLINE size_t sluice_count_byte_body(const uint8_t *bytes, size_t size, uint8_t byte) {
  return count(bytes, size, EQUAL, byte, (uint8_t)~byte, false);
}

static ALWAYS_INLINE size_t sluice_count_words_body(const uint8_t *bytes, size_t size) {
  return count(bytes, size, SPACE, 0, ' ', true);
}

static ALWAYS_INLINE size_t sluice_count_scalars_body(const uint8_t *bytes, size_t size) {
  return count(bytes, size, SCALAR, 0, 0x80, false);
}

static ALWAYS_INLINE size_t sluice_size_to_last_body(const uint8_t *bytes, size_t size, uint8_t byte) {
  for (; size >= SPAN; size -= SPAN) {
    const uint64_t found = find(bytes + size - SPAN, EQUAL, byte);
    if (found != 0) return size - (size_t)__builtin_clzll(found);
  }
  while (size > 0 && bytes[size - 1] != byte) size--;
  return size;
}

FOR_EACH_MACHINE(size_t, sluice_count_byte, (const uint8_t *bytes, size_t size, uint8_t byte), (bytes, size, byte))
FOR_EACH_MACHINE(size_t, sluice_count_words, (const uint8_t *bytes, size_t size), (bytes, size))
FOR_EACH_MACHINE(size_t, sluice_count_scalars, (const uint8_t *bytes, size_t size), (bytes, size))
FOR_EACH_MACHINE(size_t, sluice_size_to_last, (const uint8_t *bytes, size_t size, uint8_t byte), (bytes, size, byte))
