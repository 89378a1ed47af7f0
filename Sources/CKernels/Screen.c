#include <string.h>
#if defined(__x86_64__) && defined(__linux__)
#include <immintrin.h>
#endif

#include "CKernels.h"
#include "Machines.h"
#include "Spans.h"

// What decides about a word may lie in the span after it, so the text's end is read from a copy of LAST bytes.
// A span has at most MOST words.
enum { SPANS = SLUICE_STRIDE / SPAN, LAST = 4 * SPAN, MOST = SPAN / 2 };

// Bits of a span's bytes, the first lowest.
typedef struct {
  uint64_t letters;
  // Digits and @ $ * !, which may stand for letters.
  uint64_t signs;
  // & and the first bytes of scalars beyond ASCII.
  uint64_t leads;
} classes;

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

// The slot of the word at `bytes`: that of its first sixteen letters.
static inline __attribute__((always_inline)) uint32_t slot_of(const uint8_t *bytes, size_t length) {
  return (uint32_t)(add_letters(SEED, bytes, length) >> (64 - SLUICE_SCREEN_BITS));
}

static inline __attribute__((always_inline)) void add(sluice_stride *stride, uint32_t sum) {
  stride->weight += sum & SLUICE_SCREEN_WEIGHT;
  stride->common += sum / SLUICE_SCREEN_COMMON;
}

// Where the words of a stride begin and where what counts of them ends, in bytes after `first`.
typedef struct {
  const uint8_t *first;
  unsigned offset;
  size_t count;
  uint16_t starts[SPANS * MOST];
  uint16_t ends[SPANS * MOST + 1];
} word_list;

// Adds the entries of listed words to their stride; the list goes on at `first`.
static inline __attribute__((always_inline)) void look_up(
    word_list *words, const uint16_t *entries, sluice_stride *stride, const uint8_t *first) {
  for (size_t i = 0; i < words->count;) {
    uint32_t sum = 0;
    for (const size_t end = i + SLUICE_SCREEN_WORDS; i < words->count && i < end; i++) {
      sum += entries[slot_of(words->first + words->starts[i], (size_t)(words->ends[i] - words->starts[i]))];
    }
    add(stride, sum);
  }
  words->first = first;
  words->offset = 0;
  words->count = 0;
}

// Writes the places of a mask's bits, at most MOST, in order, each `offset` further; may write MOST whatever the mask.
typedef void put_places(uint16_t *places, uint64_t mask, unsigned offset);

