/*
 * A litmus test of the order between GPUs that collectives over peer memory rely on. Each algorithm runs with a fault
 * planted into one meeting of one CTA of one rank, and with delays that let the fault show. A fault counts as found when
 * a result is wrong or a rank is waited for in vain. Without a fault, and with the same delays, all must be right.
 *
 * Usage: peer-litmus [DEVICE,DEVICE]   (0,1; one GPU may be both ranks: 0,0)
 * Exit codes: 0 every fault was found and nothing else, 1 otherwise.
 */
#include <algorithm>
#include <cstdio>
#include <cstring>

#include "../../native-kernels/collective/all_reduce_norm_shots.cuh"
#include "../../native-kernels/collective/all_reduce_shots.cuh"
#include "ranks.h"

namespace nanoflow::test {
namespace {

constexpr int kRanks = 2;
constexpr int kCtas = 4;
constexpr int kFaultyCta = 1;
constexpr uint64_t kDelayNs = 100'000;
constexpr uint64_t kPatienceNs = 20'000'000;
constexpr int kNobody = -1, kEverybody = kRanks;

enum class Kind {
  none,
  mute,      ///< does not tell its peers that it has come, nor of later meetings: those would tell of this one too
  deaf,      ///< does not wait for its peers
  early,     ///< tells its peers before it has done what they wait for
  onePlace,  ///< copies to the same place in every call
};

struct Fault {
  Kind kind = Kind::none;
  int rank = kNobody;
  int meeting = 0;  ///< of the call, from 1 on
};

struct FaultyFlags : PeerFlags {
  Fault fault;
  int delayedRank;
};

__device__ void sleepFor(uint64_t nanoseconds) {
  const uint64_t start = globalNanoseconds();
  while (globalNanoseconds() - start < nanoseconds) __nanosleep(1000);
}

/** PeerBarrier with a fault, and with a delay of one rank after each meeting and before the first. */
class FaultyBarrier : public PeerBarrier {
 public:
  using Flags = FaultyFlags;

  __device__ explicit FaultyBarrier(const FaultyFlags& flags) : PeerBarrier(flags), flags_(flags) {
    foretell();
    delay();
  }

  __device__ void meet() {
    count();
    ++meeting_;
    __syncthreads();
    if (threadIdx.x < kRanks) {
      const int peer = threadIdx.x;
      if (!isMute() || peer == rank()) tell(peer);
      if (!has(Kind::deaf, meeting_) && !arrives(peer)) report(peer);
    }
    foretell();
    __syncthreads();
    delay();
  }

  __device__ uint32_t meetings() const { return flags_.fault.kind == Kind::onePlace ? 0 : PeerBarrier::meetings(); }

 private:
  __device__ bool has(Kind kind, int meeting) const {
    const Fault& fault = flags_.fault;
    return fault.kind == kind && fault.rank == rank() && fault.meeting == meeting && blockIdx.x == kFaultyCta;
  }

  __device__ bool isMute() const { return meeting_ >= flags_.fault.meeting && has(Kind::mute, flags_.fault.meeting); }

  /** Tells of the next meeting already now. */
  __device__ void foretell() {
    if (!has(Kind::early, meeting_ + 1) || threadIdx.x >= kRanks || threadIdx.x == rank()) return;
    tell(threadIdx.x, PeerBarrier::meetings() + 1);
  }

  __device__ void delay() const {
    if (flags_.delayedRank != rank() || blockIdx.x != kFaultyCta) return;
    if (threadIdx.x == 0) sleepFor(kDelayNs);
    __syncthreads();
  }

