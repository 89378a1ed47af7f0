#include "CDefaults.h"

// How texts are tagged, and the recipes of the paper's ablation, in the order of its steps.

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char tagging[] = {
#embed "../../Config/tagging.yaml"
};

struct sluice_embedded sluice_default_tagging(void) { return (struct sluice_embedded){tagging, sizeof(tagging)}; }
