#include "device.h"

#include <algorithm>
#include <charconv>

#include "../../native-common/gpu/devices.h"
#include "../../native-common/gpu/random_fill.h"

namespace nanoflow {

PartitionSpec PartitionSpec::parse(const std::string& text) {
  if (text == "whole") return {};
  const size_t colon = text.find(':');
  const std::string side = text.substr(0, colon);
  if (colon == std::string::npos || (side != "group" && side != "remainder")) {
    throw std::invalid_argument("'part=" + text + "' is none of whole, group:G, remainder:G");
  }
  PartitionSpec partition{side == "group" ? Kind::group : Kind::remainder, 0};
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + colon + 1, end, partition.groupSms);
  if (parsed.ec != std::errc() || parsed.ptr != end || partition.groupSms <= 0) {
    throw std::invalid_argument("'part=" + text + "' has no SM count");
  }
  return partition;
}

Device::Device(int ordinal, uint64_t seed)
    : ordinal(ordinal), properties(activatedProperties(ordinal)), monitor(uuidText(properties)) {
  size_t free = 0, total = 0;
  check(cudaMemGetInfo(&free, &total));
  constexpr double kMostBytes = 36.0 * (1ull << 30), kMostOfFree = 0.85;
  const double bytes = std::min(kMostBytes, static_cast<double>(free) * kMostOfFree);
  inputs = std::make_unique<Arena>("random input memory", static_cast<size_t>(bytes * 2 / 3));
  scratch = std::make_unique<Arena>("scratch memory", static_cast<size_t>(bytes / 3));
  workspaces_ = std::make_unique<Arena>("workspace memory", 2 * gemmWorkspaceBytes);
  int leastPriority = 0, greatestPriority = 0;
  check(cudaDeviceGetStreamPriorityRange(&leastPriority, &greatestPriority));
  // With ordinary streams, the second side of a pair gets its few CTAs before the first fills the SMs.
  const int priorities[] = {leastPriority, greatestPriority};
  for (size_t side = 0; side < streams_.size(); ++side) {
    cudaStream_t made = nullptr;
    check(cudaStreamCreateWithPriority(&made, cudaStreamNonBlocking, priorities[side]));
    streams_[side].reset(made);
  }
  const cudaStream_t stream = streams_.front().get();
  fillRandom(reinterpret_cast<__nv_bfloat16*>(inputs->base()), inputs->bytes() / 2, {}, seed << 40, stream);
  check(cudaMemsetAsync(scratch->base(), 0, scratch->bytes(), stream));
  check(cudaStreamSynchronize(stream));
}

void Device::recover() const {
  activate();
  cudaGetLastError();
  cudaDeviceSynchronize();
  check(cudaDeviceSynchronize());
}

const SmSplit& Device::split(int groupSms) {
  std::unique_ptr<SmSplit>& cached = splits_[groupSms];
  if (!cached) {
    activate();
    cached = std::make_unique<SmSplit>(ordinal, groupSms);
  }
  return *cached;
}

Placement Device::placement(const PartitionSpec& partition, Side side) {
  if (partition.kind == PartitionSpec::Kind::whole) {
    return {streams_[static_cast<size_t>(side)].get(), properties.multiProcessorCount, 0};
  }
  const SmSplit& parts = split(partition.groupSms);
  const GreenContext& context = partition.kind == PartitionSpec::Kind::group ? parts.group : parts.remainder;
  return {context.stream(), context.smCount(), 0};
}

void Device::resetArenas(bool fresh, std::mt19937_64& random) {
  inputs->reset(fresh ? random() % (inputs->bytes() / 2) : 0);
  scratch->reset();
}

}  // namespace nanoflow
