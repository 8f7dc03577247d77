/*
 * Checks of what tensor parallelism adds to the ends of a step, against references on the CPU, with fresh random values:
 * embedding and greedy sampling from slices of the vocabulary, rows put together from slices, and calls that are refused.
 * One rank comes late; each kernel then runs twice more as a CUDA graph.
 *
 * Usage: peer-checks [DEVICE,DEVICE [SEED]]   (0,1; one GPU may be several ranks: 0,0)
 * Exit codes: 0 all is right, 1 otherwise.
 */
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <random>

#include "../../native-kernels/collective/all_reduce.h"
#include "../../native-kernels/collective/peer_grid.h"
#include "../../native-kernels/collective/row_gather.h"
#include "../../native-kernels/device/global_timer.cuh"
#include "../../native-kernels/rows/embedding.h"
#include "../../native-kernels/sampling/peer_sampling.h"
#include "ranks.h"

namespace nanoflow::test {
namespace {

using Bf16 = __nv_bfloat16;

__global__ void delayKernel(uint64_t nanoseconds) {
  const uint64_t start = globalNanoseconds();
  while (globalNanoseconds() - start < nanoseconds) __nanosleep(1000);
}

class Checks {
 public:
  Checks(const std::vector<int>& devices, unsigned seed) : devices_(devices), ranks_(openRanks(devices)), random_(seed) {}

  void embeddingOfSlices();
  void samplingOfSlices(int rows, int width, int known, int ctas, bool slots);
  void gatherOfRows(int rows, int width, int ctas, bool slots);
  void refusals();

  int failures() const { return failures_; }
  int total() const { return total_; }

 private:
  int count() const { return static_cast<int>(ranks_.size()); }
  void expect(bool holds, const std::string& what) {
    ++total_;
    if (holds) return;
    ++failures_;
    std::printf("FAILED %s\n", what.c_str());
  }
  float normal() { return std::normal_distribution<float>(0, 2)(random_); }
  int below(int end) { return static_cast<int>(random_() % end); }
  std::vector<Bf16> randomValues(size_t count) {
    std::vector<Bf16> values(count);
    for (Bf16& value : values) value = __float2bfloat16(normal());
    return values;
  }
  std::vector<int> randomSlots(int rows, bool some) {
    std::vector<int> slots(rows, -1);
    for (int& slot : slots) slot = some && below(3) == 0 ? below(100) : -1;
    return slots;
  }
  /** Runs with the last rank late, then twice as a CUDA graph, each time after `before`. */
  template <typename Before, typename Enqueue, typename After>
  void runThrice(const Before& before, const Enqueue& enqueue, const After& after) {
    before();
    check(cudaSetDevice(devices_.back()));
    delayKernel<<<1, 1, 0, ranks_.back().stream.get()>>>(1'000'000);
    check(cudaGetLastError());
    enqueue();
    synchronise(ranks_);
    after();
    before();
    replay(ranks_, 2, enqueue);
    after();
  }

