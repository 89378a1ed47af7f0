// Calls of the system's C library that Swift's Glibc module leaves out (they hide behind _GNU_SOURCE).
#pragma once
#include <stddef.h>

int syncfs(int descriptor);
void *memmem(const void *haystack, size_t haystack_length, const void *needle, size_t needle_length);
