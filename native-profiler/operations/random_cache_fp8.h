#pragma once

#include "../../native-kernels/attention/kv_cache.h"

namespace nanoflow {

/**
 * Writes random keys and values to all of an FP8 cache.
 *
 * @param random twice as many values as the cache has keys
 */
void fillFp8Cache(const KvCache& cache, const __nv_bfloat16* random, cudaStream_t stream);

}  // namespace nanoflow
