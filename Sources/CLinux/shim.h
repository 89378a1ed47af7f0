// Calls of the system's C library that Swift's Glibc module leaves out (they hide behind _GNU_SOURCE).
#pragma once

int syncfs(int descriptor);
