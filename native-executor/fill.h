#pragma once

#include <cuda_bf16.h>
#include <cuda_runtime_api.h>

#include <cstdint>

namespace nanoflow {

/**
 * Fills with bf16 of about normal distribution (Irwin-Hall sum of four bytes of SplitMix64), alike for the same seed.
 *
 * @param deviation standard deviation; with 0 every value is `mean`
 */
void fillRandom(__nv_bfloat16* to, size_t count, float mean, float deviation, uint64_t seed, cudaStream_t stream);

}  // namespace nanoflow
