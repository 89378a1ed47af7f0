#include <string.h>

#include "CKernels.h"
#include "Machines.h"
#include "Walk.h"

#ifdef SLUICE_X86
#include <immintrin.h>
#endif

// ---- Each word is looked up where it is found

static ALWAYS_INLINE void sluice_screen_body(
    const uint8_t *text, size_t size, const uint16_t *entries, sluice_stride *strides) {
  uint8_t last[LAST + GROUP];
  sluice_stride stride = {0};
  for (text_walk walk = {.text = text, .bytes = text, .size = size}; walk.at < size; step(&walk)) {
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
  for (text_walk walk = {.text = text, .bytes = text, .size = size}; walk.at < size; step(&walk)) {
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

// ---- The words of a stride are listed and then looked up: no branch for each word, which would be mispredicted
// once per span

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
  for (text_walk walk = {.text = text, .bytes = text, .size = size}; walk.at < size; step(&walk)) {
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
