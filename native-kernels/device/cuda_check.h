#pragma once

#include <cuda_runtime_api.h>

#include <source_location>
#include <stdexcept>
#include <string>

namespace nanoflow {

/** A failed CUDA runtime call; `code` tells callers whether the device is still usable. */
class CudaError : public std::runtime_error {
 public:
  CudaError(cudaError_t code, const std::string& message) : std::runtime_error(message), code(code) {}
  const cudaError_t code;
};

/** What was asked for does not exist in this build or on this machine. */
class UnsupportedError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

inline std::string describe(const std::string& what, const std::source_location& where) {
  const std::string path = where.file_name();
  return what + " (" + path.substr(path.find_last_of('/') + 1) + ":" + std::to_string(where.line()) + ")";
}

/** Throws CudaError unless `code` is success. After a kernel launch: `check(cudaGetLastError())`. */
inline void check(cudaError_t code, std::source_location where = std::source_location::current()) {
  if (code == cudaSuccess) return;
  throw CudaError(code, describe(std::string(cudaGetErrorName(code)) + ": " + cudaGetErrorString(code), where));
}

/** Throws std::invalid_argument unless `holds`; launchers check shapes with it. */
inline void require(bool holds, const char* what, std::source_location where = std::source_location::current()) {
  if (!holds) throw std::invalid_argument(describe(what, where));
}

}  // namespace nanoflow
