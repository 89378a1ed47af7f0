// The kinds of token that sluice_cut reads, a function for each.
#pragma once
#include <string.h>

#include "CKernels.h"
#include "Hashes.h"
#include "Machines.h"
#include "Spans.h"

// Bits of a span's bytes, the first lowest.
typedef struct {
  uint64_t letters, capitals, digits;
  // Bytes, other than letters, that make or begin a token: all but white space, , - . ' _ ` and control characters.
  uint64_t others;
} classes;

static ALWAYS_INLINE classes classify(const uint8_t *bytes) {
  classes result = {0};
  for (int part = 0; part < 2; part++) {
    half v;
    memcpy(&v, bytes + 32 * part, sizeof v);
    const half letters = (half)((half)((v | 0x20) - 'a') < 26);
    const half capitals = (half)((half)(v - 'A') < 26);
    const half digits = (half)((half)(v - '0') < 10);
    const half others = ~letters & (half)(v > ' ') & (half)((half)(v - ',') >= 3) & (half)(v != '\'') &
                        (half)((half)(v - '_') >= 2) & (half)(v != 0x7f);
    result.letters |= bits(&letters) << 32 * part;
    result.capitals |= bits(&capitals) << 32 * part;
    result.digits |= bits(&digits) << 32 * part;
    result.others |= bits(&others) << 32 * part;
  }
  return result;
}

static inline bool is_letter(uint8_t byte) { return (uint8_t)((byte | 0x20) - 'a') < 26; }
static inline bool is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }
static inline bool is_wide(uint8_t byte) { return byte >= 0x80; }

// U+2013, 2014, 201C, 201D, 2026: dashes, double quotation marks, ellipsis. They are common in books, end a word,
// and are not tokens.
static inline bool is_typographic(const uint8_t *bytes) {
  return bytes[0] == 0xE2 && bytes[1] == 0x80 &&
         (bytes[2] == 0x93 || bytes[2] == 0x94 || bytes[2] == 0x9C || bytes[2] == 0x9D || bytes[2] == 0xA6);
}

// Bytes that may belong to the word they follow, as in don't, h4te or f*ck.
static const bool joins[256] = {
    ['\''] = true, ['@'] = true, ['!'] = true, ['$'] = true, ['*'] = true, ['&'] = true,
    ['0' ... '9'] = true, [0x80 ... 0xFF] = true,
};

// Whether a word continues at a byte. The bytes after the text's end are zeros.
static ALWAYS_INLINE bool continues(const uint8_t *bytes) {
  const uint8_t byte = bytes[0], next = bytes[1];
  if (!joins[byte]) return false;
  if (is_wide(byte)) return !is_typographic(bytes);
  if (byte == '&' || is_digit(byte)) return true;
  return is_letter(next) || is_wide(next) || ((byte == '$' || byte == '*') && next == byte);
}

// Hash of a word of any length at `start`; the text may end right after it.
static uint64_t hash_long_word(const uint8_t *text, size_t start, size_t end) {
  uint8_t letters[SLUICE_LONGEST_WORD] = {0};
  size_t count = end - start < SLUICE_LONGEST_WORD ? end - start : SLUICE_LONGEST_WORD;
  for (size_t i = 0; i < count; i++) letters[i] = text[start + i] | 0x20;
  return sluice_hash_word(letters, count);
}

static inline uint64_t low_bits(unsigned count) { return count >= 64 ? ~0ull : (1ull << count) - 1; }

// A text and the span of it that is looked at.
typedef struct {
  const uint8_t *text;
  size_t size;
  // Where the span begins in the text.
  size_t at;
  // The span's bytes and GROUP more; zeros after the text's end.
  const uint8_t *span;
  classes found;
} text_view;

typedef struct {
  uint64_t hash;
  size_t end;
  bool is_word, is_all_caps;
} found_token;

// How many bytes after a word decide what it is.
enum { AFTER_WORD = 3 };

// The letters from `i` to the span's end, or to the first byte that is not one.
static ALWAYS_INLINE unsigned letters_at(const text_view *view, size_t i) {
  const uint64_t beyond = ~(view->found.letters >> i);
  return beyond == 0 ? SPAN : (unsigned)__builtin_ctzll(beyond);
}

// Whether one letter at `i` is followed by a gap and another single letter.
static ALWAYS_INLINE bool may_be_spaced(const text_view *view, size_t i) {
  const uint8_t gap = view->span[i + 1];
  return (view->found.letters >> (i + 2) & 3) == 1 && (gap == ' ' || gap == '.' || gap == '-' || gap == '_');
}

// Reads a word that is in the span with everything that decides what it is.
static ALWAYS_INLINE sluice_stop read_word(const text_view *view, size_t i, unsigned length, bool plain, found_token *word) {
  if (continues(view->span + i + length)) return SLUICE_CAREFUL;
  if (!plain && length == 1 && may_be_spaced(view, i)) return SLUICE_MAYBE_SPACED;
  const uint64_t run = low_bits(length);
  word->hash = length <= GROUP ? add_letters(SEED, view->span + i, length)
                               : hash_long_word(view->span, i, i + length);
  word->end = view->at + i + length;
  word->is_word = true;
  word->is_all_caps = length > 1 && (view->found.capitals >> i & run) == run;
  return SLUICE_DONE;
}

// Reads a word that begins with the span and reaches to its end, or nearly.
static ALWAYS_INLINE sluice_stop read_long_word(const text_view *view, found_token *word) {
  size_t end = view->at;
  bool is_all_caps = true;
  for (; end < view->size && is_letter(view->text[end]); end++) is_all_caps &= !(view->text[end] & 0x20);
  uint8_t after[AFTER_WORD] = {0};
  memcpy(after, view->text + end, view->size - end < sizeof after ? view->size - end : sizeof after);
  if (continues(after)) return SLUICE_CAREFUL;
  word->hash = hash_long_word(view->text, view->at, end);
  word->end = end;
  word->is_word = true;
  word->is_all_caps = is_all_caps;
  return SLUICE_DONE;
}

// Reads a run of digits. Numbers are told apart by their length only.
static ALWAYS_INLINE sluice_stop read_number(const text_view *view, size_t i, bool plain, found_token *number) {
  const size_t start = view->at + i;
  size_t end = start;
  while (end < view->size && is_digit(view->text[end])) end++;
  const size_t length = end - start;
  if (!plain && length <= 2 && end < view->size && (is_letter(view->text[end]) || is_wide(view->text[end]))) {
    return SLUICE_MAYBE_DISGUISED;
  }
  number->hash = hash_symbol(0x10000 | (uint32_t)(length < 7 ? length : 7));
  number->end = end;
  return SLUICE_DONE;
}

// Reads a run of one mark. It is one token, so that rulers and rows of marks cost little.
static ALWAYS_INLINE sluice_stop read_mark(const text_view *view, size_t i, bool plain, found_token *marks) {
  const size_t start = view->at + i;
  const uint8_t mark = view->span[i];
  if (mark == '&') return SLUICE_CAREFUL;
  if (!plain && (mark == '@' || mark == '$')) return SLUICE_MAYBE_DISGUISED;
  size_t end = start + 1;
  while (end < view->size && view->text[end] == mark) end++;
  const size_t length = end - start;
  marks->hash = hash_symbol(mark | (uint32_t)(length < 3 ? length : 3) << 8);
  marks->end = end;
  return SLUICE_DONE;
}
