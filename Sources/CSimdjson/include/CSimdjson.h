// simdjson's DOM parser behind C: one call parses a whole line, checks it in full (grammar, UTF-8,
// nesting) and finds the few fields sluice looks at. C++ interoperability is contagious; this is not.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Bytes that must be readable after every line handed to the parser.
enum { SLUICE_JSON_PADDING = 64 };
// The most fields a parser can look for.
enum { SLUICE_JSON_MAX_FIELDS = 24 };

typedef enum {
  SLUICE_JSON_OK = 0,
  SLUICE_JSON_INVALID,
  SLUICE_JSON_NOT_UTF8,
  SLUICE_JSON_BAD_STRING,  // a bad escape, or half a surrogate pair
  SLUICE_JSON_BAD_NUMBER,  // not representable in 64 bits
  SLUICE_JSON_TOO_DEEP,
  SLUICE_JSON_NOT_OBJECT,
  SLUICE_JSON_DUPLICATE_KEY,  // one of the fields' keys, or the reserved key
  SLUICE_JSON_NO_MEMORY,
} sluice_json_status;

typedef enum {
  SLUICE_JSON_MISSING = 0,
  SLUICE_JSON_NULL,
  SLUICE_JSON_STRING,
  SLUICE_JSON_INTEGER,
  SLUICE_JSON_REAL,
  SLUICE_JSON_TRUE,
  SLUICE_JSON_FALSE,
  SLUICE_JSON_OTHER,
} sluice_json_kind;

typedef struct {
  sluice_json_kind kind;
  const char *bytes;  // of a string, unescaped; valid until the next parse
  size_t count;
  bool negative;       // of an integer
  uint64_t magnitude;  // of an integer
  double real;         // of a number with a fraction or an exponent
} sluice_json_value;

typedef struct sluice_json_parser sluice_json_parser;

// `reserved_key`: a top-level key whose presence `sluice_json_parse` reports; NULL for none.
sluice_json_parser *sluice_json_parser_create(const char *reserved_key);
void sluice_json_parser_destroy(sluice_json_parser *parser);

// Fields are found in the order in which they are added, SLUICE_JSON_MAX_FIELDS at most.
// A dotted path: a dot descends into an object, unless a top-level key is spelled exactly like the whole path.
// An empty path is never found.
void sluice_json_parser_add_path(sluice_json_parser *parser, const char *dotted);
// Keys from the top level down, one or more; dots in them mean nothing.
void sluice_json_parser_add_keys(sluice_json_parser *parser, const char *const *keys, size_t count);

// `fields`: gets one value for each field added. `reserved_key_present` is set in any case.
sluice_json_status sluice_json_parse(
    sluice_json_parser *parser, const uint8_t *line, size_t count, sluice_json_value *fields,
    bool *reserved_key_present);

// simdjson's version, and its kernel for this processor (such as "haswell").
const char *sluice_json_version(void);
const char *sluice_json_kernel(void);

#ifdef __cplusplus
}
#endif
