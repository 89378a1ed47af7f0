#define CURL_DISABLE_TYPECHECK
#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>

#define EACH_FUNCTION(X)                                                                              \
  X(curl_global_init)                                                                                 \
  X(curl_easy_init) X(curl_easy_cleanup) X(curl_easy_strerror) X(curl_easy_setopt) X(curl_easy_getinfo) \
  X(curl_slist_append) X(curl_slist_free_all)                                                         \
  X(curl_multi_init) X(curl_multi_cleanup) X(curl_multi_add_handle) X(curl_multi_remove_handle)       \
  X(curl_multi_perform) X(curl_multi_poll) X(curl_multi_wakeup) X(curl_multi_info_read) X(curl_multi_setopt)

#define FIELD(name) __typeof__(&name) name;
static struct {
  EACH_FUNCTION(FIELD)
} library;

static const char *failure;
static pthread_once_t once = PTHREAD_ONCE_INIT;

// The two names Debian builds it under (OpenSSL, GnuTLS) promise the same functions.
#ifdef __APPLE__
static const char *const names[] = {"libcurl.4.dylib", NULL};
#else
static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", NULL};
#endif

static void load(void) {
  void *handle = NULL;
  for (const char *const *name = names; handle == NULL && *name != NULL; name++) {
    handle = dlopen(*name, RTLD_NOW | RTLD_LOCAL);
  }
  if (handle == NULL) {
    failure = "libcurl.so.4 cannot be loaded";
    return;
  }
#define FIND(name) \
  if ((library.name = (__typeof__(&name))dlsym(handle, #name)) == NULL) failure = "libcurl is too old: it lacks " #name;
  EACH_FUNCTION(FIND)
  if (failure == NULL && library.curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) failure = "libcurl cannot start";
}

const char *sluice_curl_load(void) {
  pthread_once(&once, load);
  return failure;
}

CURL *sluice_curl_easy_init(void) { return library.curl_easy_init(); }
void sluice_curl_easy_cleanup(CURL *handle) { library.curl_easy_cleanup(handle); }
const char *sluice_curl_easy_strerror(CURLcode code) { return library.curl_easy_strerror(code); }

struct curl_slist *sluice_curl_slist_append(struct curl_slist *list, const char *text) {
  return library.curl_slist_append(list, text);
}

void sluice_curl_slist_free_all(struct curl_slist *list) { library.curl_slist_free_all(list); }

CURLM *sluice_curl_multi_init(void) { return library.curl_multi_init(); }
CURLMcode sluice_curl_multi_cleanup(CURLM *multi) { return library.curl_multi_cleanup(multi); }

CURLMcode sluice_curl_multi_add_handle(CURLM *multi, CURL *handle) {
  return library.curl_multi_add_handle(multi, handle);
}

CURLMcode sluice_curl_multi_remove_handle(CURLM *multi, CURL *handle) {
  return library.curl_multi_remove_handle(multi, handle);
}

CURLMcode sluice_curl_multi_perform(CURLM *multi, int *running) { return library.curl_multi_perform(multi, running); }

CURLMcode sluice_curl_multi_poll(CURLM *multi, int milliseconds) {
  return library.curl_multi_poll(multi, NULL, 0, milliseconds, NULL);
}

CURLMcode sluice_curl_multi_wakeup(CURLM *multi) { return library.curl_multi_wakeup(multi); }
CURLMsg *sluice_curl_multi_info_read(CURLM *multi, int *left) { return library.curl_multi_info_read(multi, left); }

CURLcode sluice_curl_set_long(CURL *handle, CURLoption option, long value) {
  return library.curl_easy_setopt(handle, option, value);
}

CURLcode sluice_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
  return library.curl_easy_setopt(handle, option, value);
}

CURLcode sluice_curl_set_pointer(CURL *handle, CURLoption option, const void *value) {
  return library.curl_easy_setopt(handle, option, value);
}

CURLcode sluice_curl_set_writer(CURL *handle, CURLoption option, sluice_curl_writer writer) {
  return library.curl_easy_setopt(handle, option, writer);
}

CURLcode sluice_curl_get_long(CURL *handle, CURLINFO info, long *value) {
  return library.curl_easy_getinfo(handle, info, value);
}

CURLMcode sluice_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return library.curl_multi_setopt(multi, option, value);
}
