// Compiles a function for several instruction sets, with the choice made when the program is loaded.
#pragma once

#if defined(__x86_64__) && defined(__linux__)
#define FOR_EACH_MACHINE __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define FOR_EACH_MACHINE
#endif
