#include <string.h>

#include "CKernels.h"
#include "Hashes.h"
#include "Machines.h"

// Text is looked at SPAN bytes at a time; what decides about a word may lie in the span after it.
enum { SPAN = 64, GROUP = 16, SPANS = SLUICE_STRIDE / SPAN, LAST = 4 * SPAN };

typedef uint8_t half __attribute__((vector_size(32)));
typedef _Bool half_bits __attribute__((ext_vector_type(32)));
typedef uint8_t group __attribute__((vector_size(GROUP)));

// Bits of a span's bytes, the first lowest.
typedef struct {
  uint64_t letters;
  // Digits and @ $ * !, which may stand for letters.
  uint64_t signs;
  // & and the first bytes of scalars beyond ASCII.
  uint64_t leads;
} classes;

static inline __attribute__((always_inline)) uint64_t bits(const half *truth) {
  const half_bits packed = __builtin_convertvector(*truth, half_bits);
  uint32_t result;
  memcpy(&result, &packed, sizeof result);
  return result;
}

static inline __attribute__((always_inline)) classes classify(const uint8_t *bytes) {
  classes result = {0};
  for (int part = 0; part < 2; part++) {
    half v;
    memcpy(&v, bytes + 32 * part, sizeof v);
    const half letters = (half)((half)((v | 0x20) - 'a') < 26);
    const half signs = (half)((half)(v - '0') < 10) | (half)(v == '@') | (half)(v == '$') | (half)(v == '*') |
                       (half)(v == '!');
    const half leads = (half)(v >= 0xC2) | (half)(v == '&');
    result.letters |= bits(&letters) << 32 * part;
    result.signs |= bits(&signs) << 32 * part;
    result.leads |= bits(&leads) << 32 * part;
  }
  return result;
}

// A mask as it is seen `count` bytes further left, and with what follows it, further right.
static inline uint64_t earlier(uint64_t mask, uint64_t next, unsigned count) {
  return mask >> count | next << (64 - count);
}

// Quarters of a strange place that a scalar beyond ASCII, or an entity, makes.
static unsigned strangeness(const uint8_t *bytes) {
  enum { ACCENT = 1, STRANGE = 4 };
  switch (bytes[0]) {
    case '&': return bytes[1] == '#' ? STRANGE : 0;
    // Latin-1's signs; the soft hyphen hides in words.
    case 0xC2: return bytes[1] == 0xAD ? STRANGE : 0;
    case 0xC3: case 0xC4: case 0xC5: return ACCENT;
    case 0xE2:
      // Dashes, quotation marks, bullets, ellipsis; the euro; the trade mark. Not zero-width scalars.
      if (bytes[1] == 0x80) return bytes[2] >= 0x90 && bytes[2] <= 0xA7 ? 0 : STRANGE;
      return (bytes[1] == 0x82 && bytes[2] == 0xAC) || (bytes[1] == 0x84 && bytes[2] == 0xA2) ? 0 : STRANGE;
    default: return STRANGE;
  }
}

// For each length up to GROUP, what keeps so many bytes of a group.
static const uint8_t kept[2 * GROUP] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};

// The slot of the word at `bytes`: that of its first sixteen letters.
static inline __attribute__((always_inline)) uint32_t slot_of(const uint8_t *bytes, unsigned length) {
  group letters, mask;
  memcpy(&letters, bytes, sizeof letters);
  memcpy(&mask, kept + GROUP - (length < GROUP ? length : GROUP), sizeof mask);
  letters = (letters | 0x20) & mask;
  uint64_t halves[2];
  memcpy(halves, &letters, sizeof halves);
  return (uint32_t)(hash_group(SEED, halves[0], halves[1]) >> (64 - SLUICE_SCREEN_BITS));
}

// Looks at a text, and either sums the entries of each stride's words or tells their slots.
static inline __attribute__((always_inline)) size_t look(
    const uint8_t *text, size_t size, const uint16_t *entries, sluice_stride *strides, uint32_t *slots) {
  uint8_t last[LAST + GROUP];
  bool is_copied = false;
  const uint8_t *bytes = text;
  uint64_t letters_before = 0, signs_before = 0;
  classes found = {0}, next = {0};
  size_t slot_count = 0;
  for (size_t at = 0, span = 0; at < size; at += SPAN, bytes += SPAN, span++) {
    if (!is_copied && size - at < 2 * SPAN + GROUP) {
      // The text's end, followed by zeros; from here on spans are read from the copy.
      memset(last, 0, sizeof last);
      memcpy(last, text + at, size - at);
      bytes = last;
      is_copied = true;
    }
    found = span == 0 ? classify(bytes) : next;
    next = classify(bytes + SPAN);
    const uint64_t follows = found.letters << 1 | letters_before;
    uint64_t starts = found.letters & ~follows;
    unsigned words = (unsigned)__builtin_popcountll(starts);
    uint32_t sum = 0;
    while (starts != 0) {
      const unsigned i = (unsigned)__builtin_ctzll(starts);
      starts &= starts - 1;
      const uint64_t beyond = ~(found.letters >> i | next.letters << 1 << (63 - i));
      const uint32_t slot = slot_of(bytes + i, beyond == 0 ? GROUP : (unsigned)__builtin_ctzll(beyond));
      if (slots != NULL) slots[slot_count++] = slot;
      else sum += entries[slot];
    }
    if (slots == NULL) {
      sluice_stride *stride = strides + span / SPANS;
      if (span % SPANS == 0) *stride = (sluice_stride){0};
      // Letters that signs hide: a sign or two inside a word, one before three letters; four letters apart.
      const uint64_t one = earlier(found.letters, next.letters, 1), two = earlier(found.letters, next.letters, 2);
      const uint64_t inside = found.signs & follows & (one | (two & earlier(found.signs, next.signs, 1)));
      const uint64_t before = found.signs & ~follows & ~(found.signs << 1 | signs_before) & one & two &
                              earlier(found.letters, next.letters, 3);
      const uint64_t lone = found.letters & ~follows & ~one;
      const uint64_t next_lone = next.letters & ~(next.letters << 1 | found.letters >> 63) & ~(next.letters >> 1);
      const uint64_t apart =
          lone & earlier(lone, next_lone, 2) & earlier(lone, next_lone, 4) & earlier(lone, next_lone, 6);
      unsigned strange = 4 * (unsigned)__builtin_popcountll(inside | before | apart);
      for (uint64_t leads = found.leads; leads != 0; leads &= leads - 1) {
        strange += strangeness(bytes + __builtin_ctzll(leads));
      }
      stride->words += words;
      stride->weight += sum & SLUICE_SCREEN_WEIGHT;
      stride->common += sum / SLUICE_SCREEN_COMMON;
      stride->strange += strange;
    }
    letters_before = found.letters >> 63;
    signs_before = found.signs >> 63;
  }
  return slot_count;
}

FOR_EACH_MACHINE
void sluice_screen(const uint8_t *text, size_t size, const uint16_t *entries, sluice_stride *strides) {
  look(text, size, entries, strides, NULL);
}

size_t sluice_screen_slots(const uint8_t *text, size_t size, uint32_t *slots) {
  return look(text, size, NULL, NULL, slots);
}
