#include "CSimdjson.h"

#include <simdjson.h>

#include <new>
#include <string>
#include <string_view>
#include <vector>

using namespace simdjson;

static_assert(SLUICE_JSON_PADDING >= SIMDJSON_PADDING, "lines need simdjson's padding");

namespace {

struct field_path {
  // A top-level key that comes before any object is entered.
  bool has_whole = false;
  std::string whole;
  // The keys from the top level down; none if the field is never found.
  std::vector<std::string> steps;
};

// The parser's buffers grow to the longest line; past this they are given back at the next short one
// (not at once: the strings found live in them until the next parse).
constexpr size_t RETAINED_CAPACITY = 8 << 20;
constexpr size_t MAX_DEPTH = 1024;

sluice_json_value describe(const dom::element &element) {
  sluice_json_value value{};
  switch (element.type()) {
    case dom::element_type::NULL_VALUE: value.kind = SLUICE_JSON_NULL; break;
    case dom::element_type::STRING: {
      std::string_view text = element.get_string().value_unsafe();
      value.kind = SLUICE_JSON_STRING;
      value.bytes = text.data();
      value.count = text.size();
      break;
    }
    case dom::element_type::INT64: {
      int64_t number = element.get_int64().value_unsafe();
      value.kind = SLUICE_JSON_INTEGER;
      value.negative = number < 0;
      value.magnitude = number < 0 ? ~uint64_t(number) + 1 : uint64_t(number);
      break;
    }
    case dom::element_type::UINT64:
      value.kind = SLUICE_JSON_INTEGER;
      value.magnitude = element.get_uint64().value_unsafe();
      break;
    case dom::element_type::DOUBLE:
      value.kind = SLUICE_JSON_REAL;
      value.real = element.get_double().value_unsafe();
      break;
    case dom::element_type::BOOL:
      value.kind = element.get_bool().value_unsafe() ? SLUICE_JSON_TRUE : SLUICE_JSON_FALSE;
      break;
    default: value.kind = SLUICE_JSON_OTHER;
  }
  return value;
}

// Follows `path` from step `depth`. False if a key on the way occurs twice.
bool follow(const dom::object &object, const field_path &path, size_t depth, sluice_json_value &value) {
  bool seen = false;
  dom::element found;
  for (dom::key_value_pair member : object) {
    if (member.key != path.steps[depth]) continue;
    if (seen) return false;
    seen = true;
    found = member.value;
  }
  if (!seen) return true;
  if (depth + 1 == path.steps.size()) {
    value = describe(found);
    return true;
  }
  dom::object inner;
  if (found.get_object().get(inner) != SUCCESS) return true;
  return follow(inner, path, depth + 1, value);
}

sluice_json_status status_of(error_code error) {
  switch (error) {
    case UTF8_ERROR: return SLUICE_JSON_NOT_UTF8;
    case STRING_ERROR: return SLUICE_JSON_BAD_STRING;
    case NUMBER_ERROR:
    case NUMBER_OUT_OF_RANGE: return SLUICE_JSON_BAD_NUMBER;
    case DEPTH_ERROR: return SLUICE_JSON_TOO_DEEP;
    case MEMALLOC:
    case CAPACITY: return SLUICE_JSON_NO_MEMORY;
    default: return SLUICE_JSON_INVALID;
  }
}

}  // namespace

struct sluice_json_parser {
  dom::parser parser;
  std::vector<field_path> paths;
  bool has_reserved_key = false;
  std::string reserved_key;
};

sluice_json_parser *sluice_json_parser_create(const char *reserved_key) {
  auto *self = new (std::nothrow) sluice_json_parser;
  if (self == nullptr || reserved_key == nullptr) return self;
  self->has_reserved_key = true;
  self->reserved_key = reserved_key;
  return self;
}

void sluice_json_parser_destroy(sluice_json_parser *parser) { delete parser; }

