#include "bind_collectives.h"

#include "operands.h"

namespace nanoflow {

Launch bindAllReduce(Spec& words, const std::vector<Lane>& lanes, const Ranks& ranks, Collectives& collectives) {
  Collective* reduce = nullptr;
  std::vector<CollectiveLane> calls;
  size_t count = 0;
  for (const auto& rank : ranks) {
    Operands p(words, lanes[rank->index], *rank);
    reduce = &collectives.allReduce(p.implementation());
    if (p.size("ranks") != static_cast<int>(ranks.size())) {
      throw std::invalid_argument("a collective of " + std::to_string(p.size("ranks")) + " ranks, and there are " +
                                  std::to_string(ranks.size()));
    }
    count = product(p.size("tokens"), p.size("hidden"));
    calls.push_back({rank->gpu.ordinal, p.lane.placement, p.pointer("input", count), p.pointer("output", count)});
  }
  return [=] { reduce->run(calls, count); };
}

Launch bindPeerSampling(Spec& words, const std::vector<Lane>& lanes, const Ranks& ranks, Collectives& collectives) {
  std::vector<SamplingLane> calls;
  SlicedLogits shape;
  for (const auto& rank : ranks) {
    Operands p(words, lanes[rank->index], *rank);
    acceptDefault(p);
    shape = {p.size("tokens"), p.size("vocab"), p.size("known")};
    SamplingLane& call = calls.emplace_back();
    call.device = rank->gpu.ordinal;
    call.placement = p.lane.placement;
    call.logits = p.pointer("logits", product(shape.rows, shape.width));
    call.tokens = p.pointer<int>("tokens", shape.rows);
    call.faults = p.pointer<RowFault>("faults", shape.rows);
  }
  return [=, sampling = &collectives.sampling(shape.rows)] { sampling->run(calls, shape); };
}

}  // namespace nanoflow
