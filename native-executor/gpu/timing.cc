#include "timing.h"

#include <deque>
#include <memory>

#include "../../native-common/gpu/event.h"
#include "stopwatch.h"

namespace nanoflow {
namespace {

/** The first rank says how often a program is launched; the others follow it. */
class Announced {
 public:
  /** For the first rank: one more. */
  void announce() { ++count_; }
  /** For the first rank: no more. */
  void close() { closed_ = true; }
  /** For the others: whether a launch behind `done` of them is announced, or certainly none will be. */
  bool known(long done) const { return closed_ || count_ > done; }
  bool more(long done) const { return count_ > done; }

 private:
  std::atomic<long> count_ = 0;
  std::atomic<bool> closed_ = false;
};

/** Launches of one rank with a few queued ahead, so that the GPU never waits for the host. */
class RankLaunches {
 public:
  RankLaunches(const Rank& rank, cudaGraphExec_t graph, Crew& crew)
      : stream_(rank.gpu.stream()), graph_(graph), crew_(crew) {}

  void launch() {
    constexpr size_t kAhead = 3;
    const Stopwatch watch;
    check(cudaGraphLaunch(graph_, stream_));
    hostSeconds_ += watch.seconds();
    ++launches_;
    events_.emplace_back().record(stream_);
    if (events_.size() <= kAhead) return;
    crew_.await([&] { return events_[1].reached(); });
    samples_.push_back(events_[1].microsecondsSince(events_[0]));
    events_.pop_front();
  }

  void finish() {
    if (!events_.empty()) crew_.await([&] { return events_.back().reached(); });
  }

  long launches() const { return launches_; }
  size_t samples() const { return samples_.size(); }
  Slice slice() const { return {summarise(samples_), hostSeconds_ * 1e6 / launches_, {}}; }

 private:
  const cudaStream_t stream_;
  const cudaGraphExec_t graph_;
  Crew& crew_;
  std::deque<Event> events_;
  std::vector<double> samples_;
  double hostSeconds_ = 0;
  long launches_ = 0;
};

/** Launches a program on all ranks for `seconds`. */
Slice runFor(Crew& crew, const RankGraphs& graphs, double seconds) {
  constexpr size_t kFewestSamples = 3;
  Announced launches;
  Slice slice;
  crew.run([&](Rank& rank) {
    RankLaunches own(rank, graphs[rank.index], crew);
    if (rank.index == 0) {
      const Stopwatch watch;
      while (watch.seconds() < seconds || own.samples() < kFewestSamples) {
        launches.announce();
        own.launch();
      }
      launches.close();
      slice = own.slice();
    } else {
      for (;;) {
        crew.await([&] { return launches.known(own.launches()); });
        if (!launches.more(own.launches())) break;
        own.launch();
      }
    }
    own.finish();
  });
  return slice;
}

/** Reads all cards while a program runs. */
Slice readFor(const Ranks& ranks, Crew& crew, const RankGraphs& graphs, double seconds) {
  std::vector<std::unique_ptr<Sampler>> samplers;
  for (const auto& rank : ranks) samplers.push_back(std::make_unique<Sampler>(rank->gpu.monitor));
  Slice slice = runFor(crew, graphs, seconds);
  for (const auto& sampler : samplers) slice.cards.push_back(sampler->stop());
  return slice;
}

}  // namespace

std::vector<std::vector<Slice>> timeAlternating(const Ranks& ranks, Crew& crew, const std::vector<RankGraphs>& programs,
                                                const Alternation& alternation) {
  constexpr double kSettling = 0.2;
  const double seconds = alternation.sliceSeconds;
  std::vector<std::vector<Slice>> slices(programs.size());
  for (const RankGraphs& program : programs) runFor(crew, program, seconds);
  for (int round = 0; round < alternation.rounds; ++round) {
    for (size_t i = 0; i < programs.size(); ++i) {
      runFor(crew, programs[i], seconds * kSettling);
      slices[i].push_back(readFor(ranks, crew, programs[i], seconds * (1 - kSettling)));
    }
  }
  return slices;
}

}  // namespace nanoflow
