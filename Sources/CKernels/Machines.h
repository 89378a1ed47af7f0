// Compiles a kernel for several instruction sets. Which one runs is decided when the program is loaded.
//
// `static ALWAYS_INLINE type name_body(...)` holds the code; FOR_EACH_MACHINE makes of it
//
//   name             what the program calls: the best variant that the machine can run
//   name_portable    the variant that every machine can run
//   name_v3          x86-64-v3, which has AVX2
//
// and FOR_EACH_MACHINE_TO_V4 also, of `name_v4_body`,
//
//   name_v4          x86-64-v4, which has AVX-512, with VBMI2
//
// The variants have names of their own so that tests can compare each with the plain reference.
#pragma once

#define ALWAYS_INLINE inline __attribute__((always_inline))

// Defines a function that is declared nowhere else.
#define VARIANT(attributes, type, name, parameters, call) \
  attributes type name parameters;                        \
  attributes type name parameters { return call; }

#if defined(__x86_64__) && defined(__linux__)
#define SLUICE_X86 1
// Tuned for no machine in particular: v3 alone means tuned for Haswell, which costs two instructions a word.
#define V3 __attribute__((target("arch=x86-64-v3,tune=x86-64")))
#define V4 __attribute__((target("arch=x86-64-v4,avx512vbmi2")))
#define RUNS_V3 __builtin_cpu_supports("x86-64-v3")
#define RUNS_V4 (__builtin_cpu_supports("x86-64-v4") && __builtin_cpu_supports("avx512vbmi2"))

// The loader calls a resolver before a sanitizer or a profiler is ready.
#define CHOOSE(type, name, parameters, choice)                                                             \
  __attribute__((disable_sanitizer_instrumentation, no_profile_instrument_function)) static type(          \
      *name##_resolver(void)) parameters {                                                                 \
    __builtin_cpu_init();                                                                                  \
    return choice;                                                                                         \
  }                                                                                                        \
  type name parameters __attribute__((ifunc(#name "_resolver")));

#define FOR_EACH_MACHINE(type, name, parameters, arguments)         \
  VARIANT(, type, name##_portable, parameters, name##_body arguments) \
  VARIANT(V3, type, name##_v3, parameters, name##_body arguments)     \
  CHOOSE(type, name, parameters, RUNS_V3 ? name##_v3 : name##_portable)

#define FOR_EACH_MACHINE_TO_V4(type, name, parameters, arguments)     \
  VARIANT(, type, name##_portable, parameters, name##_body arguments) \
  VARIANT(V3, type, name##_v3, parameters, name##_body arguments)     \
  VARIANT(V4, type, name##_v4, parameters, name##_v4_body arguments)  \
  CHOOSE(type, name, parameters, RUNS_V4 ? name##_v4 : RUNS_V3 ? name##_v3 : name##_portable)
#else
#define FOR_EACH_MACHINE(type, name, parameters, arguments)         \
  VARIANT(, type, name##_portable, parameters, name##_body arguments) \
  type name parameters { return name##_body arguments; }
#endif
