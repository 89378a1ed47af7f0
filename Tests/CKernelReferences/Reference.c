#include "Plain.h"

const kernel_set kernel_reference = {
    .name = "reference",
    .count_byte = reference_count_byte,
    .count_words = reference_count_words,
    .count_scalars = reference_count_scalars,
    .size_to_last = reference_size_to_last,
    .cut = reference_cut,
    .hash_word = reference_hash_word,
    .hash_symbol = reference_hash_symbol,
    .hash_pair = reference_hash_pair,
    .hash_ngrams = reference_hash_ngrams,
    .screen = reference_screen,
    .screen_slots = reference_screen_slots,
    .find_word = reference_find_word,
    .find_pair = reference_find_pair,
    .sum_block = reference_sum_block,
    .sum_ngrams = reference_sum_ngrams,
    .add_row = reference_add_row,
    .window_inputs = reference_window_inputs,
    .evaluate_head = reference_evaluate_head,
    .find_start = reference_find_start,
};
