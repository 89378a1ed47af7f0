// ISA-L's streaming inflate for gzip. Its state is a struct of about 100 KB that holds whole tables,
// so it stays behind a pointer; what the caller sees is what goes in and what comes out.
#pragma once
#include <isa-l.h>  // for its version; and:
#include <isa-l/igzip_lib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const uint8_t *input;
  uint32_t input_count;  // on return: bytes not taken
  uint8_t *output;
  uint32_t output_count;  // on return: room not filled
  bool finished;          // the member is decoded, and its CRC and length are right
} sluice_inflate_step;

static inline void sluice_inflate_restart(void *memory) {
  struct inflate_state *state = (struct inflate_state *)memory;
  // A damaged stream may refer to tables and bytes it never set. They must be zeros: neither what the
  // memory held before nor what depends on where reading began.
  memset(state, 0, sizeof *state);
  isal_inflate_init(state);
  state->crc_flag = ISAL_GZIP_NO_HDR_VER;  // begins after the header, trailer verified
}

static inline void *sluice_inflate_create(void) {
  struct inflate_state *state = (struct inflate_state *)malloc(sizeof *state);
  if (state == NULL) return NULL;
  sluice_inflate_restart(state);
  return state;
}

static inline void sluice_inflate_destroy(void *memory) { free(memory); }

// Returns one of ISA-L's codes: negative for damage, ISAL_DECOMP_OK or a positive one otherwise.
static inline int sluice_inflate(void *memory, sluice_inflate_step *step) {
  struct inflate_state *state = (struct inflate_state *)memory;
  state->next_in = (uint8_t *)step->input;
  state->avail_in = step->input_count;
  state->next_out = step->output;
  state->avail_out = step->output_count;
  int status = isal_inflate(state);
  step->finished = status == ISAL_DECOMP_OK && state->block_state == ISAL_BLOCK_FINISH;
  step->input_count = state->avail_in;
  step->output_count = state->avail_out;
  // Bytes read ahead of the trailer's end belong to whatever follows the member.
  if (step->finished) step->input_count += (uint32_t)state->read_in_length / 8;
  return status;
}
