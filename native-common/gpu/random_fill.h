#pragma once

#include <cuda_bf16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

namespace nanoflow {

/** Of random values; with `deviation` 0 all are `mean`. */
struct Normal {
  float mean = 0;
  float deviation = 1;  ///< standard
};

/**
 * Fills `to` [count] with bf16 of about normal distribution (Irwin-Hall sum of four bytes of SplitMix64), alike for the
 * same seed.
 *
 * @param to aligned to 4 bytes
 */
void fillRandom(__nv_bfloat16* to, size_t count, Normal normal, uint64_t seed, cudaStream_t stream);

}  // namespace nanoflow
