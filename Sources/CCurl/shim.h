// libcurl's easy and multi interfaces. Its functions with variable arguments, which Swift cannot call,
// are given one form each.
#pragma once
#include <curl/curl.h>

static inline CURLcode sluice_curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode sluice_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode sluice_curl_set_pointer(CURL *handle, CURLoption option, const void *value) {
  return curl_easy_setopt(handle, option, value);
}

typedef size_t (*sluice_curl_writer)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode sluice_curl_set_writer(CURL *handle, CURLoption option, sluice_curl_writer writer) {
  return curl_easy_setopt(handle, option, writer);
}

static inline CURLcode sluice_curl_get_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode sluice_curl_get_pointer(CURL *handle, CURLINFO info, void *value) {
  return curl_easy_getinfo(handle, info, (char **)value);
}

static inline CURLMcode sluice_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}
