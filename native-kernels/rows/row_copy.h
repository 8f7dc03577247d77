#pragma once

#include <cuda_bf16.h>

#include "../device/placement.h"

namespace nanoflow {

/** Which rows of an input are copied. */
struct RowSources {
  const int* rows = nullptr;  ///< their numbers; null: they are taken in order
  int inputRows = 0;          ///< rows that the input has; for index_check.cuh alone unless `sliced`
  int firstRow = 0;           ///< number of the input's first row
  bool sliced = false;        ///< the input is a slice of a larger one: a row outside of it is copied as zeros
};

/**
 * Copies `count` rows of `width` bf16, each once or several times; every row is read once.
 *
 * @param targets rows of the output, `targetCount` for each row, or null: they are filled in order
 */
void copyRows(const __nv_bfloat16* input, const RowSources& sources, __nv_bfloat16* output, const int* targets,
              int targetCount, int count, int width, const Placement& placement);

}  // namespace nanoflow
