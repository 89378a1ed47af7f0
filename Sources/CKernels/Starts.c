#include <string.h>

#include "CKernels.h"
#include "Machines.h"

#ifdef SLUICE_X86
#include <immintrin.h>
#endif

enum { FIRST = SLUICE_START_BYTES };

// Of the first bytes of a word, the first one lowest. Capitals and small letters have the same.
static ALWAYS_INLINE uint32_t hash_of(uint32_t bytes) {
  return ((bytes | 0x20202020) * 0x9E3779B1u) >> (32 - SLUICE_START_BITS);
}

// A set of bytes with the bit set that the hash sets.
static sluice_ascii lowered(sluice_ascii set) {
  const uint64_t upper = 0xFFFFFFFFull << 32;
  return (sluice_ascii){{(set.bits[0] | set.bits[0] << 32) & upper, (set.bits[1] | set.bits[1] << 32) & upper}};
}

static ALWAYS_INLINE bool has(sluice_ascii set, uint8_t byte) { return set.bits[byte >> 6] >> (byte & 63) & 1; }

static ALWAYS_INLINE bool is_set(const uint8_t *bits, uint32_t place) { return bits[place >> 3] >> (place & 7) & 1; }

// Of the first bytes, with the letter or digit that follows them.
static ALWAYS_INLINE uint32_t hash_with(uint32_t hash, uint8_t next) {
  const uint8_t lower = next | 0x20;
  const bool is_sign = next >= 0x80 || !((uint8_t)(lower - 'a') < 26 || (uint8_t)(next - '0') < 10);
  return hash ^ (is_sign ? 0 : (lower * 0x9E3779B1u) >> (32 - SLUICE_START_BITS));
}

// Enters every sequence of bytes that the sets allow.
static void enter_hashes(uint8_t *hashes, const sluice_ascii *first, int k, uint32_t bytes, uint8_t next) {
  if (k == FIRST) {
    const uint32_t hash = hash_with(hash_of(bytes), next);
    hashes[hash >> 3] |= (uint8_t)(1u << (hash & 7));
    return;
  }
  for (int half = 0; half < 2; half++) {
    for (uint64_t left = first[k].bits[half]; left != 0; left &= left - 1) {
      const uint32_t byte = (uint32_t)(64 * half + __builtin_ctzll(left));
      enter_hashes(hashes, first, k + 1, bytes | byte << 8 * k, next);
    }
  }
}

void sluice_enter_start(sluice_starts *starts, unsigned group, const sluice_ascii first[SLUICE_START_BYTES + 1]) {
  sluice_ascii sets[FIRST];
  size_t sequences = 1;
  for (int k = 0; k < FIRST; k++) {
    sets[k] = lowered(first[k]);
    sequences *= (size_t)(__builtin_popcountll(sets[k].bits[0]) + __builtin_popcountll(sets[k].bits[1]));
    for (int byte = 0; byte < 128; byte++) {
      if (has(first[k], (uint8_t)byte)) starts->groups[k][byte & 15] |= (uint8_t)(1u << group);
    }
  }
  const sluice_ascii next = first[FIRST];
  uint8_t *hashes = (next.bits[0] & next.bits[1]) == ~0ull ? starts->hashes : starts->followed;
  // A word of one letter: nearly every hash would be entered.
  if (sequences > 1 << SLUICE_START_BITS) {
    memset(hashes, 0xFF, sizeof starts->hashes);
    return;
  }
  enter_hashes(hashes, sets, 0, 0, 0);
  if (hashes == starts->hashes) return;
  for (uint8_t byte = 0; byte < 128; byte++) {
    if (has(next, byte)) enter_hashes(hashes, sets, 0, 0, byte);
  }
}

static ALWAYS_INLINE bool is_letter(uint8_t byte) { return (uint8_t)((byte | 0x20) - 'a') < 26; }

// Whether a place where the groups allow a word is one. `bytes` are the first bytes there, and `next` is the one after.
static ALWAYS_INLINE bool confirms(uint32_t bytes, uint8_t next, const sluice_starts *starts) {
  if (bytes & 0x80808080) return (bytes & 0xC0) != 0x80;
  const uint32_t hash = hash_of(bytes);
  if (is_set(starts->hashes, hash)) return true;
  // Without what follows first: that is set whatever may follow, and seldom.
  return is_set(starts->followed, hash) && is_set(starts->followed, hash_with(hash, next));
}

