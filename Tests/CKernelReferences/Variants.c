#include "CKernelReferences.h"

#define COMMON_TO_ALL                                                                        \
  .hash_word = sluice_hash_word, .hash_symbol = sluice_hash_symbol,                          \
  .hash_pair = sluice_hash_pair, .hash_ngrams = sluice_hash_ngrams,                          \
  .screen_slots = sluice_screen_slots, .find_word = sluice_find_word, .find_pair = sluice_find_pair

#define VARIANTS(name)                                                                                      \
  .count_byte = sluice_count_byte##name, .count_words = sluice_count_words##name,                           \
  .count_scalars = sluice_count_scalars##name, .size_to_last = sluice_size_to_last##name,                   \
  .cut = sluice_cut##name, .sum_block = sluice_sum_block##name, .sum_ngrams = sluice_sum_ngrams##name,      \
  .add_row = sluice_add_row##name, .window_inputs = sluice_window_inputs##name,                             \
  .evaluate_head = sluice_evaluate_head##name, .find_start = sluice_find_start##name

// FOR_EACH_MACHINE defines these; no header declares them.
#define DECLARE(name)                                                                                        \
  extern __typeof__(sluice_count_byte) sluice_count_byte##name;                                              \
  extern __typeof__(sluice_count_words) sluice_count_words##name;                                            \
  extern __typeof__(sluice_count_scalars) sluice_count_scalars##name;                                        \
  extern __typeof__(sluice_size_to_last) sluice_size_to_last##name;                                          \
  extern __typeof__(sluice_cut) sluice_cut##name;                                                            \
  extern __typeof__(sluice_screen) sluice_screen##name;                                                      \
  extern __typeof__(sluice_sum_block) sluice_sum_block##name;                                                \
  extern __typeof__(sluice_sum_ngrams) sluice_sum_ngrams##name;                                              \
  extern __typeof__(sluice_add_row) sluice_add_row##name;                                                    \
  extern __typeof__(sluice_window_inputs) sluice_window_inputs##name;                                        \
  extern __typeof__(sluice_evaluate_head) sluice_evaluate_head##name;                                        \
  extern __typeof__(sluice_find_start) sluice_find_start##name;

DECLARE(_portable)
static const kernel_set chosen = {.name = "chosen", VARIANTS(), .screen = sluice_screen, COMMON_TO_ALL};
static const kernel_set portable = {
    .name = "portable", VARIANTS(_portable), .screen = sluice_screen_portable, COMMON_TO_ALL};

#if defined(__x86_64__) && defined(__linux__)
DECLARE(_v3)
extern __typeof__(sluice_screen) sluice_screen_v4;
static const kernel_set v3 = {.name = "x86-64-v3", VARIANTS(_v3), .screen = sluice_screen_v3, COMMON_TO_ALL};
// The screen alone has a variant for it.
static const kernel_set v4 = {.name = "x86-64-v4", VARIANTS(_v3), .screen = sluice_screen_v4, COMMON_TO_ALL};

size_t kernel_variants(const kernel_set **sets) {
  static kernel_set found[4];
  size_t count = 0;
  found[count++] = chosen;
  found[count++] = portable;
  if (__builtin_cpu_supports("x86-64-v3")) found[count++] = v3;
  if (__builtin_cpu_supports("x86-64-v4") && __builtin_cpu_supports("avx512vbmi2")) found[count++] = v4;
  *sets = found;
  return count;
}
#else
size_t kernel_variants(const kernel_set **sets) {
  static kernel_set found[2];
  found[0] = chosen;
  found[1] = portable;
  *sets = found;
  return 2;
}
#endif
