// libFuzzer provides the code, but SwiftPM requires a source file next to the header.
#include "fuzzer.h"
