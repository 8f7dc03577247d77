#pragma once

#include <cuda_runtime_api.h>

#include <memory>
#include <type_traits>

namespace nanoflow {

/** Deleter of the CUDA handles below; a failure to destroy has no one to tell. */
template <auto Destroy>
struct Destroyer {
  template <typename Object>
  void operator()(Object* handle) const {
    Destroy(handle);
  }
};

/** A CUDA handle that is destroyed with its owner. */
template <typename Handle, auto Destroy>
using Owned = std::unique_ptr<std::remove_pointer_t<Handle>, Destroyer<Destroy>>;

using Stream = Owned<cudaStream_t, cudaStreamDestroy>;
using Graph = Owned<cudaGraph_t, cudaGraphDestroy>;
using GraphExec = Owned<cudaGraphExec_t, cudaGraphExecDestroy>;

}  // namespace nanoflow
