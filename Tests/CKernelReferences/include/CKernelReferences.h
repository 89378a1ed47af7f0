// What tests of CKernels compare: every variant of every kernel that this machine can run, and the plain reference,
// all in one form.
#pragma once
#include "CKernels.h"

typedef struct __attribute__((swift_attr("@Sendable"))) {
  const char *name;
  __typeof__(sluice_count_byte) *count_byte;
  __typeof__(sluice_count_words) *count_words;
  __typeof__(sluice_count_scalars) *count_scalars;
  __typeof__(sluice_size_to_last) *size_to_last;
  __typeof__(sluice_cut) *cut;
  __typeof__(sluice_hash_word) *hash_word;
  __typeof__(sluice_hash_symbol) *hash_symbol;
  __typeof__(sluice_hash_pair) *hash_pair;
  __typeof__(sluice_hash_ngrams) *hash_ngrams;
  __typeof__(sluice_screen) *screen;
  __typeof__(sluice_screen_slots) *screen_slots;
  __typeof__(sluice_find_word) *find_word;
  __typeof__(sluice_find_pair) *find_pair;
  __typeof__(sluice_sum_block) *sum_block;
  __typeof__(sluice_sum_ngrams) *sum_ngrams;
  __typeof__(sluice_add_row) *add_row;
  __typeof__(sluice_window_inputs) *window_inputs;
  __typeof__(sluice_evaluate_head) *evaluate_head;
  __typeof__(sluice_find_start) *find_start;
} kernel_set;

// Scalar code that says in the fewest words what each kernel computes. It is slow.
extern const kernel_set kernel_reference;

// The sets that this machine can run: what the program calls, then each variant. Returns how many.
size_t kernel_variants(const kernel_set **sets);

// Where the next byte is at which sluice_cut finds something to read; `size` if there is none.
size_t kernel_reference_next(const uint8_t *text, size_t size, size_t at);
