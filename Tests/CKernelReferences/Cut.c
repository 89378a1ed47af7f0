#include "Plain.h"

static bool says_nothing(uint8_t byte) {
  switch (byte) {
    case ',': case '-': case '.': case '\'': case '_': case '`': case 0x7F: return true;
    default: return byte <= ' ';
  }
}

size_t kernel_reference_next(const uint8_t *text, size_t size, size_t at) {
  while (at < size && says_nothing(text[at])) at++;
  return at;
}

static bool is_typographic(const uint8_t *text, size_t size, size_t at) {
  if (byte_at(text, size, at) != 0xE2 || byte_at(text, size, at + 1) != 0x80) return false;
  switch (byte_at(text, size, at + 2)) {
    case 0x93: case 0x94: case 0x9C: case 0x9D: case 0xA6: return true;
    default: return false;
  }
}

// Whether what follows a word may belong to it.
static bool goes_on(const uint8_t *text, size_t size, size_t at) {
  const uint8_t byte = byte_at(text, size, at), next = byte_at(text, size, at + 1);
  const bool inside = is_letter(next) || is_wide(next);
  switch (byte) {
    case '&': return true;
    case '\'': case '@': case '!': return inside;
    case '$': case '*': return inside || next == byte;
    default: return is_digit(byte) || (is_wide(byte) && !is_typographic(text, size, at));
  }
}

// Whether a single letter is followed by a gap and another single letter.
static bool may_be_spaced(const uint8_t *text, size_t size, size_t at) {
  const uint8_t gap = byte_at(text, size, at + 1);
  return (gap == ' ' || gap == '.' || gap == '-' || gap == '_') && is_letter(byte_at(text, size, at + 2)) &&
         !is_letter(byte_at(text, size, at + 3));
}

static void append(sluice_tokens *tokens, uint64_t hash, size_t start, size_t end) {
  tokens->hashes[tokens->count] = hash;
  tokens->starts[tokens->count] = start;
  tokens->ends[tokens->count++] = end;
}

static void append_word(sluice_tokens *tokens, const uint8_t *text, size_t start, size_t end) {
  uint8_t lower[48];
  size_t count = 0;
  bool is_all_caps = end - start > 1;
  for (size_t i = start; i < end; i++) {
    if (count < sizeof lower) lower[count++] = is_capital(text[i]) ? text[i] - 'A' + 'a' : text[i];
    if (!is_capital(text[i])) is_all_caps = false;
  }
  tokens->words |= 1ull << tokens->count;
  if (is_all_caps) tokens->all_caps |= 1ull << tokens->count;
  append(tokens, reference_hash_word(lower, count), start, end);
}

sluice_stop reference_cut(const uint8_t *text, size_t size, size_t *position, bool plain, sluice_tokens *tokens) {
  while (true) {
    const size_t start = *position = kernel_reference_next(text, size, *position);
    if (start == size || tokens->count == SLUICE_BLOCK) return SLUICE_DONE;
    const uint8_t byte = text[start];
    size_t end = start + 1;
    if (is_letter(byte)) {
      while (end < size && is_letter(text[end])) end++;
      if (goes_on(text, size, end)) return SLUICE_CAREFUL;
      if (!plain && end == start + 1 && may_be_spaced(text, size, start)) return SLUICE_MAYBE_SPACED;
      append_word(tokens, text, start, end);
    } else if (is_digit(byte)) {
      while (end < size && is_digit(text[end])) end++;
      const uint8_t after = byte_at(text, size, end);
      if (!plain && end - start <= 2 && (is_letter(after) || is_wide(after))) return SLUICE_MAYBE_DISGUISED;
      append(tokens, reference_hash_symbol(0x10000 + (end - start < 7 ? end - start : 7)), start, end);
    } else if (is_wide(byte)) {
      if (!is_typographic(text, size, start)) return SLUICE_CAREFUL;
      // Not a token: `plain` still speaks of the first one.
      *position = start + 3;
      continue;
    } else if (byte == '&') {
      return SLUICE_CAREFUL;
    } else {
      if (!plain && (byte == '@' || byte == '$')) return SLUICE_MAYBE_DISGUISED;
      while (end < size && text[end] == byte) end++;
      append(tokens, reference_hash_symbol(byte + 0x100 * (uint32_t)(end - start < 3 ? end - start : 3)), start, end);
    }
    *position = end;
    plain = false;
  }
}
