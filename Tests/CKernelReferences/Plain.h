// What the references share.
#pragma once
#include "CKernelReferences.h"

static inline bool is_letter(uint8_t byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }
static inline bool is_capital(uint8_t byte) { return byte >= 'A' && byte <= 'Z'; }
static inline bool is_digit(uint8_t byte) { return byte >= '0' && byte <= '9'; }
static inline bool is_wide(uint8_t byte) { return byte >= 0x80; }

// The byte at a place; 0 outside the text.
static inline uint8_t byte_at(const uint8_t *text, size_t size, size_t at) { return at < size ? text[at] : 0; }

__typeof__(sluice_count_byte) reference_count_byte;
__typeof__(sluice_count_words) reference_count_words;
__typeof__(sluice_count_scalars) reference_count_scalars;
__typeof__(sluice_size_to_last) reference_size_to_last;
__typeof__(sluice_cut) reference_cut;
__typeof__(sluice_hash_word) reference_hash_word;
__typeof__(sluice_hash_symbol) reference_hash_symbol;
__typeof__(sluice_hash_pair) reference_hash_pair;
__typeof__(sluice_hash_ngrams) reference_hash_ngrams;
__typeof__(sluice_screen) reference_screen;
__typeof__(sluice_screen_slots) reference_screen_slots;
__typeof__(sluice_find_word) reference_find_word;
__typeof__(sluice_find_pair) reference_find_pair;
__typeof__(sluice_sum_block) reference_sum_block;
__typeof__(sluice_sum_ngrams) reference_sum_ngrams;
__typeof__(sluice_add_row) reference_add_row;
__typeof__(sluice_window_inputs) reference_window_inputs;
__typeof__(sluice_evaluate_head) reference_evaluate_head;
__typeof__(sluice_find_start) reference_find_start;
