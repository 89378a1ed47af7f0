// The inner loops over bytes, tokens and table rows. They are C because Swift has neither prefetch nor compilation
// for several instruction sets with a choice at run time (Machines.h). Each is a pure function, and every variant
// gives the same numbers as the plain reference in Tests/CKernelReferences.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Bytes equal to `byte`.
size_t sluice_count_byte(const uint8_t *bytes, size_t size, uint8_t byte);

// Bytes up to the last that equals `byte`, which is counted; 0 if none does.
size_t sluice_size_to_last(const uint8_t *bytes, size_t size, uint8_t byte);

// Runs of bytes other than ASCII white space (space and 9 to 13).
size_t sluice_count_words(const uint8_t *bytes, size_t size);

// Unicode scalars of valid UTF-8: bytes that do not continue another.
size_t sluice_count_scalars(const uint8_t *bytes, size_t size);

// ---- Tokens

enum { SLUICE_BLOCK = 64, SLUICE_LONGEST_WORD = 48 };

// Tokens of a part of a text, at most SLUICE_BLOCK. Bit i of a set is about token i.
typedef struct {
  uint64_t *hashes;
  // Where each token's bytes start and end in the text.
  size_t *starts;
  size_t *ends;
  size_t count;
  // Tokens that are words, and words of two letters or more in all caps.
  uint64_t words;
  uint64_t all_caps;
} sluice_tokens;

// Why sluice_cut stopped before a token.
typedef enum {
  // The block is full or the text at its end.
  SLUICE_DONE,
  // A word, or something beside one, that is not of ASCII letters alone.
  SLUICE_CAREFUL,
  // A single letter that may begin a word of letters apart.
  SLUICE_MAYBE_SPACED,
  // A sign or number that may begin a disguised word.
  SLUICE_MAYBE_DISGUISED,
} sluice_stop;

// Cuts plain words, numbers and runs of a mark from `*position` on and moves it past them. With `plain` the
// first token is taken as it is: the last two reasons to stop do not apply to it.
sluice_stop sluice_cut(const uint8_t *text, size_t size, size_t *position, bool plain, sluice_tokens *tokens);

// Hash of a normalised word: sixteen bytes at a time, the last group filled up with zeros.
uint64_t sluice_hash_word(const uint8_t *letters, size_t count);

// Hash of a token that is not a word: a mark, a class of number, a symbol.
uint64_t sluice_hash_symbol(uint32_t value);

// Hash of two tokens in a row.
uint64_t sluice_hash_pair(uint64_t first, uint64_t second);

enum { SLUICE_NGRAM_REACH = 24, SLUICE_MOST_NGRAMS = 3 * (SLUICE_NGRAM_REACH + 2) };

// Hashes of a word's character n-grams: three to five letters in a row, the word's boundaries marked with < and >,
// but not the whole word. Looks at SLUICE_NGRAM_REACH letters; returns how many, at most SLUICE_MOST_NGRAMS.
size_t sluice_hash_ngrams(const uint8_t *letters, size_t count, uint64_t *hashes);

// ---- Screen

enum {
  SLUICE_STRIDE = 704,
  SLUICE_SCREEN_BITS = 17,
  // A word's entry: its weight, and whether it is among the commonest of its language.
  SLUICE_SCREEN_LARGEST = 511,
  SLUICE_SCREEN_COMMON = 1 << 15,
  // The bits below hold the sum of this many weights.
  SLUICE_SCREEN_WEIGHT = SLUICE_SCREEN_COMMON - 1,
  SLUICE_SCREEN_WORDS = SLUICE_SCREEN_WEIGHT / SLUICE_SCREEN_LARGEST,
};

// What words alone say of SLUICE_STRIDE bytes of text, or of its last ones. A word is a run of ASCII letters and
// counts where it begins.
typedef struct {
  uint32_t weight;
  uint32_t words;
  uint32_t common;
  // Places where a reader sees letters that the bytes are not, in quarters: confusables, entities, invisible
  // scalars, signs and gaps inside words count four, accents one.
  uint32_t obfuscation;
} sluice_stride;

// Looks at a text stride by stride. `entries` has 2^SLUICE_SCREEN_BITS of them, by the high bits of the hash of a
// word's first sixteen letters.
void sluice_screen(const uint8_t *text, size_t size, const uint16_t *entries, sluice_stride *strides);

// Writes the slots of a text's words, at most one per two bytes; returns how many.
size_t sluice_screen_slots(const uint8_t *text, size_t size, uint32_t *slots);

// ---- Rows

