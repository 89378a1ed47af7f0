// Text looked at SPAN bytes at a time; a word's letters are loaded GROUP at a time from any of them.
#pragma once
#include <string.h>

#include "Hashes.h"
#include "Machines.h"

enum { SPAN = 64, GROUP = 16 };

typedef uint8_t half __attribute__((vector_size(32)));
typedef _Bool half_bits __attribute__((ext_vector_type(32)));
typedef uint8_t group __attribute__((vector_size(GROUP)));

// A bit for each byte of half a span.
static ALWAYS_INLINE uint64_t bits(const half *truth) {
  const half_bits packed = __builtin_convertvector(*truth, half_bits);
  uint32_t result;
  memcpy(&result, &packed, sizeof result);
  return result;
}

// For each length up to LONGEST, a mask that keeps that many bytes of a group.
enum { LONGEST = SPAN + GROUP };
static const uint8_t kept[LONGEST + GROUP] = {[0 ... LONGEST - 1] = 0xFF};

// Mixes the first `count` letters at `bytes`, at most LONGEST, into a hash: GROUP of them, which are read.
static ALWAYS_INLINE uint64_t add_letters(uint64_t hash, const uint8_t *bytes, size_t count) {
  group letters, mask;
  memcpy(&letters, bytes, sizeof letters);
  memcpy(&mask, kept + LONGEST - count, sizeof mask);
  letters = (letters | 0x20) & mask;
  uint64_t halves[2];
  memcpy(halves, &letters, sizeof halves);
  return hash_group(hash, halves[0], halves[1]);
}
