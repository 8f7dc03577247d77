#pragma once

#include <cuda_runtime_api.h>

#include <stdexcept>
#include <string>

#include "../../native-kernels/device/cuda_check.h"

namespace nanoflow {

/** Device memory taken once and handed out piece by piece; `reset` frees all pieces. */
class Arena {
 public:
  Arena(std::string name, size_t bytes) : name_(std::move(name)), bytes_(bytes) {
    void* memory = nullptr;
    check(cudaMalloc(&memory, bytes));
    base_ = static_cast<char*>(memory);
  }
  ~Arena() { cudaFree(base_); }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  void reset(size_t offset = 0) { used_ = offset / kAlignment * kAlignment; }
  char* base() const { return base_; }
  size_t bytes() const { return bytes_; }

  template <typename T>
  T* take(size_t count) {
    const size_t size = (count * sizeof(T) + kAlignment - 1) / kAlignment * kAlignment;
    if (size > bytes_ - used_) {
      throw std::length_error("needs " + std::to_string((used_ + size) >> 20) + " MiB of " + name_ + ", there are " +
                              std::to_string(bytes_ >> 20));
    }
    T* piece = reinterpret_cast<T*>(base_ + used_);
    used_ += size;
    return piece;
  }

 private:
  static constexpr size_t kAlignment = 1024;
  std::string name_;
  char* base_ = nullptr;
  size_t bytes_ = 0;
  size_t used_ = 0;
};

}  // namespace nanoflow
