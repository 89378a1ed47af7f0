// libFuzzer brings the code; SwiftPM wants a source beside a header.
#include "fuzzer.h"
