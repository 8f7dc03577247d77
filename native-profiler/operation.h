#pragma once

#include <algorithm>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "../native-kernels/all_reduce.h"
#include "device.h"
#include "spec.h"

namespace nanoflow {

/** A stream of one device on which an operation enqueues kernels. */
struct Lane {
  Device* device = nullptr;
  cudaStream_t stream = nullptr;
};

/** ||out - ref|| / ||ref|| of the compared elements; infinite when an output is not finite. */
class ErrorNorm {
 public:
  void add(double output, double reference);
  double relative() const;

 private:
  double difference_ = 0, reference_ = 0;
  bool finite_ = true;
};

/** An operation on given shapes, ready to be enqueued any number of times. */
class Operation {
 public:
  virtual ~Operation() = default;

  /** Enqueues one call on buffer set `set`. */
  virtual void launch(int set) = 0;

  /** Runs buffer set 0 once with outputs poisoned and compares with a reference computed here on the CPU. */
  virtual ErrorNorm check() = 0;

  std::vector<Lane> lanes;
  int sets = 1;                            ///< buffer sets to rotate over, so that calls find a cold L2
  std::string implementation = "default";  ///< the name that rebuilds this choice
};

/** Where an operation is built: a device and a partition of it. */
struct Site {
  Device& device;
  Side side;
  Placement placement;
  int gemmSmTarget;  ///< 0: all SMs
  bool rotate;       ///< false: a single buffer set
  std::mt19937_64& random;

  /** Buffer sets of `bytes` each that together exceed twice the L2. */
  int rotations(size_t bytes) const;

  __nv_bfloat16* input(size_t count) const { return device.inputs->take<__nv_bfloat16>(count); }
  __nv_bfloat16* output(size_t count) const { return device.scratch->take<__nv_bfloat16>(count); }
  /** Random values in memory that kernels may change. */
  __nv_bfloat16* mutableInput(size_t count) const;

  /** A copy of host values on the device. */
  template <typename T>
  T* upload(const std::vector<T>& values) const {
    T* to = device.scratch->take<T>(values.size());
    ::nanoflow::check(cudaMemcpy(to, values.data(), values.size() * sizeof(T), cudaMemcpyHostToDevice));
    return to;
  }

  Lane lane() const { return {&device, placement.stream}; }
};

/** Host copy of device memory. */
template <typename T>
std::vector<T> download(const T* from, size_t count) {
  std::vector<T> values(count);
  check(cudaMemcpy(values.data(), from, count * sizeof(T), cudaMemcpyDeviceToHost));
  return values;
}

std::vector<float> downloadFloats(const __nv_bfloat16* from, size_t count);

/** Overwrites with all-ones bytes, NaN in every floating-point format, and waits. */
template <typename T>
void poison(T* to, size_t count) {
  check(cudaMemset(to, 0xff, count * sizeof(T)));
  check(cudaDeviceSynchronize());
}

/** Communicators of all devices, made on first use: making one takes a good part of a second. */
class Communicators {
 public:
  const AllReduce& get(const std::vector<Device*>& devices, int ctas, bool clusters);

 private:
  std::map<std::pair<int, bool>, std::unique_ptr<AllReduce>> made_;
};

/** What the jobs of a server share. */
struct Workbench {
  std::vector<std::unique_ptr<Device>> devices;
  Communicators communicators;
  std::mt19937_64 random;
};

/** How a job wants its operation built. */
struct BuildOptions {
  PartitionSpec partition;
  Side side = Side::first;
  int ctaLimit = 0;
  int gemmSmTarget = -1;  ///< -1: the partition's SMs
  bool rotate = true;
  bool everyDevice = false;  ///< build a copy on every device, as a partner of a collective
};

bool isCollective(const std::string& op);

/** Builds the operation that `spec` describes (`op`, `impl` and its shape). */
std::unique_ptr<Operation> buildOperation(Spec& spec, const BuildOptions& options, Workbench& bench);

/** A Site of `device` for these options. */
Site siteOf(Device& device, const BuildOptions& options, std::mt19937_64& random);

/** Implementations that cuBLASLt offers for a `gemm` or `grouped_gemm` spec. */
std::vector<std::string> listImplementations(Spec& spec, const Site& site, int most);

}  // namespace nanoflow
