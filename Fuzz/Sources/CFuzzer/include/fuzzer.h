// libFuzzer's entry for programs that keep their own main (llvm: compiler-rt/lib/fuzzer/FuzzerInterface.h),
// and a file that lives in memory.
#pragma once

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

// A descriptor of an anonymous file in memory, or -1.
int fuzz_memory_file(void);