enum { SLUICE_ROW_WIDTH = 32, SLUICE_ROW_BITS = 18, SLUICE_HOT_BITS = 12, SLUICE_HOT_ENTRIES = 4, SLUICE_FILTER_BITS = 13 };

// Where the rows of features are. An entry is the low 14 bits of a hash above a row number; 0 is no entry. Rows that
// are used together are stored together: everything but `index` fits into the nearest large cache.
typedef struct {
  // The commonest words: 2^SLUICE_HOT_BITS buckets by the hash's high bits, SLUICE_HOT_ENTRIES each.
  uint32_t *hot;
  // All features: open addressing by the hash's high bits, at least one slot empty.
  uint32_t *index;
  unsigned index_shift;
  // Which pairs, and which character n-grams, may be in the index: two bits in one of 2^SLUICE_FILTER_BITS groups
  // for each.
  uint64_t *pairs;
  uint64_t *ngrams;
  const int8_t *rows;
} sluice_table;

// Enters a feature. Row numbers are positive and below 2^SLUICE_ROW_BITS. Returns false if so many hashes are alike
// that finding one would take long.
bool sluice_enter_word(sluice_table *table, uint64_t hash, uint32_t row);
bool sluice_enter_pair(sluice_table *table, uint64_t hash, uint32_t row);
bool sluice_enter_ngram(sluice_table *table, uint64_t hash, uint32_t row);

// The row of a feature; 0 if the table has none.
uint32_t sluice_find_word(const sluice_table *table, uint64_t hash);
uint32_t sluice_find_pair(const sluice_table *table, uint64_t hash);

// Sums the rows of a block's tokens and of its pairs, the first of which begins with `previous`
// (0: none), and writes the row of each token. `sums` has SLUICE_ROW_WIDTH columns.
void sluice_sum_block(
    const sluice_table *table, const uint64_t *hashes, size_t count, uint64_t previous, uint32_t *rows,
    int32_t *sums);

// Sums the rows of a word's character n-grams, each column limited to what a row can hold.
void sluice_sum_ngrams(const sluice_table *table, const uint8_t *letters, size_t count, int8_t *row);

// Adds a row to sums.
void sluice_add_row(const int8_t *row, int32_t *sums);

// ---- Head

enum { SLUICE_HEAD_INPUTS = 40, SLUICE_HEAD_OUTPUTS = 24, SLUICE_LANES = 8 };

// Writes the inputs that come from the table: the sums of `blocks` blocks, added, times scale and plus bias
// of their column.
void sluice_window_inputs(
    const int32_t *sums, size_t blocks, const float *scales, const float *biases, float scale, float *inputs);

// A network of one hidden layer of rectified units and a skip connection from the inputs to the outputs. Computes
// the hidden units, then the outputs, which are padded to SLUICE_HEAD_OUTPUTS.
//
// `first` has groups of SLUICE_LANES columns, hidden units and then outputs, with SLUICE_HEAD_INPUTS rows in each
// group; `biases` has the same columns; `second` has a row of SLUICE_HEAD_OUTPUTS for each hidden unit.
void sluice_evaluate_head(
    const float *first, const float *biases, const float *second, size_t hidden_groups, const float *inputs,
    float *hidden, float *outputs);

// ---- Starts

enum { SLUICE_START_BYTES = 4, SLUICE_START_GROUPS = 8, SLUICE_START_BITS = 16 };

// A set of bytes of ASCII.
typedef struct {
  uint64_t bits[2];
} sluice_ascii;

// How the words of a list begin, as far as their first bytes. Empty if all zero.
typedef struct {
  // For each of the first bytes, by its low four bits: the groups of words of which one has it.
  uint8_t groups[SLUICE_START_BYTES][16];
  // Hashes of the first bytes of all words,
  uint8_t hashes[1 << (SLUICE_START_BITS - 3)];
  // and of those that only certain bytes follow, with these.
  uint8_t followed[1 << (SLUICE_START_BITS - 3)];
} sluice_starts;

// Adds a word, as the bytes that each of its first ones and the one after these may be in a text. Bytes that are neither
// letters nor digits may always follow. Words of a group should be alike.
void sluice_enter_start(sluice_starts *starts, unsigned group, const sluice_ascii first[SLUICE_START_BYTES + 1]);

// The first scalar from `from` on that does not follow an ASCII letter and where the text may begin like a word;
// `size` if there is none. Where one of the first bytes is outside ASCII, those before it decide.
size_t sluice_find_start(const uint8_t *text, size_t size, size_t from, const sluice_starts *starts);
