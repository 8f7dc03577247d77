#include "workbench.h"

#include <map>

#include "../operations/operations.h"

namespace nanoflow {
namespace {

using Maker = std::unique_ptr<Operation> (*)(Spec&, const Site&);

const std::map<std::string, Maker>& makers() {
  static const std::map<std::string, Maker> table = {
      {"gemm", makeGemm},
      {"grouped_gemm", makeGroupedGemm},
      {"decode_attention", makeDecodeAttention},
      {"prefill_attention", makePrefillAttention},
      {"rms_norm", makeRmsNorm},
      {"rope_kv_append", makeRopeKvAppend},
      {"silu_mul", makeSiluMul},
      {"quantise_rows", makeQuantiseRows},
      {"router", makeRouter},
      {"moe_permute", makeMoePermute},
      {"moe_combine", makeMoeCombine},
      {"embedding", makeEmbedding},
      {"sampling", makeSampling},
      {"copy", makeCopy},
  };
  return table;
}

using CollectiveMaker = std::unique_ptr<Operation> (*)(Spec&, const std::vector<Site>&, Communicators&);

const std::map<std::string, CollectiveMaker>& collectiveMakers() {
  static const std::map<std::string, CollectiveMaker> table = {
      {"all_reduce", makeAllReduce},
      {"all_reduce_norm", makeAllReduceNorm},
      {"reduce_scatter", makeReduceScatter},
      {"all_gather", makeAllGather},
  };
  return table;
}

/** The same operation on every device, as it runs beside a collective. */
class EveryDevice final : public Operation {
 public:
  explicit EveryDevice(std::vector<std::unique_ptr<Operation>> parts) : parts_(std::move(parts)) {
    for (const auto& part : parts_) lanes.insert(lanes.end(), part->lanes.begin(), part->lanes.end());
    sets = parts_.front()->sets;
    implementation = parts_.front()->implementation;
  }

  void launch(int set) override {
    for (const auto& part : parts_) {
      part->lanes.front().gpu->activate();
      part->launch(set);
    }
    parts_.front()->lanes.front().gpu->activate();
  }

  ErrorNorm check() override { return parts_.front()->check(); }

 private:
  std::vector<std::unique_ptr<Operation>> parts_;
};

}  // namespace

bool isCollective(const std::string& op) { return collectiveMakers().contains(op); }

Site siteOf(Device& device, const BuildOptions& options, std::mt19937_64& random) {
  device.gpu.activate();
  LaneOptions lane = options.lane;
  lane.urgent = options.side == Side::second;
  return {device, options.side, device.gpu.lane(lane), options.rotate, random};
}

namespace {

std::unique_ptr<Operation> make(Spec& spec, const BuildOptions& options, Workbench& bench) {
  const std::string op = spec.text("op");
  if (isCollective(op)) {
    std::vector<Site> sites;
    for (const auto& device : bench.devices) sites.push_back(siteOf(*device, options, bench.random));
    return collectiveMakers().at(op)(spec, sites, bench.communicators);
  }
  const auto maker = makers().find(op);
  if (maker == makers().end()) throw std::invalid_argument("unknown op '" + op + "'");
  if (!options.everyDevice) return maker->second(spec, siteOf(*bench.devices.front(), options, bench.random));
  std::vector<std::unique_ptr<Operation>> parts;
  for (const auto& device : bench.devices) {
    parts.push_back(maker->second(spec, siteOf(*device, options, bench.random)));
  }
  return std::make_unique<EveryDevice>(std::move(parts));
}

}  // namespace

std::unique_ptr<Operation> buildOperation(Spec& spec, const BuildOptions& options, Workbench& bench) {
  std::unique_ptr<Operation> operation = make(spec, options, bench);
  spec.finish();
  // Buffers were filled through the default stream, with which the operations' streams do not synchronise.
  for (const auto& device : bench.devices) {
    device->gpu.activate();
    check(cudaDeviceSynchronize());
  }
  bench.devices.front()->gpu.activate();
  return operation;
}

}  // namespace nanoflow
