// Files built into the program, so that the binary copied alone to another machine works:
// the default model, and the default configuration from Config/.
#pragma once
#include <stddef.h>

struct sluice_embedded {
  const unsigned char *bytes;
  size_t count;
};

// Sources/CDefaults/default.safetensors, 64-byte aligned as if mapped.
struct sluice_embedded sluice_default_model(void);
// Sources/CDefaults/default.sha256: its SHA-256 in 64 hex digits, and a line end.
struct sluice_embedded sluice_default_model_digest(void);
// Config/policy.yaml
struct sluice_embedded sluice_default_policy(void);
// Lists of Config/terms that the default policy names: minors.txt, sexual.txt and law-medicine-news.txt
struct sluice_embedded sluice_default_terms_minors(void);
struct sluice_embedded sluice_default_terms_sexual(void);
struct sluice_embedded sluice_default_terms_law_medicine_news(void);

struct sluice_embedded_list {
  const char *name;
  const unsigned char *bytes;
  size_t count;
};

// Config/terms/report: the lists whose hits reports count.
int sluice_report_terms_count(void);
struct sluice_embedded_list sluice_report_terms(int index);

// Config/prompts: what is asked of language models.
int sluice_prompts_count(void);
struct sluice_embedded_list sluice_prompt(int index);
// Config/tagging.yaml
struct sluice_embedded sluice_default_tagging(void);
// Config/recipes, in the order of the paper's ablation; names without .yaml
int sluice_recipe_count(void);
struct sluice_embedded_list sluice_recipe(int index);
