#include "../../native-kernels/all_reduce.h"

#include <charconv>

#include "operations.h"

namespace nanoflow {
namespace {

/** `nccl` leaves the CTA count to NCCL, `nccl.c8` sets it. */
int ctasOf(const std::string& implementation) {
  if (implementation == "nccl") return 0;
  int ctas = 0;
  const char* end = implementation.data() + implementation.size();
  if (implementation.starts_with("nccl.c")) {
    const auto parsed = std::from_chars(implementation.data() + 6, end, ctas);
    if (parsed.ec == std::errc() && parsed.ptr == end && ctas > 0) return ctas;
  }
  throw std::invalid_argument("unknown implementation '" + implementation + "', known: nccl, nccl.cN");
}

class AllReduceOperation final : public Operation {
 public:
  AllReduceOperation(Spec& spec, const std::vector<Site>& sites, Communicators& communicators)
      : count_(static_cast<size_t>(spec.integer("tokens")) * spec.integer("hidden")) {
    if (sites.size() < 2) throw UnsupportedError("all_reduce needs two or more GPUs: --device 0,1");
    implementation = spec.text("impl", "nccl");
    std::vector<Device*> devices;
    for (const Site& site : sites) {
      devices.push_back(&site.device);
      lanes.push_back(site.lane());
    }
    const Site& first = sites.front();
    // Clusters wait for free SMs side by side: they do not fit a remainder, and starve beside a GEMM on ordinary streams.
    const bool undisturbed =
        first.placement.smCount == first.device.properties.multiProcessorCount && first.placement.ctaLimit == 0;
    collective_ = &communicators.get(devices, ctasOf(implementation), undisturbed);
    sets = sites.front().rotations(4 * count_);
    for (int i = 0; i < sets; ++i) {
      std::vector<CollectiveLane> set;
      for (const Site& site : sites) {
        set.push_back({site.device.ordinal, site.placement.stream, site.input(count_), site.output(count_)});
      }
      sets_.push_back(set);
    }
  }

  void launch(int set) override { collective_->run(sets_[set], count_); }

  ErrorNorm check() override {
    std::vector<double> sum(count_);
    for (const CollectiveLane& lane : sets_.front()) {
      ::nanoflow::check(cudaSetDevice(lane.device));
      poison(lane.output, count_);
      const auto part = downloadFloats(lane.input, count_);
      for (size_t i = 0; i < count_; ++i) sum[i] += part[i];
    }
    launch(0);
    ErrorNorm error;
    for (const CollectiveLane& lane : sets_.front()) {
      ::nanoflow::check(cudaSetDevice(lane.device));
      ::nanoflow::check(cudaStreamSynchronize(lane.stream));
      const auto output = downloadFloats(lane.output, count_);
      for (size_t i = 0; i < count_; ++i) error.add(output[i], sum[i]);
    }
    lanes.front().device->activate();
    return error;
  }

 private:
  size_t count_;
  const AllReduce* collective_ = nullptr;
  std::vector<std::vector<CollectiveLane>> sets_;
};

}  // namespace

std::unique_ptr<Operation> makeAllReduce(Spec& spec, const std::vector<Site>& sites, Communicators& communicators) {
  return std::make_unique<AllReduceOperation>(spec, sites, communicators);
}

}  // namespace nanoflow