static ALWAYS_INLINE bool begins(const uint8_t *text, size_t size, size_t at, const sluice_starts *starts) {
  uint8_t bytes[FIRST + 1] = {0}, groups = 0xFF;
  for (size_t k = 0; k <= FIRST && at + k < size; k++) bytes[k] = text[at + k];
  for (size_t k = 0; k < FIRST && bytes[k] < 0x80; k++) groups &= starts->groups[k][bytes[k] & 15];
  uint32_t word;
  memcpy(&word, bytes, sizeof word);
  return groups != 0 && confirms(word, bytes[FIRST], starts);
}

static ALWAYS_INLINE size_t sluice_find_start_body(
    const uint8_t *text, size_t size, size_t from, const sluice_starts *starts) {
  for (size_t at = from; at < size; at++) {
    if ((at == 0 || !is_letter(text[at - 1])) && begins(text, size, at, starts)) return at;
  }
  return size;
}

#ifdef SLUICE_X86
enum { WIDTH = 32, NEEDED = WIDTH + FIRST };

// Thirty-two places from `at` on at a time, which must have NEEDED bytes and one before them. Each of the four bytes
// from a place on clears the bits of the groups that do not have it; those that are left are of words that the text may
// begin with. A shuffle gives zero, which clears nothing, for bytes outside ASCII and, since their top bit is handed
// on, for those after them. A bit for each place.
V3 static ALWAYS_INLINE uint32_t find(const uint8_t *text, const __m256i misses[FIRST]) {
  const __m256i top = _mm256_set1_epi8((char)0x80), all = _mm256_set1_epi8((char)0xFF);
  const __m256i small = _mm256_set1_epi8(0x20), to_lowest = _mm256_set1_epi8((char)(0x80 - 'a'));
  const __m256i end = _mm256_set1_epi8((char)(0x80 + 26));
  __m256i missed = _mm256_setzero_si256(), wide = missed;
  for (int k = 0; k < FIRST; k++) {
    const __m256i bytes = _mm256_or_si256(_mm256_loadu_si256((const __m256i *)(text + k)), wide);
    missed = _mm256_or_si256(missed, _mm256_shuffle_epi8(misses[k], bytes));
    wide = _mm256_and_si256(bytes, top);
  }
  const __m256i before = _mm256_or_si256(_mm256_loadu_si256((const __m256i *)(text - 1)), small);
  const __m256i follows = _mm256_cmpgt_epi8(end, _mm256_add_epi8(before, to_lowest));
  return ~(uint32_t)_mm256_movemask_epi8(_mm256_or_si256(_mm256_cmpeq_epi8(missed, all), follows));
}

V3 static ALWAYS_INLINE size_t sluice_find_start_v3_body(
    const uint8_t *text, size_t size, size_t from, const sluice_starts *starts) {
  if (from == 0 && size > 0 && begins(text, size, 0, starts)) return 0;
  __m256i misses[FIRST];
  for (int k = 0; k < FIRST; k++) {
    const __m128i groups = _mm_loadu_si128((const __m128i *)starts->groups[k]);
    misses[k] = _mm256_broadcastsi128_si256(_mm_xor_si128(groups, _mm_set1_epi8((char)0xFF)));
  }
  uint8_t tail[1 + WIDTH + NEEDED];
  for (size_t at = from == 0 ? 1 : from; at < size; at += WIDTH) {
    const uint8_t *span = text + at;
    if (size - at < NEEDED) {
      memset(tail, 0, sizeof tail);
      memcpy(tail, span - 1, size - at + 1);
      span = tail + 1;
    }
    uint32_t found = find(span, misses);
    for (; found != 0; found &= found - 1) {
      const unsigned place = (unsigned)__builtin_ctz(found);
      uint32_t bytes;
      memcpy(&bytes, span + place, sizeof bytes);
      if (!confirms(bytes, span[place + FIRST], starts)) continue;
      return at + place < size ? at + place : size;
    }
  }
  return size;
}

VARIANT(, size_t, sluice_find_start_portable,
    (const uint8_t *text, size_t size, size_t from, const sluice_starts *starts),
    sluice_find_start_body(text, size, from, starts))
VARIANT(V3, size_t, sluice_find_start_v3,
    (const uint8_t *text, size_t size, size_t from, const sluice_starts *starts),
    sluice_find_start_v3_body(text, size, from, starts))
CHOOSE(size_t, sluice_find_start, (const uint8_t *text, size_t size, size_t from, const sluice_starts *starts),
    RUNS_V3 ? sluice_find_start_v3 : sluice_find_start_portable)
#else
FOR_EACH_MACHINE(
    size_t, sluice_find_start, (const uint8_t *text, size_t size, size_t from, const sluice_starts *starts),
    (text, size, from, starts))
#endif
