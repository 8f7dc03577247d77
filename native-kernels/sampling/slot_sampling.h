#pragma once

#include <cuda_bf16.h>

#include "../device/placement.h"
#include "row_fault.h"
#include "slot_tables.h"

namespace nanoflow {

struct TokenLogprob {
  int token;  ///< -1: there is none
  float logprob;
};

/** Of a slot, beside the chosen token's. */
inline constexpr int mostLogprobs = 32;

/**
 * One token a row, as the parameters of the row's slot say. Rows without a slot are left alone (sampling.h).
 *
 *   z = logit, + its bias;
 *       of tokens in prompt or output: / repetitionPenalty where above 0, else * repetitionPenalty;
 *       of tokens in the output: - frequencyPenalty * count - presencePenalty; all in float32, kept finite;
 *   order: by falling z, rounded to bf16 (logits are), the lower token first among equals;
 *   weight = exp((z - largest z) / temperature);
 *   kept: the first topK of the order; those of weight minP or more; of these the shortest prefix that holds topP of
 *       their mass or more. Filters take weights of rounded z;
 *   token = the first, by number, at which the kept tokens up to it hold more than u * (mass of all kept ones),
 *       with u = philoxUniform(seed, position). Temperature 0: the lowest of those with the largest z.
 *
 * Nothing is cut beforehand and nothing depends on other rows, so equal inputs give equal tokens, whatever the slot, the
 * row and the program. A token enters the slot's table of adjustments, where there is one. Log probabilities are those
 * of the logits as they are: without biases, penalties and temperature. Faults are of these, too.
 */
struct SlotSampling {
  const __nv_bfloat16* logits = nullptr;  ///< [rows, vocabulary]; -infinity excludes a token
  const int* slots = nullptr;             ///< [rows]; -1: none
  const int* rowIds = nullptr;            ///< [rows], into `positions`
  const int* positions = nullptr;         ///< of the tokens that the logits follow; theirs are one more
  SlotTables tables;
  int* tokens = nullptr;             ///< [rows]
  RowFault* faults = nullptr;        ///< [rows]
  TokenLogprob* logprobs = nullptr;  ///< [rows, 1 + mostLogprobs]: the chosen token, the likeliest ones; of rows that ask
  int rows = 0;
  int known = 0;  ///< tokens; logits behind them pad the vocabulary
};

void slotSampling(const SlotSampling& arguments, const Placement& placement);

}  // namespace nanoflow
