#include "bind_collectives.h"

#include "operands.h"

namespace nanoflow {

namespace {

void requireRanks(Operands& p, const Ranks& ranks) {
  const int wanted = p.size("ranks");
  if (wanted == static_cast<int>(ranks.size())) return;
  throw std::invalid_argument("a collective of " + std::to_string(wanted) + " ranks, and there are " +
                              std::to_string(ranks.size()));
}

}  // namespace

Launch bindAllReduce(Spec& words, const std::vector<Lane>& lanes, const Ranks& ranks, Collectives& collectives) {
  Collective* reduce = nullptr;
  std::vector<CollectiveLane> calls;
  size_t count = 0;
  for (const auto& rank : ranks) {
    Operands p(words, lanes[rank->index], *rank);
    reduce = &collectives.allReduce(p.implementation());
    requireRanks(p, ranks);
    count = product(p.size("tokens"), p.size("hidden"));
    calls.push_back({rank->gpu.ordinal, p.lane.placement, p.pointer("input", count), p.pointer("output", count)});
  }
  return [=] { reduce->run(calls, count); };
}

Launch bindAllReduceNorm(Spec& words, const std::vector<Lane>& lanes, const Ranks& ranks, Collectives& collectives) {
  PeerAllReduceNorm* reduce = nullptr;
  std::vector<NormLane> calls;
  NormShape shape;
  for (const auto& rank : ranks) {
    Operands p(words, lanes[rank->index], *rank);
    reduce = &collectives.allReduceNorm(p.implementation());
    requireRanks(p, ranks);
    shape.tokens = p.size("tokens");
    shape.hidden = p.size("hidden");
    shape.firstToken = words.integer("firstToken");
    shape.epsilon = p.epsilon();
    const size_t count = product(shape.tokens, shape.hidden);
    calls.push_back({rank->gpu.ordinal, p.lane.placement, p.pointer("input", count), p.pointer("residual", count),
                     p.pointer("weight", shape.hidden), p.pointer("output", count)});
  }
  return [=] { reduce->run(calls, shape); };
}

/**
 * Rows without a slot are chosen from the candidates of all ranks. Those with one need all logits: they are put together on
 * every rank, which then all sample alike.
 */
Launch bindPeerSampling(Spec& words, const std::vector<Lane>& lanes, const Ranks& ranks, Collectives& collectives) {
  std::vector<SamplingLane> calls;
  std::vector<RowGatherLane> gathers;
  std::vector<SlotSampling> draws;
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
    if (!p.has("slots")) continue;
    const int vocabulary = shape.width * static_cast<int>(ranks.size());
    __nv_bfloat16* whole = p.pointer("whole", product(shape.rows, vocabulary));
    draws.push_back(readSlotSampling(p, {whole, call.tokens, call.faults, nullptr, shape.rows, vocabulary, shape.known}));
    call.slots = draws.back().slots;
    gathers.push_back({call.device, call.placement, call.logits, call.slots, whole});
  }
  PeerSampling* const sampling = &collectives.sampling(shape.rows);
  if (draws.empty()) return [=] { sampling->run(calls, shape); };
  return [=, gather = &collectives.rowGather()] {
    sampling->run(calls, shape);
    gather->run(gathers, shape.rows, shape.width);
    for (size_t i = 0; i < draws.size(); ++i) {
      check(cudaSetDevice(calls[i].device));
      slotSampling(draws[i], calls[i].placement);
    }
  };
}

}  // namespace nanoflow
