// What the modes of the screen share: a walk over a text span by span, the words that begin in a span, and the places
// in it where letters are hidden.
#pragma once
#include <string.h>

#include "CKernels.h"
#include "Machines.h"
#include "Spans.h"

// The bytes that decide about a word may be in the span after it, so the text's end is read from a copy of LAST bytes.
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
} text_walk;

// Whether the next step leaves the text for the copy of its end.
static ALWAYS_INLINE bool reaches_end(const text_walk *walk) {
  return !walk->is_copied && walk->size - walk->at < 2 * SPAN + GROUP;
}

// Looks at the span at `at`. The text's end is copied to `last`, which has room for LAST + GROUP bytes, and followed
// by zeros.
static ALWAYS_INLINE void look_at_span(text_walk *walk, uint8_t *last) {
  if (reaches_end(walk)) {
    memset(last, 0, LAST + GROUP);
    memcpy(last, walk->text + walk->at, walk->size - walk->at);
    walk->bytes = last;
    walk->is_copied = true;
  }
  walk->found = walk->at == 0 ? classify(walk->bytes) : walk->next;
  walk->next = classify(walk->bytes + SPAN);
}

static ALWAYS_INLINE void step(text_walk *walk) {
  walk->letter_before = walk->found.letters >> 63;
  walk->sign_before = walk->found.signs >> 63;
  walk->at += SPAN;
  walk->bytes += SPAN;
}

static ALWAYS_INLINE bool ends_stride(const text_walk *walk) {
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

static ALWAYS_INLINE span_words words_of(const text_walk *walk) {
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
static ALWAYS_INLINE void add_obfuscation(sluice_stride *stride, const text_walk *walk) {
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
