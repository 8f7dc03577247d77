#include "failure_code.h"

namespace nanoflow {

std::string failureCode(cudaError_t code) {
  switch (code) {
    case cudaErrorNoDevice:
    case cudaErrorInvalidDevice:
      return "NO_GPU";
    case cudaErrorInsufficientDriver:
    case cudaErrorSystemDriverMismatch:
      return "DRIVER_TOO_OLD";
    case cudaErrorMemoryAllocation:
      return "OUT_OF_MEMORY";
    case cudaErrorNoKernelImageForDevice:
      return "UNSUPPORTED_COMPUTE_CAPABILITY";
    default:
      return "DEVICE_FAILED";
  }
}

}  // namespace nanoflow
