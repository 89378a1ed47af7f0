#include "Plain.h"

// As in the kernels: products and sums are rounded one by one.
#pragma clang fp contract(off)

void reference_window_inputs(
    const int32_t *sums, size_t blocks, const float *scales, const float *biases, float scale, float *inputs) {
  for (size_t column = 0; column < SLUICE_ROW_WIDTH; column++) {
    int32_t total = 0;
    for (size_t block = 0; block < blocks; block++) total += sums[block * SLUICE_ROW_WIDTH + column];
    const float scaled = (float)total * scales[column] * scale;
    inputs[column] = scaled + biases[column];
  }
}

// The bias of a column and its weighted inputs, added in order.
static float weighted(const float *first, const float *biases, const float *inputs, size_t column) {
  const size_t group = column / SLUICE_LANES, lane = column % SLUICE_LANES;
  float sum = biases[column];
  for (size_t i = 0; i < SLUICE_HEAD_INPUTS; i++) {
    const float product = first[(group * SLUICE_HEAD_INPUTS + i) * SLUICE_LANES + lane] * inputs[i];
    sum += product;
  }
  return sum;
}

void reference_evaluate_head(
    const float *first, const float *biases, const float *second, size_t hidden_groups, const float *inputs,
    float *hidden, float *outputs) {
  const size_t units = hidden_groups * SLUICE_LANES;
  for (size_t unit = 0; unit < units; unit++) {
    const float sum = weighted(first, biases, inputs, unit);
    hidden[unit] = sum > 0 ? sum : 0;
  }
  for (size_t output = 0; output < SLUICE_HEAD_OUTPUTS; output++) {
    float sum = weighted(first, biases, inputs, units + output);
    for (size_t unit = 0; unit < units; unit++) {
      const float product = second[unit * SLUICE_HEAD_OUTPUTS + output] * hidden[unit];
      sum += product;
    }
    outputs[output] = sum;
  }
}
