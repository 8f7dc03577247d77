#pragma once

#include <cuda_runtime_api.h>

#include <string>

namespace nanoflow {

/** What a failed call means for whoever drives the program, as fatal lines and answers have it in `code`. */
std::string failureCode(cudaError_t code);

}  // namespace nanoflow
