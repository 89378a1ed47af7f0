// Calls of the system's C library that Swift's Glibc module leaves out (they hide behind _GNU_SOURCE).
#pragma once
#include <stddef.h>

#include <stdint.h>

int syncfs(int descriptor);

// off64_t is 64 bits wide on every Linux that Swift runs on.
#define SLUICE_SYNC_FILE_RANGE_WAIT_BEFORE 1u
#define SLUICE_SYNC_FILE_RANGE_WRITE 2u
int sync_file_range(int descriptor, int64_t offset, int64_t count, unsigned int flags);
void *memmem(const void *haystack, size_t haystack_length, const void *needle, size_t needle_length);

// M_ARENA_MAX of glibc's <malloc.h>.
#define SLUICE_MALLOC_ARENA_MAX (-8)
int mallopt(int parameter, int value);
