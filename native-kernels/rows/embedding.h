#pragma once

#include <cuda_bf16.h>

#include "../device/placement.h"

namespace nanoflow {

/** output[i] = table[ids[i]]: the rows of the tokens' embeddings. */
struct Embedding {
  const __nv_bfloat16* table = nullptr;  ///< [vocabulary, hidden]
  const int* ids = nullptr;              ///< [tokens]
  __nv_bfloat16* output = nullptr;       ///< [tokens, hidden]
  int tokens = 0;
  int hidden = 0;     ///< a multiple of 8
  int tableRows = 0;  ///< for index_check.cuh alone
};

void embedding(const Embedding& arguments, const Placement& placement);

}  // namespace nanoflow