  std::vector<int> devices_;
  std::vector<Rank> ranks_;
  std::mt19937_64 random_;
  int failures_ = 0, total_ = 0;
};

void Checks::embeddingOfSlices() {
  const int hidden = 1032, width = 500, tokens = 777, vocabulary = width * count();
  const auto table = randomValues(static_cast<size_t>(vocabulary) * hidden);
  std::vector<int> ids(tokens);
  for (int& id : ids) id = below(vocabulary);
  for (int i = 0; i < count(); ++i) ids[2 * i] = i * width, ids[2 * i + 1] = (i + 1) * width - 1;
  std::vector<std::vector<Bf16>> outputs;
  for (int rank = 0; rank < count(); ++rank) {
    const auto begin = table.begin() + static_cast<ptrdiff_t>(rank) * width * hidden;
    const Array<Bf16> slice(ranks_[rank], std::vector<Bf16>(begin, begin + static_cast<ptrdiff_t>(width) * hidden));
    const Array<int> onDevice(ranks_[rank], ids);
    const Array<Bf16> output(ranks_[rank], static_cast<size_t>(tokens) * hidden);
    check(cudaSetDevice(ranks_[rank].device));
    embedding({slice.get(), onDevice.get(), output.get(), tokens, hidden, width, rank * width, true},
              ranks_[rank].placement);
    synchronise(ranks_);
    outputs.push_back(output.download());
  }
  bool right = true;
  for (int token = 0; token < tokens; ++token) {
    for (int rank = 0; rank < count(); ++rank) {
      const bool own = ids[token] / width == rank;
      for (int i = 0; i < hidden; ++i) {
        const float expected = own ? __bfloat162float(table[static_cast<size_t>(ids[token]) * hidden + i]) : 0.f;
        right = right && __bfloat162float(outputs[rank][static_cast<size_t>(token) * hidden + i]) == expected;
      }
    }
  }
  expect(right, "embedding of slices: rows of the own slice, else zeros");
}

void Checks::samplingOfSlices(int rows, int width, int known, int ctas, bool slots) {
  const int vocabulary = width * count(), counted = known == 0 ? vocabulary : known;
  auto logits = randomValues(static_cast<size_t>(rows) * vocabulary);
  const auto at = [&](int row, int token) -> Bf16& { return logits[static_cast<size_t>(row) * vocabulary + token]; };
  for (int row = 0; row < rows; ++row) {
    switch (row % 8) {
      case 1:  // a tie between slices, the last token among it
        at(row, counted - 1) = at(row, below(counted)) = at(row, below(counted)) = __float2bfloat16(50.f);
        break;
      case 2:
        at(row, below(counted)) = __float2bfloat16(NAN);
        break;
      case 3:
        at(row, below(counted)) = __float2bfloat16(INFINITY);
        break;
      case 4:
        for (int token = 0; token < vocabulary; ++token) at(row, token) = __float2bfloat16(-INFINITY);
        break;
      case 5:  // all but one token excluded
        for (int token = 0; token < vocabulary; ++token) at(row, token) = __float2bfloat16(-INFINITY);
        at(row, below(counted)) = __float2bfloat16(-3.f);
        break;
      case 6:  // the winner is behind what is known
        if (counted < vocabulary) at(row, counted + below(vocabulary - counted)) = __float2bfloat16(99.f);
        break;
      case 7:  // all alike: the lowest token
        for (int token = 0; token < vocabulary; ++token) at(row, token) = __float2bfloat16(1.f);
        break;
      default:
        break;
    }
  }
  const std::vector<int> rowSlots = randomSlots(rows, slots);
  std::vector<Array<Bf16>> slices;
  std::vector<Array<int>> onDevice, tokens;
  std::vector<Array<RowFault>> faults;
  std::vector<SamplingLane> lanes;
  for (int rank = 0; rank < count(); ++rank) {
    std::vector<Bf16> slice(static_cast<size_t>(rows) * width);
    for (int row = 0; row < rows; ++row) {
      std::copy_n(&at(row, rank * width), width, &slice[static_cast<size_t>(row) * width]);
    }
    slices.emplace_back(ranks_[rank], slice);
    onDevice.emplace_back(ranks_[rank], rowSlots);
    tokens.emplace_back(ranks_[rank], rows);
    faults.emplace_back(ranks_[rank], rows);
    lanes.push_back({ranks_[rank].device, ranks_[rank].placement, slices[rank].get(),
                     slots ? onDevice[rank].get() : nullptr, tokens[rank].get(), faults[rank].get()});
  }
  PeerSampling sampling(devices_, ctas, rows);
  runThrice(
      [&] {
        for (const auto& each : tokens) each.poison();
        for (const auto& each : faults) each.poison();
      },
      [&] { sampling.run(lanes, {rows, width, known}); },
      [&] {
        bool right = true;
        for (int rank = 0; rank < count(); ++rank) {
          const auto found = tokens[rank].download();
          const auto why = faults[rank].download();
          for (int row = 0; row < rows; ++row) {
            bool hasNan = false;
            int best = 0;
            float peak = -INFINITY;
            for (int token = 0; token < counted; ++token) {
              const float value = __bfloat162float(at(row, token));
              hasNan = hasNan || std::isnan(value);
              if (value > peak) peak = value, best = token;
            }
            const RowFault fault = faultOf(hasNan, peak);
            const bool skipped = rowSlots[row] >= 0;
            const int expected = skipped ? -1 : fault == RowFault::none ? best : 0;
            const bool alike = found[row] == expected && static_cast<int>(why[row]) == (skipped ? -1 : static_cast<int>(fault));
            if (!alike && right) std::printf("  rank %d row %d: token %d, expected %d\n", rank, row, found[row], expected);
            right = right && alike;
          }
        }
        expect(right, "sampling of slices: " + std::to_string(rows) + " rows, slices of " + std::to_string(width) + ", " +
                          std::to_string(known) + " known, " + std::to_string(ctas) + " CTAs");
      });
}

void Checks::gatherOfRows(int rows, int width, int ctas, bool slots) {
  const std::vector<int> rowSlots = randomSlots(rows, slots);
  std::vector<std::vector<Bf16>> values;
  std::vector<Array<Bf16>> slices, wholes;
  std::vector<Array<int>> onDevice;
  std::vector<RowGatherLane> lanes;
  for (int rank = 0; rank < count(); ++rank) {
    values.push_back(randomValues(static_cast<size_t>(rows) * width));
    slices.emplace_back(ranks_[rank], values[rank]);
    onDevice.emplace_back(ranks_[rank], rowSlots);
    wholes.emplace_back(ranks_[rank], static_cast<size_t>(rows) * width * count());
    lanes.push_back({ranks_[rank].device, ranks_[rank].placement, slices[rank].get(),
                     slots ? onDevice[rank].get() : nullptr, wholes[rank].get()});
  }
  PeerRowGather gather(devices_, ctas);
  runThrice(
      [&] {
        for (const auto& each : wholes) each.poison();
      },
      [&] { gather.run(lanes, rows, width); },
      [&] {
        bool right = true;
        for (int rank = 0; rank < count(); ++rank) {
          const auto whole = wholes[rank].download();
          for (int row = 0; row < rows; ++row) {
            for (int from = 0; from < count(); ++from) {
              const Bf16* part = &whole[(static_cast<size_t>(row) * count() + from) * width];
              const Bf16* expected = &values[from][static_cast<size_t>(row) * width];
              const bool wanted = !slots || rowSlots[row] >= 0;
              for (int i = 0; i < width; ++i) {
                right = right && (wanted ? std::memcmp(part + i, expected + i, sizeof(Bf16)) == 0
                                         : std::isnan(__bfloat162float(part[i])));
              }
            }
          }
        }
        expect(right, "gather of rows: " + std::to_string(rows) + " rows, slices of " + std::to_string(width));
      });
}

void Checks::refusals() {
  const auto refused = [&](const std::vector<Placement>& places, int ctas, const std::string& what) {
    try {
      peerGrid(ctas, places, 2);
    } catch (const std::invalid_argument& error) {
      return std::string(error.what()).find(what) != std::string::npos;
    }
    return false;
  };
  const Placement wide{nullptr, 132}, narrow{nullptr, 132, 4}, small{nullptr, 3};
  expect(peerGrid(8, {wide, wide}, 2) == 8 && peerGrid(8, {narrow, narrow}, 2) == 4, "a grid that ranks agree on");
  expect(refused({wide, narrow}, 8, "rank 0 has 8 CTAs and rank 1 has 4"), "ranks with different limits are refused");
  expect(refused({wide, small}, 8, "SMs of rank 1 hold 6"), "a share of SMs that is too small is refused");
  expect(refused({wide, wide}, 129, "at most 128"), "too many CTAs are refused");
  const auto collective = peerAllReduce(devices_, 8);
  std::vector<CollectiveLane> lanes;
  for (const Rank& rank : ranks_) lanes.push_back({rank.device, rank.placement});
  lanes.back().placement.ctaLimit = 4;
  bool thrown = false;
  try {
    collective->run(lanes, 8192);
  } catch (const std::invalid_argument&) {
    thrown = true;
  }
  expect(thrown, "an all-reduce with different limits is refused");
}

int runAll(const std::vector<int>& devices, unsigned seed) {
  Checks checks(devices, seed);
  const int ranks = static_cast<int>(devices.size());
  checks.refusals();
  checks.embeddingOfSlices();
  for (const bool slots : {false, true}) {
    checks.samplingOfSlices(3, 8, 0, 4, slots);
    checks.samplingOfSlices(100, 1000, 1000 * (ranks - 1) + 5, 3, slots);  // the last slice has five tokens
    checks.samplingOfSlices(64, 1000, 995, 16, slots);                     // the other slices have none
    checks.samplingOfSlices(1500, 504, 504 * ranks - 3, 2, slots);         // more rows a CTA than it has threads
    checks.samplingOfSlices(40, 64128, 0, 32, slots);
    checks.gatherOfRows(33, 1000, 8, slots);
    checks.gatherOfRows(5, 64128, 16, slots);
  }
  std::printf("%d of %d checks passed, seed %u\n", checks.total() - checks.failures(), checks.total(), seed);
  return checks.failures() == 0 ? 0 : 1;
}

}  // namespace
}  // namespace nanoflow::test

int main(int count, char** words) {
  try {
    const unsigned seed = count > 2 ? std::stoul(words[2]) : static_cast<unsigned>(std::time(nullptr));
    return nanoflow::test::runAll(nanoflow::test::parseDevices(count > 1 ? words[1] : "0,1"), seed);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "peer-checks: %s\n", error.what());
    return 1;
  }
}
