#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

namespace nanoflow {

/** Writes the GPU's global timer, in ns, when the stream gets there. */
void stamp(uint64_t* to, cudaStream_t stream);

}  // namespace nanoflow
