#pragma once

#include <cuda.h>
#include <cuda_bf16.h>

#include "driver_entry.h"
#include "tensor_core.cuh"

/** Copies of boxes of a matrix to shared memory by the tensor copy engine of compute capability 9.0. */
namespace nanoflow {

/** Columns of a box: 128 bytes, the widest that the engine and the warpgroup instructions swizzle. */
inline constexpr int boxColumns = 64;

/**
 * Map of a row-major bf16 matrix for boxes of `boxRows` x 64; reads past the end give zero.
 *
 * @param swizzle CU_TENSOR_MAP_SWIZZLE_NONE where the matrix is stored swizzled already
 */
inline CUtensorMap tensorMap(const __nv_bfloat16* base, size_t rows, int columns, int boxRows,
                             CUtensorMapSwizzle swizzle = CU_TENSOR_MAP_SWIZZLE_128B) {
  static auto* const encode = driverEntry<decltype(cuTensorMapEncodeTiled)>("cuTensorMapEncodeTiled", 12000);
  CUtensorMap map{};
  const cuuint64_t sizes[] = {static_cast<cuuint64_t>(columns), static_cast<cuuint64_t>(rows)};
  const cuuint64_t strides[] = {static_cast<cuuint64_t>(columns) * sizeof(*base)};
  const cuuint32_t box[] = {boxColumns, static_cast<cuuint32_t>(boxRows)}, steps[] = {1, 1};
  const CUresult result =
      encode(&map, CU_TENSOR_MAP_DATA_TYPE_BFLOAT16, 2, const_cast<__nv_bfloat16*>(base), sizes, strides, box, steps,
             CU_TENSOR_MAP_INTERLEAVE_NONE, swizzle, CU_TENSOR_MAP_L2_PROMOTION_L2_256B, CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE);
  require(result == CUDA_SUCCESS, "the matrix has no tensor map: 16-byte alignment is needed");
  return map;
}

#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900

/** Copies the box at column `x`, row `y` of a tensor map to shared memory. */
__device__ inline void copyBox(void* to, const CUtensorMap& map, int x, int y, uint64_t* barrier) {
  asm volatile(
      "cp.async.bulk.tensor.2d.shared::cluster.global.mbarrier::complete_tx::bytes [%0], [%1, {%2, %3}], [%4];" ::"r"(
          sharedAddress(to)),
      "l"(&map), "r"(x), "r"(y), "r"(sharedAddress(barrier))
      : "memory");
}

#endif

}  // namespace nanoflow
