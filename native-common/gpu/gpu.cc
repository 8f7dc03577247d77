#include "gpu.h"

#include "devices.h"

namespace nanoflow {
namespace {

/** An ordinary stream of the current device. @param urgent with the device's highest priority, else the lowest */
Stream makeStream(bool urgent) {
  int least = 0, greatest = 0;
  check(cudaDeviceGetStreamPriorityRange(&least, &greatest));
  cudaStream_t made = nullptr;
  check(cudaStreamCreateWithPriority(&made, cudaStreamNonBlocking, urgent ? greatest : least));
  return Stream(made);
}

}  // namespace

Gpu::Gpu(int ordinal)
    : ordinal(ordinal),
      properties(activatedProperties(ordinal)),
      uuid(uuidText(properties)),
      monitor(uuid),
      ordinary_(makeStream(false)),
      urgent_(makeStream(true)) {}

Lane Gpu::lane(const LaneOptions& options) {
  const bool whole = options.partition.kind == Partition::Kind::whole;
  Placement placement = placementOn(options.partition, options.urgent);
  placement.ctaLimit = options.ctaLimit;
  const int target = options.gemmSmTarget.value_or(whole ? 0 : placement.smCount);
  // Who counts on some SMs of the whole GPU leaves the others to CTAs that the hardware puts anywhere.
  placement.scattered = whole && target > 0;
  return {this, placement, target};
}

Placement Gpu::placementOn(const Partition& partition, bool urgent) {
  if (partition.kind == Partition::Kind::whole) {
    // Urgent lanes get their few CTAs before others fill the SMs.
    return {(urgent ? urgent_ : ordinary_).get(), properties.multiProcessorCount};
  }
  const SmSplit& parts = split(partition.groupSms);
  const GreenContext& context = partition.kind == Partition::Kind::group ? parts.group : parts.remainder;
  return {context.stream(), context.smCount()};
}

const SmSplit& Gpu::split(int groupSms) {
  std::unique_ptr<SmSplit>& cached = splits_[groupSms];
  if (!cached) {
    activate();
    cached = std::make_unique<SmSplit>(ordinal, groupSms);
  }
  return *cached;
}

}  // namespace nanoflow
