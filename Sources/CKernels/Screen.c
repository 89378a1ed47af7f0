#include <string.h>

#include "CKernels.h"
#include "Machines.h"
#include "Spans.h"

#ifdef SLUICE_X86
#include <immintrin.h>
#endif

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

static ALWAYS_INLINE classes classify(const uint8_t *bytes) {
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

// A walk over a text, span by span.
typedef struct {
  const uint8_t *text;
  size_t size;
  // Where the span begins, and its bytes: in the text, or in the copy of the text's end.
  size_t at;
  const uint8_t *bytes;
  bool is_copied;
  // What the span and the next one hold, and whether the byte before the span is a letter or a sign.
  classes found, next;
  uint64_t letter_before, sign_before;
} walk;

// Whether the next step leaves the text for the copy of its end.
static ALWAYS_INLINE bool reaches_end(const walk *walk) {
  return !walk->is_copied && walk->size - walk->at < 2 * SPAN + GROUP;
}

// Looks at the span at `at`. The text's end is copied to `last`, which has room for LAST + GROUP bytes, and followed
// by zeros.
static ALWAYS_INLINE void look_at_span(walk *walk, uint8_t *last) {
  if (reaches_end(walk)) {
    memset(last, 0, LAST + GROUP);
    memcpy(last, walk->text + walk->at, walk->size - walk->at);
    walk->bytes = last;
    walk->is_copied = true;
  }
  walk->found = walk->at == 0 ? classify(walk->bytes) : walk->next;
  walk->next = classify(walk->bytes + SPAN);
}

static ALWAYS_INLINE void step(walk *walk) {
  walk->letter_before = walk->found.letters >> 63;
  walk->sign_before = walk->found.signs >> 63;
  walk->at += SPAN;
  walk->bytes += SPAN;
}

static ALWAYS_INLINE bool ends_stride(const walk *walk) {
  return (walk->at + SPAN) % SLUICE_STRIDE == 0 || walk->at + SPAN >= walk->size;
}

// The words that begin in a span.
typedef struct {
  uint64_t starts;
  // One past the last letter of each word but the last, which may end in the next span, at `last_end`. A word that
  // began before this span is left out.
  uint64_t ends;
  size_t last_end;
} span_words;

static ALWAYS_INLINE span_words words_of(const walk *walk) {
  const uint64_t follows = walk->found.letters << 1 | walk->letter_before;
  uint64_t ends = ~walk->found.letters & follows;
  ends &= ends - walk->letter_before;
  return (span_words){
      .starts = walk->found.letters & ~follows,
      .ends = ends,
      // No more than GROUP letters in the next span count.
      .last_end = SPAN + (size_t)__builtin_ctzll(~walk->next.letters | 1ull << GROUP),
  };
}

// The slot of the word at `bytes`: that of its first sixteen letters.
static ALWAYS_INLINE uint32_t slot_of(const uint8_t *bytes, size_t length) {
  return (uint32_t)(add_letters(SEED, bytes, length) >> (64 - SLUICE_SCREEN_BITS));
}

// Takes the first of some words away and gives its slot.
static ALWAYS_INLINE uint32_t next_slot(span_words *words, const uint8_t *bytes) {
  const size_t start = (size_t)__builtin_ctzll(words->starts);
  const size_t end = words->ends == 0 ? words->last_end : (size_t)__builtin_ctzll(words->ends);
  words->starts &= words->starts - 1;
  words->ends &= words->ends - 1;
  return slot_of(bytes + start, end - start);
}

// Adds the entries of at most SLUICE_SCREEN_WORDS words, summed up.
static ALWAYS_INLINE void add_entries(sluice_stride *stride, uint32_t sum) {
  stride->weight += sum & SLUICE_SCREEN_WEIGHT;
  stride->common += sum / SLUICE_SCREEN_COMMON;
}

// Quarters of a hidden letter that a scalar beyond ASCII, or an entity, makes.
static unsigned quarters_of(const uint8_t *bytes) {
  enum { ACCENT = 1, HIDDEN = 4 };
  switch (bytes[0]) {
    case '&': return bytes[1] == '#' ? HIDDEN : 0;
    // Latin-1's signs; the soft hyphen hides in words.
    case 0xC2: return bytes[1] == 0xAD ? HIDDEN : 0;
    case 0xC3: case 0xC4: case 0xC5: return ACCENT;
    case 0xE2:
      // Dashes, quotation marks, bullets, ellipsis; the euro; the trade mark. Not zero-width scalars.
      if (bytes[1] == 0x80) return bytes[2] >= 0x90 && bytes[2] <= 0xA7 ? 0 : HIDDEN;
      return (bytes[1] == 0x82 && bytes[2] == 0xAC) || (bytes[1] == 0x84 && bytes[2] == 0xA2) ? 0 : HIDDEN;
    default: return HIDDEN;
  }
}

// Counts the places in a span at which signs, gaps or other scalars hide letters.
static ALWAYS_INLINE void add_obfuscation(sluice_stride *stride, const walk *walk) {
  const classes found = walk->found, next = walk->next;
  const uint64_t follows = found.letters << 1 | walk->letter_before;
  const uint64_t one = earlier(found.letters, next.letters, 1), two = earlier(found.letters, next.letters, 2);
  // A sign or two inside a word; one before three letters; four letters apart.
  const uint64_t inside = found.signs & follows & (one | (two & earlier(found.signs, next.signs, 1)));
  const uint64_t before = found.signs & ~follows & ~(found.signs << 1 | walk->sign_before) & one & two &
                          earlier(found.letters, next.letters, 3);
  const uint64_t lone = found.letters & ~follows & ~one;
  const uint64_t next_lone = next.letters & ~(next.letters << 1 | found.letters >> 63) & ~(next.letters >> 1);
  const uint64_t apart =
      lone & earlier(lone, next_lone, 2) & earlier(lone, next_lone, 4) & earlier(lone, next_lone, 6);
  stride->obfuscation += 4 * (unsigned)__builtin_popcountll(inside | before | apart);
  for (uint64_t leads = found.leads; leads != 0; leads &= leads - 1) {
    stride->obfuscation += quarters_of(walk->bytes + __builtin_ctzll(leads));
  }
}

// ---- Each word is looked up where it is found

static ALWAYS_INLINE void sluice_screen_body(
    const uint8_t *text, size_t size, const uint16_t *entries, sluice_stride *strides) {
  uint8_t last[LAST + GROUP];
  sluice_stride stride = {0};
  for (walk walk = {.text = text, .bytes = text, .size = size}; walk.at < size; step(&walk)) {
    look_at_span(&walk, last);
    span_words words = words_of(&walk);
    stride.words += (uint32_t)__builtin_popcountll(words.starts);
    uint32_t sum = 0;
    while (words.starts != 0) sum += entries[next_slot(&words, walk.bytes)];
    add_entries(&stride, sum);
    add_obfuscation(&stride, &walk);
    if (ends_stride(&walk)) {
      *strides++ = stride;
      stride = (sluice_stride){0};
    }
  }
}

size_t sluice_screen_slots(const uint8_t *text, size_t size, uint32_t *slots) {
  uint8_t last[LAST + GROUP];
  size_t count = 0;
  for (walk walk = {.text = text, .bytes = text, .size = size}; walk.at < size; step(&walk)) {
    look_at_span(&walk, last);
    span_words words = words_of(&walk);
    while (words.starts != 0) slots[count++] = next_slot(&words, walk.bytes);
  }
  return count;
}

#ifndef SLUICE_X86
FOR_EACH_MACHINE(
    void, sluice_screen, (const uint8_t *text, size_t size, const uint16_t *entries, sluice_stride *strides),
    (text, size, entries, strides))
#else

// ---- The words of a stride are listed and then looked up: no branch for each word, which would be guessed wrongly
// once a span

// Where words begin, and where what counts of them ends, in bytes after `first`.
typedef struct {
  const uint8_t *first;
  unsigned offset;
  size_t count;
  uint16_t starts[SPANS * MOST];
  uint16_t ends[SPANS * MOST + 1];
} word_list;

// The place of each byte of a span.
static const uint8_t counting[SPAN] = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
    32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

// Writes the places of a mask's bits in order, each `offset` further: at most MOST, and always room for MOST.
static ALWAYS_INLINE V4 void put_places(uint16_t *places, uint64_t mask, unsigned offset) {
  const __m512i packed = _mm512_maskz_compress_epi8(mask, _mm512_loadu_si512(counting));
  const __m512i wide = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(packed));
  _mm512_storeu_si512(places, _mm512_add_epi16(wide, _mm512_set1_epi16((short)offset)));
}

