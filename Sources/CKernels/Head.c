#include <string.h>

#include "CKernels.h"
#include "Machines.h"

// Products and sums are rounded one by one, so that every machine gives the same bits.
#pragma clang fp contract(off)

static ALWAYS_INLINE void sluice_window_inputs_body(
    const int32_t *sums, size_t blocks, const float *scales, const float *biases, float scale, float *inputs) {
  int32_t total[SLUICE_ROW_WIDTH] = {0};
  for (size_t block = 0; block < blocks; block++) {
    for (int column = 0; column < SLUICE_ROW_WIDTH; column++) total[column] += sums[block * SLUICE_ROW_WIDTH + column];
  }
  for (int column = 0; column < SLUICE_ROW_WIDTH; column++) {
    inputs[column] = (float)total[column] * scales[column] * scale + biases[column];
  }
}

typedef float lanes __attribute__((vector_size(SLUICE_LANES * sizeof(float))));

static ALWAYS_INLINE void sluice_evaluate_head_body(
    const float *first, const float *biases, const float *second, size_t hidden_groups, const float *inputs,
    float *hidden, float *outputs) {
  enum { OUTPUT_GROUPS = SLUICE_HEAD_OUTPUTS / SLUICE_LANES };
  lanes weights, sum, results[OUTPUT_GROUPS];
  for (size_t group = 0; group < hidden_groups + OUTPUT_GROUPS; group++) {
    memcpy(&sum, biases + group * SLUICE_LANES, sizeof sum);
    for (size_t i = 0; i < SLUICE_HEAD_INPUTS; i++) {
      memcpy(&weights, first + (group * SLUICE_HEAD_INPUTS + i) * SLUICE_LANES, sizeof weights);
      sum += weights * inputs[i];
    }
    if (group < hidden_groups) {
      const lanes zero = {0};
      sum = __builtin_elementwise_max(sum, zero);
      memcpy(hidden + group * SLUICE_LANES, &sum, sizeof sum);
    } else {
      results[group - hidden_groups] = sum;
    }
  }
  for (size_t unit = 0; unit < hidden_groups * SLUICE_LANES; unit++) {
    for (int group = 0; group < OUTPUT_GROUPS; group++) {
      memcpy(&weights, second + unit * SLUICE_HEAD_OUTPUTS + group * SLUICE_LANES, sizeof weights);
      results[group] += weights * hidden[unit];
    }
  }
  memcpy(outputs, results, sizeof results);
}

FOR_EACH_MACHINE(
    void, sluice_window_inputs,
    (const int32_t *sums, size_t blocks, const float *scales, const float *biases, float scale, float *inputs),
    (sums, blocks, scales, biases, scale, inputs))
FOR_EACH_MACHINE(
    void, sluice_evaluate_head,
    (const float *first, const float *biases, const float *second, size_t hidden_groups, const float *inputs,
     float *hidden, float *outputs),
    (first, biases, second, hidden_groups, inputs, hidden, outputs))
