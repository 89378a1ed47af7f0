#include "CDefaults.h"

// The term lists of reports, in byte order of their names.

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char report_child_exploitation[] = {
#embed "../../Config/terms/report/child-exploitation.txt"
};

static const unsigned char report_code_abuse[] = {
#embed "../../Config/terms/report/code-abuse.txt"
};

static const unsigned char report_defamation[] = {
#embed "../../Config/terms/report/defamation.txt"
};

static const unsigned char report_elections[] = {
#embed "../../Config/terms/report/elections.txt"
};

static const unsigned char report_hate[] = {
#embed "../../Config/terms/report/hate.txt"
};

static const unsigned char report_indiscriminate_weapons[] = {
#embed "../../Config/terms/report/indiscriminate-weapons.txt"
};

static const unsigned char report_intellectual_property[] = {
#embed "../../Config/terms/report/intellectual-property.txt"
};

static const unsigned char report_nonviolent_crimes[] = {
#embed "../../Config/terms/report/nonviolent-crimes.txt"
};

static const unsigned char report_privacy[] = {
#embed "../../Config/terms/report/privacy.txt"
};

static const unsigned char report_sex_crimes[] = {
#embed "../../Config/terms/report/sex-crimes.txt"
};

static const unsigned char report_sexual_content[] = {
#embed "../../Config/terms/report/sexual-content.txt"
};

static const unsigned char report_specialized_advice[] = {
#embed "../../Config/terms/report/specialized-advice.txt"
};

static const unsigned char report_suicide_self_harm[] = {
#embed "../../Config/terms/report/suicide-self-harm.txt"
};

static const unsigned char report_violent_crimes[] = {
#embed "../../Config/terms/report/violent-crimes.txt"
};

#define LIST(name, array) {name, array, sizeof(array)}

static const struct sluice_embedded_list lists[] = {
    LIST("child-exploitation", report_child_exploitation),
    LIST("code-abuse", report_code_abuse),
    LIST("defamation", report_defamation),
    LIST("elections", report_elections),
    LIST("hate", report_hate),
    LIST("indiscriminate-weapons", report_indiscriminate_weapons),
    LIST("intellectual-property", report_intellectual_property),
    LIST("nonviolent-crimes", report_nonviolent_crimes),
    LIST("privacy", report_privacy),
    LIST("sex-crimes", report_sex_crimes),
    LIST("sexual-content", report_sexual_content),
    LIST("specialized-advice", report_specialized_advice),
    LIST("suicide-self-harm", report_suicide_self_harm),
    LIST("violent-crimes", report_violent_crimes),
};

int sluice_report_terms_count(void) { return sizeof(lists) / sizeof(lists[0]); }

struct sluice_embedded_list sluice_report_terms(int index) { return lists[index]; }
