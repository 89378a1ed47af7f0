#include "Plain.h"

static bool letter(const uint8_t *text, size_t size, size_t at) { return is_letter(byte_at(text, size, at)); }

static bool sign(const uint8_t *text, size_t size, size_t at) {
  const uint8_t byte = byte_at(text, size, at);
  return is_digit(byte) || byte == '@' || byte == '$' || byte == '*' || byte == '!';
}

// A letter without one beside it.
static bool lone(const uint8_t *text, size_t size, size_t at) {
  return letter(text, size, at) && !letter(text, size, at - 1) && !letter(text, size, at + 1);
}

// Whether a sign hides a letter, or letters are written apart, at a place. Places before the text wrap around to
// huge ones, which are outside it.
static bool hides(const uint8_t *text, size_t size, size_t at) {
  if (sign(text, size, at) && letter(text, size, at - 1)) {
    return letter(text, size, at + 1) || (sign(text, size, at + 1) && letter(text, size, at + 2));
  }
  if (sign(text, size, at) && !sign(text, size, at - 1)) {
    return letter(text, size, at + 1) && letter(text, size, at + 2) && letter(text, size, at + 3);
  }
  return lone(text, size, at) && lone(text, size, at + 2) && lone(text, size, at + 4) && lone(text, size, at + 6);
}

// Quarters of a hidden letter that begin with the byte at a place.
static unsigned quarters(const uint8_t *text, size_t size, size_t at) {
  const uint8_t byte = text[at], second = byte_at(text, size, at + 1), third = byte_at(text, size, at + 2);
  if (byte == '&') return second == '#' ? 4 : 0;
  if (byte < 0xC2) return 0;
  if (byte == 0xC2) return second == 0xAD ? 4 : 0;
  if (byte <= 0xC5) return 1;
  if (byte == 0xE2 && second == 0x80 && third >= 0x90 && third <= 0xA7) return 0;
  if (byte == 0xE2 && second == 0x82 && third == 0xAC) return 0;
  if (byte == 0xE2 && second == 0x84 && third == 0xA2) return 0;
  return 4;
}

static bool begins_word(const uint8_t *text, size_t size, size_t at) {
  return letter(text, size, at) && !letter(text, size, at - 1);
}

static uint32_t slot(const uint8_t *text, size_t size, size_t at) {
  uint8_t lower[16];
  size_t count = 0;
  while (count < 16 && letter(text, size, at + count)) {
    lower[count] = text[at + count] | 0x20;
    count++;
  }
  return (uint32_t)(reference_hash_word(lower, count) >> (64 - SLUICE_SCREEN_BITS));
}

void reference_screen(const uint8_t *text, size_t size, const uint16_t *entries, sluice_stride *strides) {
  for (size_t at = 0; at < size; at++) {
    sluice_stride *stride = strides + at / SLUICE_STRIDE;
    if (at % SLUICE_STRIDE == 0) *stride = (sluice_stride){0};
    if (begins_word(text, size, at)) {
      const uint16_t entry = entries[slot(text, size, at)];
      stride->words++;
      stride->weight += entry & SLUICE_SCREEN_WEIGHT;
      if (entry & SLUICE_SCREEN_COMMON) stride->common++;
    }
    if (hides(text, size, at)) stride->obfuscation += 4;
    stride->obfuscation += quarters(text, size, at);
  }
}

size_t reference_screen_slots(const uint8_t *text, size_t size, uint32_t *slots) {
  size_t count = 0;
  for (size_t at = 0; at < size; at++) {
    if (begins_word(text, size, at)) slots[count++] = slot(text, size, at);
  }
  return count;
}
