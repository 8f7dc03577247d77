#include "step_rings.h"

#include <algorithm>
#include <stdexcept>
#include <thread>

#include "../gpu/waiting.h"

namespace nanoflow {

StepRings::StepRings(const Ranks& ranks, Crew& crew, double limitSeconds)
    : ranks_(ranks), crew_(crew), limitSeconds_(limitSeconds) {
  for (const auto& rank : ranks) rings_.push_back(std::make_unique<StepRing>(rank->gpu));
}

void StepRings::submit(std::vector<StepCall> calls, const std::string& payload) {
  if (empty()) sinceProgress_ = {};
  crew_.run([&](Rank& rank) { rings_[rank.index]->submit(std::move(calls[rank.index]), payload); });
}

bool StepRings::oldestEnded() const {
  bool ended = true;
  for (const auto& rank : ranks_) {
    onRank(*rank, [&] {
      if (rings_[rank->index]->oldestEnded()) return;
      ended = false;
      if (sinceProgress_.seconds() > limitSeconds_) throw late(limitSeconds_);
    });
  }
  return ended;
}

EndedStep StepRings::takeOldest() {
  while (!oldestEnded()) std::this_thread::yield();
  sinceProgress_ = {};
  EndedStep first = rings_.front()->takeOldest();
  for (size_t i = 1; i < rings_.size(); ++i) {
    const EndedStep other = rings_[i]->takeOldest();
    if (other.tokens != first.tokens || other.faults != first.faults) {
      throw std::runtime_error(ranks_[i]->name + " gives other tokens than " + ranks_.front()->name);
    }
    first.deviceUs = std::max(first.deviceUs, other.deviceUs);
    if (first.gapUs && other.gapUs) first.gapUs = std::max(*first.gapUs, *other.gapUs);
  }
  return first;
}

}  // namespace nanoflow
