#include "CDefaults.h"

// The prompts of Config/prompts, in byte order of their names.

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char prompt_annotate[] = {
#embed "../../Config/prompts/annotate.md"
};

static const unsigned char prompt_annotate_repair[] = {
#embed "../../Config/prompts/annotate-repair.md"
};

static const unsigned char prompt_moral_education[] = {
#embed "../../Config/prompts/moral-education.md"
};

static const unsigned char prompt_moral_education_article[] = {
#embed "../../Config/prompts/moral-education-article.md"
};

static const unsigned char prompt_moral_education_essay[] = {
#embed "../../Config/prompts/moral-education-essay.md"
};

static const unsigned char prompt_moral_education_guide[] = {
#embed "../../Config/prompts/moral-education-guide.md"
};

static const unsigned char prompt_moral_education_handbook[] = {
#embed "../../Config/prompts/moral-education-handbook.md"
};

static const unsigned char prompt_recontextualize[] = {
#embed "../../Config/prompts/recontextualize.md"
};

static const unsigned char prompt_recontextualize_encyclopedia[] = {
#embed "../../Config/prompts/recontextualize-encyclopedia.md"
};

static const unsigned char prompt_recontextualize_friends[] = {
#embed "../../Config/prompts/recontextualize-friends.md"
};

static const unsigned char prompt_recontextualize_lesson[] = {
#embed "../../Config/prompts/recontextualize-lesson.md"
};

static const unsigned char prompt_recontextualize_letter[] = {
#embed "../../Config/prompts/recontextualize-letter.md"
};

static const unsigned char prompt_recontextualize_parent[] = {
#embed "../../Config/prompts/recontextualize-parent.md"
};

static const unsigned char prompt_recontextualize_podcast[] = {
#embed "../../Config/prompts/recontextualize-podcast.md"
};

static const unsigned char prompt_recontextualize_talk[] = {
#embed "../../Config/prompts/recontextualize-talk.md"
};

static const unsigned char prompt_recontextualize_textbook[] = {
#embed "../../Config/prompts/recontextualize-textbook.md"
};

static const unsigned char prompt_recontextualize_video[] = {
#embed "../../Config/prompts/recontextualize-video.md"
};

static const unsigned char prompt_refusals[] = {
#embed "../../Config/prompts/refusals.md"
};

static const unsigned char prompt_refusals_caring[] = {
#embed "../../Config/prompts/refusals-caring.md"
};

static const unsigned char prompt_refusals_curious[] = {
#embed "../../Config/prompts/refusals-curious.md"
};

static const unsigned char prompt_refusals_persistent[] = {
#embed "../../Config/prompts/refusals-persistent.md"
};

static const unsigned char prompt_refusals_plain[] = {
#embed "../../Config/prompts/refusals-plain.md"
};

static const unsigned char prompt_speakers[] = {
#embed "../../Config/prompts/speakers.md"
};

#define PROMPT(name, array) {name, array, sizeof(array)}
static const struct sluice_embedded_list prompts[] = {
    PROMPT("annotate", prompt_annotate),
    PROMPT("annotate-repair", prompt_annotate_repair),
    PROMPT("moral-education", prompt_moral_education),
    PROMPT("moral-education-article", prompt_moral_education_article),
    PROMPT("moral-education-essay", prompt_moral_education_essay),
    PROMPT("moral-education-guide", prompt_moral_education_guide),
    PROMPT("moral-education-handbook", prompt_moral_education_handbook),
    PROMPT("recontextualize", prompt_recontextualize),
    PROMPT("recontextualize-encyclopedia", prompt_recontextualize_encyclopedia),
    PROMPT("recontextualize-friends", prompt_recontextualize_friends),
    PROMPT("recontextualize-lesson", prompt_recontextualize_lesson),
    PROMPT("recontextualize-letter", prompt_recontextualize_letter),
    PROMPT("recontextualize-parent", prompt_recontextualize_parent),
    PROMPT("recontextualize-podcast", prompt_recontextualize_podcast),
    PROMPT("recontextualize-talk", prompt_recontextualize_talk),
    PROMPT("recontextualize-textbook", prompt_recontextualize_textbook),
    PROMPT("recontextualize-video", prompt_recontextualize_video),
    PROMPT("refusals", prompt_refusals),
    PROMPT("refusals-caring", prompt_refusals_caring),
    PROMPT("refusals-curious", prompt_refusals_curious),
    PROMPT("refusals-persistent", prompt_refusals_persistent),
    PROMPT("refusals-plain", prompt_refusals_plain),
    PROMPT("speakers", prompt_speakers),
};

int sluice_prompts_count(void) { return sizeof(prompts) / sizeof(prompts[0]); }
struct sluice_embedded_list sluice_prompt(int index) { return prompts[index]; }
