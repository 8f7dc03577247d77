#pragma once

#include <cuda_runtime_api.h>

#include <source_location>
#include <stdexcept>
#include <string>

#include "device_error.h"

namespace nanoflow {

inline std::string describe(const std::string& what, const std::source_location& where) {
  const std::string path = where.file_name();
  return what + " (" + path.substr(path.find_last_of('/') + 1) + ":" + std::to_string(where.line()) + ")";
}

/**
 * Throws unless `code` is success. After a kernel launch: `check(cudaGetLastError())`.
 *
 * @throws RefusedError, DeviceError
 */
inline void check(cudaError_t code, std::source_location where = std::source_location::current()) {
  if (code == cudaSuccess) return;
  const std::string what = describe(std::string(cudaGetErrorName(code)) + ": " + cudaGetErrorString(code), where);
  cudaGetLastError();  // told here: the next launch must not tell it again
  if (isRefusal(code)) throw RefusedError(code, what);
  throw DeviceError(code, what);
}

/** Throws std::invalid_argument unless `holds`; launchers check shapes with it. */
inline void require(bool holds, const char* what, std::source_location where = std::source_location::current()) {
  if (!holds) throw std::invalid_argument(describe(what, where));
}

}  // namespace nanoflow
