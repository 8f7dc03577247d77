#pragma once

#include <cuda_bf16.h>

#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "../../native-kernels/device/cuda_check.h"
#include "../../native-kernels/device/cuda_handle.h"
#include "../../native-kernels/device/placement.h"

/** GPUs as ranks, for the test programs of kernels that work over ranks. One GPU may be several ranks. */
namespace nanoflow::test {

struct Rank {
  int device;
  Stream stream;
  Placement placement;
};

/** CUDA ordinals such as `0,1`, one a rank. */
inline std::vector<int> parseDevices(const std::string& text) {
  std::vector<int> devices;
  std::stringstream words(text);
  for (std::string word; std::getline(words, word, ',');) devices.push_back(std::stoi(word));
  return devices;
}

inline std::vector<Rank> openRanks(const std::vector<int>& devices) {
  std::vector<Rank> ranks;
  for (const int device : devices) {
    check(cudaSetDevice(device));
    cudaStream_t stream = nullptr;
    check(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
    int smCount = 0;
    check(cudaDeviceGetAttribute(&smCount, cudaDevAttrMultiProcessorCount, device));
    ranks.push_back({device, Stream(stream), {stream, smCount}});
  }
  return ranks;
}

/** Waits for all ranks. @throws DeviceError */
inline void synchronise(const std::vector<Rank>& ranks) {
  for (const Rank& rank : ranks) {
    check(cudaSetDevice(rank.device));
    check(cudaStreamSynchronize(rank.stream.get()));
  }
}

/** Memory of a rank. */
template <typename T>
class Array {
 public:
  Array(const Rank& rank, size_t count) : device_(rank.device), count_(count) {
    check(cudaSetDevice(device_));
    void* memory = nullptr;
    check(cudaMalloc(&memory, count * sizeof(T)));
    memory_.reset(static_cast<T*>(memory));
    poison();
  }
  Array(const Rank& rank, const std::vector<T>& values) : Array(rank, values.size()) { upload(values); }

  T* get() const { return memory_.get(); }
  size_t count() const { return count_; }

  /** NaN in every floating-point format. */
  void poison() const {
    check(cudaSetDevice(device_));
    check(cudaMemset(get(), 0xff, count_ * sizeof(T)));
    check(cudaDeviceSynchronize());
  }
  void upload(const std::vector<T>& values) const {
    check(cudaSetDevice(device_));
    check(cudaMemcpy(get(), values.data(), values.size() * sizeof(T), cudaMemcpyHostToDevice));
    check(cudaDeviceSynchronize());
  }
  std::vector<T> download() const {
    check(cudaSetDevice(device_));
    std::vector<T> values(count_);
    check(cudaMemcpy(values.data(), get(), count_ * sizeof(T), cudaMemcpyDeviceToHost));
    return values;
  }

 private:
  int device_;
  size_t count_;
  Owned<T*, cudaFree> memory_;
};

/** Captures what `enqueue` puts on the ranks' streams as one CUDA graph a rank, and launches it `times` times. */
inline void replay(const std::vector<Rank>& ranks, int times, const std::function<void()>& enqueue) {
  for (const Rank& rank : ranks) {
    check(cudaSetDevice(rank.device));
    check(cudaStreamBeginCapture(rank.stream.get(), cudaStreamCaptureModeThreadLocal));
  }
  enqueue();
  std::vector<Graph> captured;
  for (const Rank& rank : ranks) {
    check(cudaSetDevice(rank.device));
    cudaGraph_t graph = nullptr;
    check(cudaStreamEndCapture(rank.stream.get(), &graph));
    captured.emplace_back(graph);
  }
  // Not before all captures have ended.
  std::vector<GraphExec> graphs;
  for (const Graph& graph : captured) {
    cudaGraphExec_t executable = nullptr;
    check(cudaGraphInstantiate(&executable, graph.get(), 0));
    graphs.emplace_back(executable);
  }
  for (int i = 0; i < times; ++i) {
    for (size_t rank = 0; rank < ranks.size(); ++rank) {
      check(cudaSetDevice(ranks[rank].device));
      check(cudaGraphLaunch(graphs[rank].get(), ranks[rank].stream.get()));
    }
  }
  synchronise(ranks);
}

}  // namespace nanoflow::test