  const FaultyFlags& flags_;
  int meeting_ = 0;
};

__global__ void __launch_bounds__(kSumThreads, kSumCtasPerSm)
    oneShotKernel(__grid_constant__ const FaultyFlags flags, __grid_constant__ const OneShot<kRanks> p) {
  FaultyBarrier barrier(flags);
  oneShot(barrier, p);
}

__global__ void __launch_bounds__(kSumThreads, kSumCtasPerSm)
    twoShotKernel(__grid_constant__ const FaultyFlags flags, __grid_constant__ const RankSum<kRanks, kRanks> sum) {
  FaultyBarrier barrier(flags);
  twoShot(barrier, sum);
}

constexpr int kHidden = 4096;
using NormGroup = RowGroup<kRanks, 256>;

template <bool OneShotOnly>
__global__ void __launch_bounds__(kNormThreads<kRanks>, kNormCtasPerSm)
    normKernel(__grid_constant__ const FaultyFlags flags, __grid_constant__ const RankNorm<kRanks> p) {
  extern __shared__ uint4 shared[];
  __shared__ float sums[2][kNormThreads<kRanks> / 32];
  FaultyBarrier barrier(flags);
  NormGroup group(shared, sums, p.weight, p.hidden, p.epsilon);
  if constexpr (OneShotOnly) {
    normOneShot(barrier, p, group);
  } else {
    normTwoShot(barrier, p, group);
  }
}

/** Values that differ by round, rank and element; late on one rank. */
__global__ void produceKernel(__nv_bfloat16* to, size_t count, int round, int rank, uint64_t delayNs) {
  sleepFor(delayNs);
  for (size_t i = blockIdx.x * blockDim.x + threadIdx.x; i < count; i += gridDim.x * blockDim.x) {
    to[i] = __float2bfloat16(static_cast<float>((i * 7 + rank * 31 + round * 13) % 101) - 50.f);
  }
}

struct Algorithm {
  const char* name;
  size_t count;  ///< elements
  int meetings;
  bool copies;  ///< peers read copies that it makes before the first meeting
  bool norm;
};

constexpr size_t kFew = 6 * kHidden, kMany = 40 * kHidden;
constexpr Algorithm kAlgorithms[] = {
    {"all-reduce, one shot", kFew, 1, true, false},
    {"all-reduce, two shots", kMany, 2, false, false},
    {"all-reduce with norm, one shot", kFew, 1, true, true},
    {"all-reduce with norm, two shots", kMany, 2, false, true},
};

/** What the ranks hold, and how they run an algorithm. */
class Bench {
 public:
  explicit Bench(const std::vector<int>& devices) : group_(devices), ranks_(openRanks(devices)) {
    constexpr size_t kStaging = std::max(kStagingElements, kNormStagingElements);
    const std::vector<__nv_bfloat16> weight(kHidden, __float2bfloat16(1.5f));
    for (const Rank& rank : ranks_) {
      input_.emplace_back(rank, kMany);
      output_.emplace_back(rank, kMany);
      residual_.emplace_back(rank, kMany);
      staging_.emplace_back(rank, kStaging);
      weight_.emplace_back(rank, weight);
      check(cudaFuncSetAttribute(normKernel<true>, cudaFuncAttributeMaxDynamicSharedMemorySize, NormGroup::kSharedBytes));
      check(cudaFuncSetAttribute(normKernel<false>, cudaFuncAttributeMaxDynamicSharedMemorySize, NormGroup::kSharedBytes));
    }
    group_.load(oneShotKernel, twoShotKernel, normKernel<true>, normKernel<false>, produceKernel);
  }

