#include <string.h>

#include "CKernels.h"
#include "Machines.h"
#include "Tokens.h"

static ALWAYS_INLINE sluice_stop sluice_cut_body(
    const uint8_t *text, size_t size, size_t *position, bool plain, sluice_tokens *tokens) {
  // Copies, which stores through the pointers cannot touch.
  uint64_t *const hashes = tokens->hashes;
  size_t *const starts = tokens->starts, *const ends = tokens->ends;
  size_t count = tokens->count;
  uint64_t words = tokens->words, all_caps = tokens->all_caps;
  sluice_stop stop = SLUICE_DONE;
  uint8_t tail[SPAN + GROUP];
  text_view view = {.text = text, .size = size, .at = *position};
  while (view.at < size && count < SLUICE_BLOCK && stop == SLUICE_DONE) {
    view.span = text + view.at;
    if (size - view.at < sizeof tail) {
      memset(tail, 0, sizeof tail);
      memcpy(tail, view.span, size - view.at);
      view.span = tail;
    }
    view.found = classify(view.span);
    const uint64_t active = view.found.letters | view.found.others;
    size_t i = 0;
    while (i < SPAN && active >> i != 0) {
      i += (size_t)__builtin_ctzll(active >> i);
      if (count == SLUICE_BLOCK) break;
      found_token token = {0};
      if (view.found.letters >> i & 1) {
        const unsigned length = letters_at(&view, i);
        const bool is_cut = i + length + AFTER_WORD >= SPAN;
        // Not everything that decides is in this span: the next one begins here.
        if (is_cut && i > 0) break;
        stop = is_cut ? read_long_word(&view, &token) : read_word(&view, i, length, plain, &token);
      } else if (view.found.digits >> i & 1) {
        stop = read_number(&view, i, plain, &token);
      } else if (!is_wide(view.span[i])) {
        stop = read_mark(&view, i, plain, &token);
      } else if (is_typographic(view.span + i)) {
        i += 3;
        continue;
      } else {
        stop = SLUICE_CAREFUL;
      }
      if (stop != SLUICE_DONE) break;
      hashes[count] = token.hash;
      starts[count] = view.at + i;
      ends[count] = token.end;
      words |= (uint64_t)token.is_word << count;
      all_caps |= (uint64_t)token.is_all_caps << count;
      count++;
      i = token.end - view.at;
      plain = false;
    }
    if (i < SPAN && active >> i == 0) i = SPAN;
    view.at += i;
  }
  *position = view.at < size ? view.at : size;
  tokens->count = count;
  tokens->words = words;
  tokens->all_caps = all_caps;
  return stop;
}

FOR_EACH_MACHINE(
    sluice_stop, sluice_cut,
    (const uint8_t *text, size_t size, size_t *position, bool plain, sluice_tokens *tokens),
    (text, size, position, plain, tokens))
