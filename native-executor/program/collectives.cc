#include "collectives.h"

#include <bit>

#include "../../native-kernels/collective/all_reduce.h"
#include "../../native-kernels/device/device_error.h"

namespace nanoflow {
namespace {

/** Of the all-reduce around the layers, where nothing runs beside it: so many CTAs fill the links. */
constexpr const char* kUndisturbed = "peer.c16";

/**
 * CTAs of a collective over peer memory. Copy engines need one graph over all GPUs. NCCL 2.28.3 fails where a program is
 * captured piece by piece: "dependency created on uncaptured work in another stream".
 */
int peerCtas(const std::string& implementation) {
  const CollectiveName name = CollectiveName::parse(implementation);
  if (name.family == CollectiveName::Family::peer) return name.ctas;
  throw UnsupportedError("'" + implementation + "' does not run in a program of several ranks, peer.cN does");
}

}  // namespace

Collective& Collectives::allReduce(const std::string& implementation) {
  const std::string name = implementation == "default" ? kUndisturbed : implementation;
  std::unique_ptr<Collective>& made = allReduces_[name];
  if (!made) made = peerAllReduce(devices_, peerCtas(name));
  return *made;
}

PeerAllReduceNorm& Collectives::allReduceNorm(const std::string& implementation) {
  std::unique_ptr<PeerAllReduceNorm>& made = allReduceNorms_[implementation];
  if (!made) made = std::make_unique<PeerAllReduceNorm>(devices_, peerCtas(implementation));
  return *made;
}

PeerSampling& Collectives::sampling(int rows) {
  const unsigned room = std::bit_ceil(static_cast<unsigned>(rows));
  std::unique_ptr<PeerSampling>& made = samplings_[room];
  if (!made) made = std::make_unique<PeerSampling>(devices_, kMostPeerCtas, static_cast<int>(room));
  return *made;
}

PeerRowGather& Collectives::rowGather() {
  if (!rowGather_) rowGather_ = std::make_unique<PeerRowGather>(devices_, kMostPeerCtas);
  return *rowGather_;
}

std::string Collectives::stall() const {
  std::string text;
  const auto ask = [&](const auto& all) {
    for (const auto& [_, made] : all) {
      const std::string own = made ? made->stall() : "";
      if (!own.empty()) text += (text.empty() ? "" : "; ") + own;
    }
  };
  ask(allReduces_);
  ask(allReduceNorms_);
  ask(samplings_);
  return text;
}

}  // namespace nanoflow
