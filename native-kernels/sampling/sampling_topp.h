#pragma once

#include <cuda_bf16.h>

#include "../device/placement.h"
#include "row_fault.h"

namespace nanoflow {

/**
 * Top-p (nucleus) sampling with temperature (Holtzman et al. 2020), one token a row.
 *
 *   q = softmax(logits / temperature), tokens in the order of falling logits, the lower index first among equals;
 *   nucleus = the shortest prefix with mass of at least topP;
 *   tokens[i] = the first token at which the prefix holds more than uniforms[i] * (mass of the nucleus).
 *
 * The nucleus is exact: nothing is cut beforehand and the order is complete. Equal inputs give equal tokens. A row with a
 * fault has token 0.
 */
struct TopPSampling {
  const __nv_bfloat16* logits = nullptr;  ///< [rows, vocabulary]; -infinity excludes a token
  const float* uniforms = nullptr;        ///< [rows], in [0, 1)
  int* tokens = nullptr;                  ///< [rows]
  RowFault* faults = nullptr;             ///< [rows]
  int rows = 0;
  int vocabulary = 0;       ///< a multiple of 8
  float topP = 1.f;         ///< above 0, at most 1
  float temperature = 1.f;  ///< above 0
};

void topPSampling(const TopPSampling& arguments, const Placement& placement);

}  // namespace nanoflow
