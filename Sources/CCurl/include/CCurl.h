// libcurl's easy and multi interfaces, loaded when they are first needed: only a live language model asks
// for them, and a program that was linked against libcurl could not even start where it is missing.
// Names and contracts are libcurl's own with `sluice_` before them; its functions with variable arguments,
// which Swift cannot call, are given one form each. `sluice_curl_load` comes before all others.
#pragma once
#include <curl/curl.h>

// Loads libcurl and starts it, once a process. Returns NULL, or why it cannot be had. Any thread may call it.
const char *sluice_curl_load(void);

CURL *sluice_curl_easy_init(void);
void sluice_curl_easy_cleanup(CURL *handle);
const char *sluice_curl_easy_strerror(CURLcode code);
struct curl_slist *sluice_curl_slist_append(struct curl_slist *list, const char *text);
void sluice_curl_slist_free_all(struct curl_slist *list);

CURLM *sluice_curl_multi_init(void);
CURLMcode sluice_curl_multi_cleanup(CURLM *multi);
CURLMcode sluice_curl_multi_add_handle(CURLM *multi, CURL *handle);
CURLMcode sluice_curl_multi_remove_handle(CURLM *multi, CURL *handle);
CURLMcode sluice_curl_multi_perform(CURLM *multi, int *running);
CURLMcode sluice_curl_multi_poll(CURLM *multi, int milliseconds);
CURLMcode sluice_curl_multi_wakeup(CURLM *multi);
CURLMsg *sluice_curl_multi_info_read(CURLM *multi, int *left);

typedef size_t (*sluice_curl_writer)(char *bytes, size_t size, size_t count, void *context);

CURLcode sluice_curl_set_long(CURL *handle, CURLoption option, long value);
CURLcode sluice_curl_set_size(CURL *handle, CURLoption option, curl_off_t value);
CURLcode sluice_curl_set_pointer(CURL *handle, CURLoption option, const void *value);
CURLcode sluice_curl_set_writer(CURL *handle, CURLoption option, sluice_curl_writer writer);
CURLcode sluice_curl_get_long(CURL *handle, CURLINFO info, long *value);
CURLMcode sluice_curl_multi_set_long(CURLM *multi, CURLMoption option, long value);
