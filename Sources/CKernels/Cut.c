#include <string.h>

#include "CKernels.h"
#include "Hashes.h"
#include "Machines.h"
#include "Spans.h"

// Bits of a span's bytes, the first lowest.
typedef struct {
  uint64_t letters, capitals, digits;
  // What is neither a letter nor says nothing: white space, , - . ' _ ` and control characters.
  uint64_t others;
} classes;

static inline __attribute__((always_inline)) classes classify(const uint8_t *bytes) {
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
static inline bool is_wide(uint8_t byte) { return byte >= 0x80; }

// U+2013, 2014, 201C, 201D, 2026: dashes, double quotation marks, ellipsis. They are common in books, end
// a word, and say nothing.
static inline bool is_typographic(const uint8_t *bytes) {
  return bytes[0] == 0xE2 && bytes[1] == 0x80 &&
         (bytes[2] == 0x93 || bytes[2] == 0x94 || bytes[2] == 0x9C || bytes[2] == 0x9D || bytes[2] == 0xA6);
}

// Bytes that may belong to the word they follow, as in don't, h4te or f*ck.
static const bool joins[256] = {
    ['\''] = true, ['@'] = true, ['!'] = true, ['$'] = true, ['*'] = true, ['&'] = true,
    ['0' ... '9'] = true, [0x80 ... 0xFF] = true,
};

// Whether a word goes on at a byte that may join it. The bytes after the text's end are zeros.
static bool goes_on(const uint8_t *bytes) {
  const uint8_t byte = bytes[0], next = bytes[1];
  if (is_wide(byte)) return !is_typographic(bytes);
  if (byte == '&' || (byte >= '0' && byte <= '9')) return true;
  return is_letter(next) || is_wide(next) || ((byte == '$' || byte == '*') && next == byte);
}

// Hash of a word of any length at `start`; the text may end right after it.
static uint64_t long_word(const uint8_t *text, size_t start, size_t end) {
  uint8_t letters[SLUICE_LONGEST_WORD] = {0};
  size_t count = end - start < SLUICE_LONGEST_WORD ? end - start : SLUICE_LONGEST_WORD;
  for (size_t i = 0; i < count; i++) letters[i] = text[start + i] | 0x20;
  return sluice_hash_word(letters, count);
}

static inline uint64_t low_bits(unsigned count) { return count >= 64 ? ~0ull : (1ull << count) - 1; }

FOR_EACH_MACHINE
sluice_stop sluice_cut(const uint8_t *text, size_t size, size_t *position, bool plain, sluice_tokens *tokens) {
  // Copies, which stores through the pointers cannot touch.
  uint64_t *const hashes = tokens->hashes;
  size_t *const starts = tokens->starts, *const ends = tokens->ends;
  size_t count = tokens->count;
  uint64_t words = tokens->words, shouted = tokens->shouted;
  size_t at = *position;
  sluice_stop stop = SLUICE_DONE;
  uint8_t tail[SPAN + GROUP];
  while (at < size && count < SLUICE_BLOCK && stop == SLUICE_DONE) {
    const uint8_t *span = text + at;
    if (size - at < sizeof tail) {
      memset(tail, 0, sizeof tail);
      memcpy(tail, span, size - at);
      span = tail;
    }
    const classes found = classify(span);
    const uint64_t active = found.letters | found.others;
    size_t i = 0;
    while (i < SPAN && active >> i != 0) {
      i += (size_t)__builtin_ctzll(active >> i);
      uint64_t hash;
      size_t end;
      if (count == SLUICE_BLOCK) break;
      if (found.letters >> i & 1) {
        const uint64_t beyond = ~(found.letters >> i);
        unsigned length = beyond == 0 ? SPAN : (unsigned)__builtin_ctzll(beyond);
        if (i + length + 3 >= SPAN) {
          // Not all of what decides is in this span: the next one begins here.
          if (i > 0) break;
          if (length + 3 >= SPAN) {
            end = at + length;
            while (end < size && is_letter(text[end])) end++;
            uint8_t after[3] = {0};
            memcpy(after, text + end, size - end < sizeof after ? size - end : sizeof after);
            if (joins[after[0]] && goes_on(after)) {
              stop = SLUICE_CAREFUL;
              break;
            }
            size_t capitals = 0;
            for (size_t k = at; k < end; k++) capitals += !(text[k] & 0x20);
            words |= 1ull << count;
            shouted |= (uint64_t)(capitals == end - at) << count;
            hashes[count] = long_word(text, at, end);
            starts[count] = at;
            ends[count++] = end;
            at = end;
            plain = false;
            break;
          }
        }
        if (!plain) {
          if (joins[span[i + length]] && goes_on(span + i + length)) {
            stop = SLUICE_CAREFUL;
            break;
          }
          if (length == 1 && (found.letters >> (i + 2) & 3) == 1) {
            const uint8_t gap = span[i + 1];
            if (gap == ' ' || gap == '.' || gap == '-' || gap == '_') {
              stop = SLUICE_MAYBE_SPACED;
              break;
            }
          }
        }
        hash = length <= GROUP ? add_letters(SEED, span + i, length) : long_word(span, i, i + length);
        const uint64_t run = low_bits(length);
        words |= 1ull << count;
        shouted |= (uint64_t)(length > 1 && (found.capitals >> i & run) == run) << count;
        end = at + i + length;
      } else if (found.digits >> i & 1) {
        end = at + i;
        while (end < size && (uint8_t)(text[end] - '0') < 10) end++;
        const size_t length = end - at - i;
        if (!plain && length <= 2 && end < size && (is_letter(text[end]) || is_wide(text[end]))) {
          stop = SLUICE_MAYBE_DISGUISED;
          break;
        }
        // Numbers are told apart by their length only.
        hash = hash_symbol(0x10000 | (uint32_t)(length < 7 ? length : 7));
      } else if (is_wide(span[i])) {
        if (!is_typographic(span + i)) {
          stop = SLUICE_CAREFUL;
          break;
        }
        i += 3;
        continue;
      } else if (span[i] == '&') {
        stop = SLUICE_CAREFUL;
        break;
      } else {
        const uint8_t mark = span[i];
        if (!plain && (mark == '@' || mark == '$')) {
          stop = SLUICE_MAYBE_DISGUISED;
          break;
        }
        // A run of one mark is one token, so that rulers and rows of marks cost little.
        end = at + i + 1;
        while (end < size && text[end] == mark) end++;
        const size_t length = end - at - i;
        hash = hash_symbol(mark | (uint32_t)(length < 3 ? length : 3) << 8);
      }
      hashes[count] = hash;
      starts[count] = at + i;
      ends[count++] = end;
      i = end - at;
      plain = false;
    }
    if (i < SPAN && active >> i == 0) i = SPAN;
    at += i;
  }
  *position = at < size ? at : size;
  tokens->count = count;
  tokens->words = words;
  tokens->shouted = shouted;
  return stop;
}