static ALWAYS_INLINE V4 void add_words(word_list *list, span_words words) {
  put_places(list->starts + list->count, words.starts, list->offset);
  put_places(list->ends + list->count, words.ends, list->offset);
  list->ends[list->count + (size_t)__builtin_popcountll(words.ends)] = (uint16_t)(list->offset + words.last_end);
  list->count += (size_t)__builtin_popcountll(words.starts);
  list->offset += SPAN;
}

// Adds the entries of the listed words to their stride. The list begins anew at `first`.
static ALWAYS_INLINE V4 void look_up(
    word_list *list, const uint16_t *entries, sluice_stride *stride, const uint8_t *first) {
  for (size_t i = 0; i < list->count;) {
    uint32_t sum = 0;
    for (const size_t end = i + SLUICE_SCREEN_WORDS; i < list->count && i < end; i++) {
      sum += entries[slot_of(list->first + list->starts[i], (size_t)(list->ends[i] - list->starts[i]))];
    }
    add_entries(stride, sum);
  }
  list->first = first;
  list->offset = 0;
  list->count = 0;
}

static ALWAYS_INLINE V4 void sluice_screen_v4_body(
    const uint8_t *text, size_t size, const uint16_t *entries, sluice_stride *strides) {
  uint8_t last[LAST + GROUP];
  word_list list;
  list.first = text;
  list.offset = 0;
  list.count = 0;
  sluice_stride stride = {0};
  for (walk walk = {.text = text, .bytes = text, .size = size}; walk.at < size; step(&walk)) {
    if (reaches_end(&walk)) look_up(&list, entries, &stride, last);
    look_at_span(&walk, last);
    const span_words words = words_of(&walk);
    stride.words += (uint32_t)__builtin_popcountll(words.starts);
    add_words(&list, words);
    add_obfuscation(&stride, &walk);
    if (ends_stride(&walk)) {
      look_up(&list, entries, &stride, walk.bytes + SPAN);
      *strides++ = stride;
      stride = (sluice_stride){0};
    }
  }
}

FOR_EACH_MACHINE_TO_V4(
    void, sluice_screen, (const uint8_t *text, size_t size, const uint16_t *entries, sluice_stride *strides),
    (text, size, entries, strides))
#endif