  /**
   * Runs several rounds.
   *
   * @param ordered whether the host waits for all ranks between steps, so that no order between kernels is needed
   * @returns every rank's output of every round
   */
  std::vector<std::vector<__nv_bfloat16>> run(const Algorithm& algorithm, int rounds, const Fault& fault, int delayedRank,
                                              bool ordered) {
    reset();
    std::vector<Array<__nv_bfloat16>> snapshots;
    for (int i = 0; i < rounds * kRanks; ++i) snapshots.emplace_back(ranks_[i % kRanks], algorithm.count);
    for (int round = 0; round < rounds; ++round) {
      for (int rank = 0; rank < kRanks; ++rank) {
        const cudaStream_t stream = ranks_[rank].stream.get();
        check(cudaSetDevice(ranks_[rank].device));
        const uint64_t delayNs = delayedRank == rank ? kDelayNs : 0;
        produceKernel<<<8, 256, 0, stream>>>(input_[rank].get(), algorithm.count, round, rank, delayNs);
        check(cudaGetLastError());
        if (ordered) synchronise(ranks_);
      }
      for (int rank = 0; rank < kRanks; ++rank) launch(algorithm, rank, fault, delayedRank);
      if (ordered) synchronise(ranks_);
      for (int rank = 0; rank < kRanks; ++rank) {
        check(cudaSetDevice(ranks_[rank].device));
        check(cudaMemcpyAsync(snapshots[round * kRanks + rank].get(), output_[rank].get(),
                              algorithm.count * sizeof(__nv_bfloat16), cudaMemcpyDeviceToDevice,
                              ranks_[rank].stream.get()));
      }
      if (ordered) synchronise(ranks_);
    }
    synchronise(ranks_);
    std::vector<std::vector<__nv_bfloat16>> outputs;
    for (const auto& snapshot : snapshots) outputs.push_back(snapshot.download());
    return outputs;
  }

  /** Whether a rank has waited in vain in the last run. */
  bool stalled() const { return !group_.stall().empty(); }

 private:
  void reset() {
    const std::vector<__nv_bfloat16> residual(kMany, __float2bfloat16(0.25f));
    for (int rank = 0; rank < kRanks; ++rank) {
      check(cudaSetDevice(ranks_[rank].device));
      check(cudaMemset(group_.flags(rank).memory[rank], 0, sizeof(uint32_t) * kMostPeerCtas * kMostRanks));
      check(cudaDeviceSynchronize());
      *group_.flags(rank).awaited = 0;
      input_[rank].poison();
      output_[rank].poison();
      staging_[rank].poison();
      residual_[rank].upload(residual);
    }
  }

  void launch(const Algorithm& algorithm, int rank, const Fault& fault, int delayedRank) {
    const cudaStream_t stream = ranks_[rank].stream.get();
    check(cudaSetDevice(ranks_[rank].device));
    FaultyFlags flags{group_.flags(rank), fault, delayedRank};
    flags.patienceNs = kPatienceNs;
    const bool oneShot = algorithm.meetings == 1;
    if (algorithm.norm) {
      RankNorm<kRanks> p{{}, {}, {}, {}, weight_[rank].get(), static_cast<int>(algorithm.count / kHidden), kHidden, 1,
                         1e-5f, false};
      for (int i = 0; i < kRanks; ++i) {
        p.inputs[i] = input_[i].get();
        p.outputs[i] = output_[i].get();
        p.residuals[i] = residual_[i].get();
        p.staging[i] = staging_[i].get();
      }
      const auto kernel = oneShot ? normKernel<true> : normKernel<false>;
      kernel<<<kCtas, kNormThreads<kRanks>, NormGroup::kSharedBytes, stream>>>(flags, p);
    } else if (oneShot) {
      const OneShot<kRanks> p{input_[rank].get(), {staging_[0].get(), staging_[1].get()}, output_[rank].get(),
                              algorithm.count / 8};
      oneShotKernel<<<kCtas, kSumThreads, 0, stream>>>(flags, p);
    } else {
      const size_t shard = algorithm.count / kRanks, first = rank * shard;
      const RankSum<kRanks, kRanks> sum{{input_[0].get() + first, input_[1].get() + first},
                                        {output_[0].get() + first, output_[1].get() + first},
                                        shard / 8};
      twoShotKernel<<<kCtas, kSumThreads, 0, stream>>>(flags, sum);
    }
    check(cudaGetLastError());
  }