// Looks at a text, and either sums the entries of each stride's words or tells their slots. With `put` the words
// of a stride are listed first and looked up then, without a branch for each that is guessed wrongly once a span.
static inline __attribute__((always_inline)) size_t look(
    const uint8_t *text, size_t size, const uint16_t *entries, sluice_stride *strides, uint32_t *slots,
    put_places *put) {
  uint8_t last[LAST + GROUP];
  bool is_copied = false;
  const uint8_t *bytes = text;
  uint64_t letters_before = 0, signs_before = 0;
  classes found = {0}, next = {0};
  size_t slot_count = 0;
  word_list words;
  words.first = text;
  words.offset = 0;
  words.count = 0;
  sluice_stride stride = {0};
  for (size_t at = 0; at < size; at += SPAN, bytes += SPAN) {
    if (!is_copied && size - at < 2 * SPAN + GROUP) {
      // The text's end, followed by zeros; from here on spans are read from the copy.
      if (put != NULL) look_up(&words, entries, &stride, last);
      memset(last, 0, sizeof last);
      memcpy(last, text + at, size - at);
      bytes = last;
      is_copied = true;
    }
    found = at == 0 ? classify(bytes) : next;
    next = classify(bytes + SPAN);
    const uint64_t follows = found.letters << 1 | letters_before;
    uint64_t starts = found.letters & ~follows;
    const size_t count = (size_t)__builtin_popcountll(starts);
    // One past the last letters of words, but for a word that began before this span; the last word's may
    // lie in the next.
    uint64_t ends = ~found.letters & follows;
    ends &= ends - letters_before;
    const size_t last_end = SPAN + (size_t)__builtin_ctzll(~next.letters | 1ull << GROUP);
    if (put != NULL) {
      put(words.starts + words.count, starts, words.offset);
      put(words.ends + words.count, ends, words.offset);
      words.ends[words.count + (size_t)__builtin_popcountll(ends)] = (uint16_t)(words.offset + last_end);
      words.count += count;
      words.offset += SPAN;
    } else {
      uint32_t sum = 0;
      while (starts != 0) {
        const size_t i = (size_t)__builtin_ctzll(starts);
        starts &= starts - 1;
        const size_t end = ends == 0 ? last_end : (size_t)__builtin_ctzll(ends);
        ends &= ends - 1;
        const uint32_t slot = slot_of(bytes + i, end - i);
        if (slots != NULL) slots[slot_count++] = slot;
        else sum += entries[slot];
      }
      add(&stride, sum);
    }
    if (slots == NULL) {
      // Letters that signs hide: a sign or two inside a word, one before three letters; four letters apart.
      const uint64_t one = earlier(found.letters, next.letters, 1), two = earlier(found.letters, next.letters, 2);
      const uint64_t inside = found.signs & follows & (one | (two & earlier(found.signs, next.signs, 1)));
      const uint64_t before = found.signs & ~follows & ~(found.signs << 1 | signs_before) & one & two &
                              earlier(found.letters, next.letters, 3);
      const uint64_t lone = found.letters & ~follows & ~one;
      const uint64_t next_lone = next.letters & ~(next.letters << 1 | found.letters >> 63) & ~(next.letters >> 1);
      const uint64_t apart =
          lone & earlier(lone, next_lone, 2) & earlier(lone, next_lone, 4) & earlier(lone, next_lone, 6);
      stride.words += (uint32_t)count;
      stride.strange += 4 * (unsigned)__builtin_popcountll(inside | before | apart);
      for (uint64_t leads = found.leads; leads != 0; leads &= leads - 1) {
        stride.strange += strangeness(bytes + __builtin_ctzll(leads));
      }
      if ((at + SPAN) % SLUICE_STRIDE == 0 || at + SPAN >= size) {
        if (put != NULL) look_up(&words, entries, &stride, bytes + SPAN);
        *strides++ = stride;
        stride = (sluice_stride){0};
      }
    }
    letters_before = found.letters >> 63;
    signs_before = found.signs >> 63;
  }
  return slot_count;
}

FOR_EACH_MACHINE
void sluice_screen_portably(const uint8_t *text, size_t size, const uint16_t *entries, sluice_stride *strides) {
  look(text, size, entries, strides, NULL, NULL);
}

size_t sluice_screen_slots(const uint8_t *text, size_t size, uint32_t *slots) {
  return look(text, size, NULL, NULL, slots, NULL);
}

#if defined(__x86_64__) && defined(__linux__)
#define COMPRESSES __attribute__((target("arch=x86-64-v4,avx512vbmi2")))

// The place of each byte of a span.
static const uint8_t counting[SPAN] = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
    32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

static inline __attribute__((always_inline)) COMPRESSES void put_together(
    uint16_t *places, uint64_t mask, unsigned offset) {
  const __m512i packed = _mm512_maskz_compress_epi8(mask, _mm512_loadu_si512(counting));
  const __m512i wide = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(packed));
  _mm512_storeu_si512(places, _mm512_add_epi16(wide, _mm512_set1_epi16((short)offset)));
}

static COMPRESSES void screen_compressing(
    const uint8_t *text, size_t size, const uint16_t *entries, sluice_stride *strides) {
  look(text, size, entries, strides, NULL, put_together);
}

void sluice_screen(const uint8_t *text, size_t size, const uint16_t *entries, sluice_stride *strides) {
  const bool compresses = __builtin_cpu_supports("x86-64-v4") && __builtin_cpu_supports("avx512vbmi2");
  if (compresses) screen_compressing(text, size, entries, strides);
  else sluice_screen_portably(text, size, entries, strides);
}
#else
void sluice_screen(const uint8_t *text, size_t size, const uint16_t *entries, sluice_stride *strides) {
  sluice_screen_portably(text, size, entries, strides);
}
#endif
