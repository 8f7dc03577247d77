#pragma once

#include <cstdint>

namespace nanoflow {

/**
 * A number that depends on a seed and a counter alone, evenly distributed in (0, 1): the first of the four that
 * Philox4x32-10 gives (Salmon et al., _Parallel Random Numbers: As Easy as 1, 2, 3_, SC 2011).
 */
__host__ __device__ inline double philoxUniform(uint32_t seedLow, uint32_t seedHigh, uint32_t counter) {
  uint32_t words[4] = {counter, 0, 0, 0};
  for (int round = 0; round < 10; ++round) {
    const uint64_t first = uint64_t{0xD2511F53} * words[0], second = uint64_t{0xCD9E8D57} * words[2];
    words[0] = static_cast<uint32_t>(second >> 32) ^ words[1] ^ seedLow;
    words[1] = static_cast<uint32_t>(second);
    words[2] = static_cast<uint32_t>(first >> 32) ^ words[3] ^ seedHigh;
    words[3] = static_cast<uint32_t>(first);
    seedLow += 0x9E3779B9;
    seedHigh += 0xBB67AE85;
  }
  return (words[0] + 0.5) * 0x1p-32;
}

}  // namespace nanoflow
