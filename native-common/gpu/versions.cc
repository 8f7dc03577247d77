#include "versions.h"

#include <cuda_runtime_api.h>

#include "../../native-kernels/device/cuda_check.h"
#include "../../native-kernels/product/gemm.h"

namespace nanoflow {

std::string cudaRuntimeVersion() {
  int code = 0;
  check(cudaRuntimeGetVersion(&code));
  return std::to_string(code / 1000) + "." + std::to_string(code % 1000 / 10);
}

std::string cublasLtVersion() {
  const size_t code = GemmLibrary::version();
  return std::to_string(code / 10000) + "." + std::to_string(code / 100 % 100) + "." + std::to_string(code % 100);
}

}  // namespace nanoflow
