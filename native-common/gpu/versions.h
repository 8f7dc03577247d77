#pragma once

#include <string>

namespace nanoflow {

/** "13.0". @throws CudaError */
std::string cudaRuntimeVersion();

/** "13.1.0" */
std::string cublasLtVersion();

}  // namespace nanoflow