void sluice_json_parser_add_path(sluice_json_parser *self, const char *dotted) {
  field_path path;
  path.whole = dotted;
  path.has_whole = !path.whole.empty();
  for (size_t start = 0; path.has_whole;) {
    size_t dot = path.whole.find('.', start);
    path.steps.push_back(path.whole.substr(start, dot - start));
    if (dot == std::string::npos) break;
    start = dot + 1;
  }
  self->paths.push_back(std::move(path));
}

void sluice_json_parser_add_keys(sluice_json_parser *self, const char *const *keys, size_t count) {
  field_path path;
  path.steps.assign(keys, keys + count);
  path.has_whole = count == 1;
  if (path.has_whole) path.whole = keys[0];
  self->paths.push_back(std::move(path));
}

sluice_json_status sluice_json_parse(
    sluice_json_parser *self, const uint8_t *line, size_t count, sluice_json_value *fields,
    bool *reserved_key_present) {
  const size_t wanted = self->paths.size();
  *reserved_key_present = false;
  for (size_t i = 0; i < wanted; i++) fields[i] = {};
  dom::element root;
  if (self->parser.capacity() > RETAINED_CAPACITY && count <= RETAINED_CAPACITY) self->parser = dom::parser();
  if (count > self->parser.capacity()) {
    error_code error = self->parser.allocate(count < 65536 ? 65536 : count, MAX_DEPTH);
    if (error != SUCCESS) return status_of(error);
  }
  error_code error = self->parser.parse(line, count, false).get(root);
  if (error != SUCCESS) {
    // What is not UTF-8 is not JSON either, whichever of the two simdjson finds first.
    sluice_json_status status = status_of(error);
    bool is_text = status == SLUICE_JSON_NO_MEMORY || validate_utf8(reinterpret_cast<const char *>(line), count);
    return is_text ? status : SLUICE_JSON_NOT_UTF8;
  }
  dom::object object;
  if (root.get_object().get(object) != SUCCESS) return SLUICE_JSON_NOT_OBJECT;

  // One pass over the top level settles plain paths; only longer ones descend.
  bool whole[SLUICE_JSON_MAX_FIELDS];
  bool first_step[SLUICE_JSON_MAX_FIELDS];
  dom::element first[SLUICE_JSON_MAX_FIELDS];
  for (size_t i = 0; i < wanted; i++) whole[i] = first_step[i] = false;
  for (dom::key_value_pair member : object) {
    for (size_t i = 0; i < wanted; i++) {
      const field_path &path = self->paths[i];
      if (path.has_whole && member.key == path.whole) {
        if (whole[i]) return SLUICE_JSON_DUPLICATE_KEY;
        whole[i] = true;
        fields[i] = describe(member.value);
      } else if (path.steps.size() > 1 && member.key == path.steps[0]) {
        if (first_step[i]) return SLUICE_JSON_DUPLICATE_KEY;
        first_step[i] = true;
        first[i] = member.value;
      }
    }
    if (self->has_reserved_key && member.key == self->reserved_key) {
      if (*reserved_key_present) return SLUICE_JSON_DUPLICATE_KEY;
      *reserved_key_present = true;
    }
  }
  for (size_t i = 0; i < wanted; i++) {
    if (whole[i] || !first_step[i]) continue;
    dom::object inner;
    if (first[i].get_object().get(inner) != SUCCESS) continue;
    if (!follow(inner, self->paths[i], 1, fields[i])) return SLUICE_JSON_DUPLICATE_KEY;
  }
  return SLUICE_JSON_OK;
}

#define TEXT_OF(token) #token
#define TEXT(macro) TEXT_OF(macro)

const char *sluice_json_version(void) { return TEXT(SIMDJSON_VERSION); }

const char *sluice_json_kernel(void) {
  // The name is a string of the library's own static object.
  static const std::string name = get_active_implementation()->name();
  return name.c_str();
}
