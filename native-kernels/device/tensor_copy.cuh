#pragma once

#include <cuda.h>
#include <cuda_bf16.h>

#include "driver_entry.h"
#include "tensor_core.cuh"

/** Copies of boxes of a matrix to shared memory by the tensor copy engine of compute capability 9.0. */
namespace nanoflow {

/** Columns of a box: 128 bytes, the widest that the engine and the warpgroup instructions swizzle. */
inline constexpr int boxColumns = 64;

/** Encodes a map of `Dimensions` dimensions, the fastest first; `strides` (bytes) leave that one out. */
template <int Dimensions>
CUtensorMap encodeTensorMap(const __nv_bfloat16* base, const cuuint64_t (&sizes)[Dimensions],
                            const cuuint64_t (&strides)[Dimensions - 1], const cuuint32_t (&box)[Dimensions],
                            CUtensorMapSwizzle swizzle) {
  static auto* const encode = driverEntry<decltype(cuTensorMapEncodeTiled)>("cuTensorMapEncodeTiled", 12000);
  CUtensorMap map{};
  const cuuint32_t steps[] = {1, 1, 1, 1};
  const CUresult result = encode(&map, CU_TENSOR_MAP_DATA_TYPE_BFLOAT16, Dimensions, const_cast<__nv_bfloat16*>(base),
                                 sizes, strides, box, steps, CU_TENSOR_MAP_INTERLEAVE_NONE, swizzle,
                                 CU_TENSOR_MAP_L2_PROMOTION_L2_256B, CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE);
  require(result == CUDA_SUCCESS, "the matrix has no tensor map: 16-byte alignment is needed");
  return map;
}

/** Map of a row-major bf16 matrix for boxes of `boxRows` x 64, to be swizzled; reads past the end give zero. */
inline CUtensorMap tensorMap(const __nv_bfloat16* base, size_t rows, int columns, int boxRows) {
  const auto width = static_cast<cuuint64_t>(columns);
  return encodeTensorMap<2>(base, {width, rows}, {width * sizeof(*base)},
                            {boxColumns, static_cast<cuuint32_t>(boxRows)}, CU_TENSOR_MAP_SWIZZLE_128B);
}

/** Eight rows of 64 columns in shared memory: what the warpgroup instructions swizzle as a whole. */
inline constexpr int swizzledBlockBytes = 8 * boxColumns * 2;

/**
 * Map of a row-major bf16 matrix that is stored swizzled, for boxes of `boxRows` whole rows (a multiple of 8). In
 * shared memory a box is eight rows after eight, each of them a block of 64 columns after the other.
 */
inline CUtensorMap swizzledTensorMap(const __nv_bfloat16* base, size_t rows, int columns, int boxRows) {
  const cuuint64_t block = boxColumns * sizeof(*base), blocks = columns / boxColumns, row = block * blocks;
  return encodeTensorMap<4>(base, {boxColumns, 8, blocks, rows / 8}, {row, block, 8 * row},
                            {boxColumns, 8, static_cast<cuuint32_t>(blocks), static_cast<cuuint32_t>(boxRows / 8)},
                            CU_TENSOR_MAP_SWIZZLE_NONE);
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

/**
 * Copies the box at row `row` (a multiple of 8) of a swizzledTensorMap to shared memory, and reports to `barrier`: at
 * the same places of the first `Ctas` CTAs of the cluster.
 */
template <int Ctas>
__device__ inline void copySwizzledBox(void* to, const CUtensorMap& map, int row, uint64_t* barrier) {
  if constexpr (Ctas == 1) {
    asm volatile(
        "cp.async.bulk.tensor.4d.shared::cluster.global.mbarrier::complete_tx::bytes"
        " [%0], [%1, {%2, %2, %2, %3}], [%4];" ::"r"(sharedAddress(to)),
        "l"(&map), "r"(0), "r"(row / 8), "r"(sharedAddress(barrier))
        : "memory");
  } else {
    constexpr uint16_t kAll = (1 << Ctas) - 1;
    asm volatile(
        "cp.async.bulk.tensor.4d.shared::cluster.global.mbarrier::complete_tx::bytes.multicast::cluster"
        " [%0], [%1, {%2, %2, %2, %3}], [%4], %5;" ::"r"(sharedAddress(to)),
        "l"(&map), "r"(0), "r"(row / 8), "r"(sharedAddress(barrier)), "h"(kAll)
        : "memory");
  }
}

#endif

}  // namespace nanoflow
