#define _GNU_SOURCE
#include "fuzzer.h"
#include <sys/mman.h>

int fuzz_memory_file(void) { return memfd_create("shard", MFD_CLOEXEC); }
