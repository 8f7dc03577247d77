#pragma once

#include <cuda_runtime_api.h>

#include <stdexcept>
#include <string>

namespace nanoflow {

/*
 * Failed calls of CUDA's runtime and driver, of cuBLAS and of NCCL, by one rule for all of them:
 *
 * - A call that was turned down before anything ran is a RefusedError: for its arguments, for what the kernel or the
 *   build lacks, for want of memory. The request is answered, and the program goes on. So a sweep may try what a GPU
 *   cannot run. (Shapes that our launchers or cuBLAS do not support are std::invalid_argument, to the same effect.)
 * - Any other failure is a DeviceError. What is in memory, and what still runs, is then unknown: the program ends.
 * - A status that leaves open which of the two it was counts as refused. That is safe because after every request that
 *   failed both programs ask their GPUs (requireUsable): an error that stays with one is a DeviceError.
 */

/** The GPU failed, or a library lost track of it. Nothing but the end of the program answers that. */
class DeviceError : public std::runtime_error {
 public:
  DeviceError(cudaError_t code, const std::string& message) : std::runtime_error(message), code(code) {}
  const cudaError_t code;  ///< CUDA's own, or cudaErrorUnknown
};

/** A library turned a call down; as far as it says, nothing ran. */
class RefusedError : public std::runtime_error {
 public:
  RefusedError(cudaError_t code, const std::string& message) : std::runtime_error(message), code(code) {}
  const cudaError_t code;  ///< CUDA's own or the one that says the same, else cudaErrorUnknown
};

/** What was asked for does not exist in this build or on this machine. */
class UnsupportedError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/** Whether CUDA returns the code of calls that it turns down before anything runs. */
constexpr bool isRefusal(cudaError_t code) {
  switch (code) {
    case cudaErrorInvalidValue:
    case cudaErrorMemoryAllocation:
    case cudaErrorNotSupported:
    case cudaErrorSymbolNotFound:
    // Launches.
    case cudaErrorInvalidConfiguration:
    case cudaErrorInvalidDeviceFunction:
    case cudaErrorLaunchOutOfResources:
    case cudaErrorCooperativeLaunchTooLarge:
    case cudaErrorInvalidClusterSize:
    // Peers and splits of the SMs.
    case cudaErrorPeerAccessUnsupported:
    case cudaErrorTooManyPeers:
    case cudaErrorInvalidResourceType:
    case cudaErrorInvalidResourceConfiguration:
    // Captures, which are dropped.
    case cudaErrorStreamCaptureUnsupported:
    case cudaErrorStreamCaptureInvalidated:
    case cudaErrorStreamCaptureMerge:
    case cudaErrorStreamCaptureUnmatched:
    case cudaErrorStreamCaptureUnjoined:
    case cudaErrorStreamCaptureIsolation:
    case cudaErrorStreamCaptureImplicit:
    case cudaErrorCapturedEvent:
    case cudaErrorStreamCaptureWrongThread:
      return true;
    default:
      return false;
  }
}

}  // namespace nanoflow
