#pragma once

#include <cuda_bf16.h>

#include "../device/placement.h"

namespace nanoflow {

/**
 * Copies `count` rows of `width` bf16, each once or several times; every row is read once.
 *
 * @param sources rows of the input, or null: they are taken in order
 * @param inputRows for index_check.cuh alone
 * @param targets rows of the output, `targetCount` for each row, or null: they are filled in order
 */
void copyRows(const __nv_bfloat16* input, const int* sources, __nv_bfloat16* output, const int* targets,
              int targetCount, int count, int width, int inputRows, const Placement& placement);

}  // namespace nanoflow
