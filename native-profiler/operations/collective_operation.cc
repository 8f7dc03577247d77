#include "collective_operation.h"

#include "../method/replay.h"

namespace nanoflow {

CollectiveOperation::CollectiveOperation(Spec& spec, const std::vector<Site>& sites, Communicators& communicators,
                                         CollectiveKind kind, Extent input, Extent output)
    : count_(static_cast<size_t>(spec.integer("tokens")) * spec.integer("hidden")), input_(input), output_(output) {
  if (sites.size() < 2) throw UnsupportedError("a collective needs two or more GPUs: --device 0,1");
  implementation = spec.text("impl", "nccl");
  std::vector<int> devices;
  for (const Site& site : sites) {
    devices.push_back(site.device.gpu.ordinal);
    lanes.push_back(site.lane);
  }
  const Site& first = sites.front();
  // Clusters wait for free SMs side by side: they do not fit a remainder, and starve beside a GEMM on ordinary streams.
  const Placement& place = first.lane.placement;
  const bool undisturbed =
      place.smCount == first.device.gpu.properties.multiProcessorCount && place.ctaLimit == 0;
  collective_ = communicators.make(kind, implementation, devices, undisturbed);
  oneGraph = collective_->joinsLanes();
  sets = first.rotations(sizeof(__nv_bfloat16) * (elements(input) + elements(output)));
  sets_.resize(sets);
  for (const Site& site : sites) {
    site.device.gpu.activate();
    __nv_bfloat16* scratch = site.output(collective_->scratchElements(count_));
    for (auto& set : sets_) {
      set.push_back({site.device.gpu.ordinal, site.lane.placement, site.input(elements(input)),
                     site.output(elements(output)), scratch});
    }
  }
  first.device.gpu.activate();
}

std::vector<std::vector<float>> CollectiveOperation::runAll() {
  constexpr double kDelayUs = 1000;
  const Replay replay(*this, 1);
  Gate gate;
  for (const bool replayed : {false, true, true}) {
    for (const CollectiveLane& lane : sets_.front()) {
      ::nanoflow::check(cudaSetDevice(lane.device));
      poison(lane.output, elements(output_));
    }
    lanes.front().gpu->activate();
    if (replayed) {
      replay.launch();
    } else {
      const GateHold held(gate, {lanes.back()});
      launch(0);
      rest(kDelayUs);
    }
    synchronise(lanes);
  }
  std::vector<std::vector<float>> outputs;
  for (const CollectiveLane& lane : sets_.front()) {
    ::nanoflow::check(cudaSetDevice(lane.device));
    outputs.push_back(downloadFloats(lane.output, elements(output_)));
  }
  lanes.front().gpu->activate();
  return outputs;
}

std::vector<std::vector<float>> CollectiveOperation::inputs() const {
  std::vector<std::vector<float>> inputs;
  for (const CollectiveLane& lane : sets_.front()) inputs.push_back(downloadFloats(lane.input, elements(input_)));
  return inputs;
}

}  // namespace nanoflow
