#pragma once

#include <cuda_bf16.h>

#include "../device/placement.h"
#include "row_fault.h"

namespace nanoflow {

/**
 * Greedy sampling: tokens[i] = index of the largest logit of row i; the lowest index wins a tie. A row with a fault has
 * token 0. Rows with a slot are left to slotSampling.
 */
struct Sampling {
  const __nv_bfloat16* logits = nullptr;  ///< [rows, vocabulary]
  int* tokens = nullptr;                  ///< [rows]
  RowFault* faults = nullptr;             ///< [rows]
  const int* slots = nullptr;             ///< [rows], -1: none; null: no row has one
  int rows = 0;
  int vocabulary = 0;  ///< a multiple of 8
  int known = 0;       ///< tokens; logits behind them pad the vocabulary and count for nothing; 0: all
};

void sampling(const Sampling& arguments, const Placement& placement);

}  // namespace nanoflow
