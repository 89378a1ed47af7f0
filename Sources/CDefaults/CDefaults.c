#include "CDefaults.h"

// Clang has #embed in every language mode; the headers of the toolchain still call it an extension.
#pragma clang diagnostic ignored "-Wc23-extensions"

#define EMBEDDED(function, array) \
  struct sluice_embedded function(void) { return (struct sluice_embedded){array, sizeof(array)}; }

static const unsigned char model[] __attribute__((aligned(64))) = {
#embed "default.safetensors"
};
EMBEDDED(sluice_default_model, model)

static const unsigned char model_digest[] = {
#embed "default.sha256"
};
EMBEDDED(sluice_default_model_digest, model_digest)

static const unsigned char policy[] = {
#embed "../../Config/policy.yaml"
};
EMBEDDED(sluice_default_policy, policy)

static const unsigned char terms_minors[] = {
#embed "../../Config/terms/minors.txt"
};
EMBEDDED(sluice_default_terms_minors, terms_minors)

static const unsigned char terms_sexual[] = {
#embed "../../Config/terms/sexual.txt"
};
EMBEDDED(sluice_default_terms_sexual, terms_sexual)

static const unsigned char terms_reporting[] = {
#embed "../../Config/terms/law-medicine-news.txt"
};
EMBEDDED(sluice_default_terms_law_medicine_news, terms_reporting)
