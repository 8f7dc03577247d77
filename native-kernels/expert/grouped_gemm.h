#pragma once

#include <cuda_bf16.h>
#include <cuda_fp8.h>

#include "../device/placement.h"

namespace nanoflow {

/**
 * Products of a mixture-of-experts layer: output[r] = input[r] weight[e]^T for the rows r of each expert e.
 *
 * One launch for all experts; the row ranges are read on the device, so that a captured graph serves any routing.
 * Persistent CTAs, tensor copy engine and warpgroup products (compute capability 9.0 only).
 */
struct GroupedGemm {
  const __nv_bfloat16* input = nullptr;   ///< [rows, k], in expert order
  const __nv_bfloat16* weight = nullptr;  ///< [experts, n, k]
  const int* expertOffsets = nullptr;     ///< [experts + 1], first row of each expert (router.h)
  __nv_bfloat16* output = nullptr;        ///< [rows, n]
  int rows = 0;
  int n = 0;        ///< a multiple of 8
  int k = 0;        ///< a multiple of 8
  int experts = 0;  ///< at most 256
  /** Scratch for tiles that several CTAs share: without it every tile is one CTA's. */
  float* partials = nullptr;  ///< groupedGemmPartialFloats() floats, or null
  int* counters = nullptr;    ///< one an SM, zero; left zero; null exactly where `partials` is
};

/**
 * The same in FP8 (e4m3): each row of the input and of every expert's weight has a float32 scale, the output is bf16. Sums
 * stay in the tensor cores' own format (GemmFormat::fastSums).
 */
struct ScaledGroupedGemm {
  const __nv_fp8_e4m3* input = nullptr;   ///< [rows, k], in expert order, 16-byte aligned
  const float* inputScales = nullptr;     ///< [rows]
  const __nv_fp8_e4m3* weight = nullptr;  ///< [experts, n, k], 16-byte aligned
  const float* weightScales = nullptr;    ///< [experts, n], 8-byte aligned
  GroupedGemm shape;                      ///< all but input and weight; k a multiple of 16
};

/** Floats of scratch on `smCount` SMs. */
size_t groupedGemmPartialFloats(int smCount);

/** An implementation: rows and columns of an output tile. */
struct GroupedGemmTile {
  const char* name;
  int rows, columns;
};

/** Few rows suit experts with few rows; fewer columns fill the SMs where wide tiles are about as many as SMs. */
inline constexpr GroupedGemmTile groupedGemmTiles[] = {
    {"own.m64", 64, 256},
    {"own.m128", 128, 256},
    {"own.m128n192", 128, 192},
};

/**
 * @param tileRows and @param tileColumns one of groupedGemmTiles
 * @throws UnsupportedError in builds for other architectures than sm_90a
 */
void groupedGemm(const GroupedGemm& arguments, const Placement& placement, int tileRows, int tileColumns = 256);
void groupedGemm(const ScaledGroupedGemm& arguments, const Placement& placement, int tileRows, int tileColumns = 256);

}  // namespace nanoflow
