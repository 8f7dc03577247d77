#include "timing.h"

#include <deque>

#include "../../native-common/gpu/event.h"
#include "stopwatch.h"

namespace nanoflow {
namespace {

/** Launches for `seconds`, with a few launches queued ahead, so that the GPU never waits for the host. */
Slice runFor(const Gpu& gpu, cudaGraphExec_t graph, double seconds) {
  constexpr size_t kAhead = 3;
  const cudaStream_t stream = gpu.stream();
  std::deque<Event> events;
  std::vector<double> samples;
  double hostSeconds = 0;
  long launches = 0;
  const Stopwatch slice;
  while (slice.seconds() < seconds || samples.size() < 3) {
    const Stopwatch launch;
    check(cudaGraphLaunch(graph, stream));
    hostSeconds += launch.seconds();
    ++launches;
    events.emplace_back().record(stream);
    if (events.size() <= kAhead) continue;
    events[1].wait();
    samples.push_back(events[1].microsecondsSince(events[0]));
    events.pop_front();
  }
  check(cudaStreamSynchronize(stream));
  return {summarise(samples), hostSeconds * 1e6 / launches, {}};
}

}  // namespace

std::vector<std::vector<Slice>> timeAlternating(const Gpu& gpu, const std::vector<cudaGraphExec_t>& graphs,
                                                const Alternation& alternation) {
  constexpr double kSettling = 0.2;
  gpu.activate();
  std::vector<std::vector<Slice>> slices(graphs.size());
  for (const cudaGraphExec_t graph : graphs) runFor(gpu, graph, alternation.sliceSeconds);
  for (int round = 0; round < alternation.rounds; ++round) {
    for (size_t i = 0; i < graphs.size(); ++i) {
      runFor(gpu, graphs[i], alternation.sliceSeconds * kSettling);
      Sampler sampler(gpu.monitor);
      Slice slice = runFor(gpu, graphs[i], alternation.sliceSeconds * (1 - kSettling));
      slice.card = sampler.stop();
      slices[i].push_back(slice);
    }
  }
  return slices;
}

}  // namespace nanoflow
