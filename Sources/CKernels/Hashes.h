// 64-bit hashes of features. Feature recipe 2: any change here makes old model files unreadable.
#pragma once
#include <stdint.h>

#define SEED 0x9E3779B97F4A7C15u
#define FACTOR 0xD6E8FEB86659FD93u

// Multiplies two halves into each other and folds the product.
static inline uint64_t fold(uint64_t a, uint64_t b) {
  const __uint128_t product = (__uint128_t)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// One step of a word's hash: sixteen letters.
static inline uint64_t hash_group(uint64_t hash, uint64_t low, uint64_t high) {
  return fold(hash ^ low, FACTOR ^ high);
}

static inline uint64_t hash_symbol(uint32_t value) { return fold(SEED ^ 0x123456789ABCDEF1u ^ value, FACTOR); }

static inline uint64_t hash_pair(uint64_t first, uint64_t second) {
  return fold(first ^ 0x9FB21C651E98DF25u, second ^ 0x5851F42D4C957F2Du);
}
