#include "CDefaults.h"

// How texts are tagged, and the recipes of the paper's ablation, in the order of its steps.

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char tagging[] = {
#embed "../../Config/tagging.yaml"
};

struct sluice_embedded sluice_default_tagging(void) { return (struct sluice_embedded){tagging, sizeof(tagging)}; }

static const unsigned char raw[] = {
#embed "../../Config/recipes/raw.yaml"
};

static const unsigned char score_0[] = {
#embed "../../Config/recipes/score-0.yaml"
};

static const unsigned char score_0_rephrased[] = {
#embed "../../Config/recipes/score-0-rephrased.yaml"
};

static const unsigned char score_0_rephrased_refusals[] = {
#embed "../../Config/recipes/score-0-rephrased-refusals.yaml"
};

static const unsigned char score_0_rephrased_refusals_moral_education[] = {
#embed "../../Config/recipes/score-0-rephrased-refusals-moral-education.yaml"
};

static const unsigned char score_0_rephrased_refusals_moral_education_tags[] = {
#embed "../../Config/recipes/score-0-rephrased-refusals-moral-education-tags.yaml"
};

static const unsigned char score_0_rephrased_refusals_x6_moral_education_tags[] = {
#embed "../../Config/recipes/score-0-rephrased-refusals-x6-moral-education-tags.yaml"
};

static const unsigned char interventions_from_20_percent[] = {
#embed "../../Config/recipes/interventions-from-20-percent.yaml"
};

static const unsigned char interventions_from_60_percent[] = {
#embed "../../Config/recipes/interventions-from-60-percent.yaml"
};

#define RECIPE(name, array) {name, array, sizeof(array)}

static const struct sluice_embedded_list recipes[] = {
    RECIPE("raw", raw),
    RECIPE("score-0", score_0),
    RECIPE("score-0-rephrased", score_0_rephrased),
    RECIPE("score-0-rephrased-refusals", score_0_rephrased_refusals),
    RECIPE("score-0-rephrased-refusals-moral-education", score_0_rephrased_refusals_moral_education),
    RECIPE("score-0-rephrased-refusals-moral-education-tags", score_0_rephrased_refusals_moral_education_tags),
    RECIPE("score-0-rephrased-refusals-x6-moral-education-tags", score_0_rephrased_refusals_x6_moral_education_tags),
    RECIPE("interventions-from-20-percent", interventions_from_20_percent),
    RECIPE("interventions-from-60-percent", interventions_from_60_percent),
};

int sluice_recipe_count(void) { return sizeof(recipes) / sizeof(recipes[0]); }
struct sluice_embedded_list sluice_recipe(int index) { return recipes[index]; }