  PeerGroup group_;
  std::vector<Rank> ranks_;
  std::vector<Array<__nv_bfloat16>> input_, output_, residual_, staging_, weight_;
};

std::vector<Fault> faultsOf(const Algorithm& algorithm) {
  std::vector<Fault> faults;
  for (int rank = 0; rank < kRanks; ++rank) {
    for (int meeting = 1; meeting <= algorithm.meetings; ++meeting) {
      faults.push_back({Kind::mute, rank, meeting});
      faults.push_back({Kind::deaf, rank, meeting});
      // What a rank does before the first of two meetings, its stream has done.
      if (algorithm.copies || meeting > 1) faults.push_back({Kind::early, rank, meeting});
    }
  }
  if (algorithm.copies) faults.push_back({Kind::onePlace, kEverybody, 1});
  return faults;
}

const char* nameOf(Kind kind) {
  switch (kind) {
    case Kind::none:
      return "no fault";
    case Kind::mute:
      return "does not tell";
    case Kind::deaf:
      return "does not wait";
    case Kind::early:
      return "tells too early";
    case Kind::onePlace:
      return "one place for copies";
  }
  return "";
}

bool same(const std::vector<std::vector<__nv_bfloat16>>& a, const std::vector<std::vector<__nv_bfloat16>>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), [](const auto& x, const auto& y) {
    return std::memcmp(x.data(), y.data(), x.size() * sizeof(x[0])) == 0;
  });
}

struct Tally {
  int honest = 0, right = 0, faults = 0, found = 0;
};

constexpr int kRounds = 4, kHonestRounds = 30;

void tryHonest(Bench& bench, const Algorithm& algorithm, Tally& tally) {
  const auto expected = bench.run(algorithm, kHonestRounds, {}, kNobody, true);
  for (const int delayed : {kNobody, 0, 1}) {
    const bool right = same(bench.run(algorithm, kHonestRounds, {}, delayed, false), expected) && !bench.stalled();
    ++tally.honest;
    tally.right += right ? 1 : 0;
    if (!right) std::printf("WRONG without a fault: %s, delayed rank %d\n", algorithm.name, delayed);
  }
}

void tryFaults(Bench& bench, const Algorithm& algorithm, Tally& tally) {
  const auto expected = bench.run(algorithm, kRounds, {}, kNobody, true);
  for (const Fault& fault : faultsOf(algorithm)) {
    std::string how;
    for (const int delayed : {kNobody, 0, 1}) {
      const bool right = same(bench.run(algorithm, kRounds, fault, delayed, false), expected);
      const std::string when = delayed == kNobody ? "no rank" : "rank " + std::to_string(delayed);
      if (bench.stalled()) {
        how += "; waited in vain, " + when + " delayed";
      } else if (!right) {
        how += "; wrong, " + when + " delayed";
      }
    }
    ++tally.faults;
    tally.found += how.empty() ? 0 : 1;
    const std::string who = fault.rank == kEverybody ? "all ranks" : "rank " + std::to_string(fault.rank);
    std::printf("%s %s: %s %s, meeting %d%s\n", how.empty() ? "MISSED" : "found ", algorithm.name, who.c_str(),
                nameOf(fault.kind), fault.meeting, how.c_str());
  }
}

int runAll(const std::vector<int>& devices) {
  Bench bench(devices);
  Tally tally;
  for (const Algorithm& algorithm : kAlgorithms) {
    tryHonest(bench, algorithm, tally);
    tryFaults(bench, algorithm, tally);
  }
  std::printf("%d of %d planted faults found, %d of %d runs without a fault right\n", tally.found, tally.faults,
              tally.right, tally.honest);
  return tally.found == tally.faults && tally.right == tally.honest ? 0 : 1;
}

}  // namespace
}  // namespace nanoflow::test

int main(int count, char** words) {
  try {
    return nanoflow::test::runAll(nanoflow::test::parseDevices(count > 1 ? words[1] : "0,1"));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "peer-litmus: %s\n", error.what());
    return 1;
  }
}
