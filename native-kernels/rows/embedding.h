#pragma once

#include <cuda_bf16.h>

#include "../device/placement.h"

namespace nanoflow {

/**
 * output[i] = table[ids[i]]: the rows of the tokens' embeddings.
 *
 * With tensor parallelism a rank has a slice of the table: the tokens from `firstId` on, `tableRows` of them. Tokens of
 * other slices give rows of zeros, so that the sum over ranks is the whole table's answer, to the bit: but that minus
 * zero becomes zero.
 */
struct Embedding {
  const __nv_bfloat16* table = nullptr;  ///< [tableRows, hidden]
  const int* ids = nullptr;              ///< [tokens]
  __nv_bfloat16* output = nullptr;       ///< [tokens, hidden]
  int tokens = 0;
  int hidden = 0;       ///< a multiple of 8
  int tableRows = 0;    ///< for index_check.cuh alone unless `sliced`
  int firstId = 0;      ///< the token of the table's first row
  bool sliced = false;  ///< whether tokens outside of the table are looked up elsewhere
};

void embedding(const Embedding& arguments, const Placement& placement);

}  // namespace nanoflow
