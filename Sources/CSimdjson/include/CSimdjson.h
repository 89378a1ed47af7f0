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
enum { SLUICE_JSON_FIELDS = 4 };

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
  SLUICE_JSON_OTHER,
} sluice_json_kind;

typedef struct {
  sluice_json_kind kind;
  const char *bytes;  // of a string, unescaped; valid until the next parse
  size_t count;
  bool negative;       // of an integer
  uint64_t magnitude;  // of an integer
} sluice_json_value;

typedef struct {
  sluice_json_value fields[SLUICE_JSON_FIELDS];
  bool reserved_key_present;
} sluice_json_result;

typedef struct sluice_json_parser sluice_json_parser;

// `paths`: SLUICE_JSON_FIELDS dotted paths, NUL-terminated, "" for a field not wanted. A dot descends
// into an object, unless a top-level key is spelled exactly like the whole path.
sluice_json_parser *sluice_json_parser_create(const char *const *paths, const char *reserved_key);
void sluice_json_parser_destroy(sluice_json_parser *parser);
sluice_json_status sluice_json_parse(
    sluice_json_parser *parser, const uint8_t *line, size_t count, sluice_json_result *result);

// simdjson's version, and its kernel for this processor (such as "haswell").
const char *sluice_json_version(void);
const char *sluice_json_kernel(void);

#ifdef __cplusplus
}
#endif
