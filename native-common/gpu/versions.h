#pragma once

#include <string>

namespace nanoflow {

/** "13.0". @throws DeviceError */
std::string cudaRuntimeVersion();

/** "13.1.0" */
std::string cublasLtVersion();

}  // namespace nanoflow
