#include "pair.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "burst.h"
#include "loop.h"

namespace nanoflow {
namespace {

/** Samples of both sides in µs per call, and what goes with them. */
struct PairSamples {
  std::array<std::vector<double>, 2> alone, together;
  std::array<long, 2> discarded{};
  std::vector<double> clocks;
  double spentUs = 0;

  void spend(const RunResult& company) {
    spentUs += company.lengthUs;
    if (company.clockMhz) clocks.push_back(*company.clockMhz);
  }

  bool allSettled() const {
    return settled(alone[0]) && settled(alone[1]) && settled(together[0]) && settled(together[1]);
  }

  PairResult result() const {
    if (together[0].empty() || together[1].empty()) {
      throw std::runtime_error("one call outlasts the other side's loop, which lasts 35 ms at most");
    }
    const auto side = [&](int i) { return PairSide{summarise(together[i]), summarise(alone[i]), discarded[i]}; };
    return {side(0), side(1), summarise(clocks).median};
  }
};

/** Rounds of alone, alone, together until all medians are settled or the budget is spent. */
template <typename Round>
PairResult repeat(int leastRounds, double budgetUs, const Round& round) {
  PairSamples samples;
  for (int i = 0; i < leastRounds || samples.spentUs < budgetUs; ++i) {
    if (i >= leastRounds && samples.allSettled()) break;
    round(samples);
  }
  return samples.result();
}

}  // namespace

PairResult measurePair(Operation& first, Operation& second, Gate& gate, double budgetUs) {
  constexpr double kLeastSegmentUs = 150;
  /** Segments of the slower side in a window: the first does not count, the last may outlast the other side. */
  constexpr int kSegmentsPerWindow = 4;
  constexpr double kLeastWindowUs = 1200, kMostWindowUs = 35'000;
  const double callUs[] = {warmUp(first, gate), warmUp(second, gate)};
  const double slowerSegmentUs = std::max(callUs[0] * callsPerGraph(first, callUs[0], kLeastSegmentUs),
                                          callUs[1] * callsPerGraph(second, callUs[1], kLeastSegmentUs));
  // So long that the faster side fills a window of the slower one with half of what it may enqueue.
  const double leastSegmentUs =
      std::max(kLeastSegmentUs, slowerSegmentUs * kSegmentsPerWindow / (Loop::mostSegments / 2));
  std::array<Loop, 2> loops = {Loop(first, callUs[0], leastSegmentUs), Loop(second, callUs[1], leastSegmentUs)};
  Event base;
  return repeat(2, budgetUs, [&](PairSamples& samples) {
    constexpr int kAloneSegments = 5;
    for (int side = 0; side < 2; ++side) {
      samples.spentUs += runLoops({{loops[side], kAloneSegments}}, gate, base).lengthUs;
      loops[side].collect(loops[side].beginUs(), loops[side].endUs(), samples.alone[side], 1);
    }

    const double slowerUs = std::max(loops[0].segmentUs(), loops[1].segmentUs());
    const double windowUs = std::clamp(kSegmentsPerWindow * slowerUs, kLeastWindowUs, kMostWindowUs);
    // One segment more for the start that does not count.
    const auto segments = [&](const Loop& loop) {
      return std::clamp(static_cast<int>(std::ceil(windowUs / loop.segmentUs())) + 1, 4, loop.limit());
    };
    samples.spend(runLoops({{loops[0], segments(loops[0])}, {loops[1], segments(loops[1])}}, gate, base));
    for (int side = 0; side < 2; ++side) {
      const Loop& other = loops[1 - side];
      samples.discarded[side] +=
          loops[side].collect(other.beginUs(), other.endUs(), samples.together[side], 1);
    }
    for (int side = 0; side < 2; ++side) loops[side].learn(samples.together[side]);
  });
}

PairResult measurePairFromIdle(Operation& group, Operation& remainder, Gate& gate, double budgetUs) {
  /** The remainder's CTAs find their SMs before the group's kernel asks for any. */
  constexpr double kLeadUs = 10;
  /** Calls of the remainder last this much longer than one segment of the group. */
  constexpr double kCover = 1.3;
  constexpr double kLeastGroupSegmentUs = 20;
  std::array<Loop, 2> loops = {Loop(group, warmUp(group, gate), kLeastGroupSegmentUs),
                               Loop(remainder, warmUp(remainder, gate), 0)};
  Event base;
  return repeat(4, budgetUs, [&](PairSamples& samples) {
    for (int side = 0; side < 2; ++side) {
      constexpr double kAloneUs = 600;
      const int segments = std::clamp(static_cast<int>(kAloneUs / loops[side].segmentUs()), 1, std::min(10, loops[side].limit()));
      samples.spentUs += runLoops({{loops[side], segments}}, gate, base).lengthUs;
      loops[side].collect(loops[side].beginUs(), loops[side].endUs(), samples.alone[side], 0);
    }

    const auto times = [](double us, const Loop& loop) {
      return std::clamp(static_cast<int>(std::ceil(us / loop.segmentUs())), 1, loop.limit());
    };
    // The first call of the remainder is alone for the lead: where that matters it must not be the only one.
    const double slackUs = kLeadUs < 0.02 * loops[1].segmentUs() ? 2 * kLeadUs : 0;
    const int calls = std::max(times(kCover * loops[0].segmentUs(), loops[1]), slackUs > 0 ? 1 : 2);
    const int segments = times(calls * loops[1].segmentUs() + loops[0].segmentUs(), loops[0]);
    samples.spend(runLoops({{loops[1], calls}, {loops[0], segments, kLeadUs}}, gate, base));
    samples.discarded[0] += loops[0].collect(loops[1].beginUs(), loops[1].endUs(), samples.together[0], 0);
    samples.discarded[1] +=
        loops[1].collect(loops[0].beginUs() - slackUs, loops[0].endUs(), samples.together[1], 0);
    for (int side = 0; side < 2; ++side) loops[side].learn(samples.together[side]);
  });
}

}  // namespace nanoflow
