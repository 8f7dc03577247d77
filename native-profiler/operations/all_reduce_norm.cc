#include "../../native-kernels/collective/all_reduce_norm.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "../../native-kernels/collective/collective.h"
#include "../method/replay.h"
#include "operations.h"

namespace nanoflow {
namespace {

/** Host copies of what a call works on, one a rank. */
struct RankValues {
  std::vector<std::vector<float>> inputs, residuals;
  std::vector<float> weight;
};

class AllReduceNormOperation final : public Operation {
 public:
  AllReduceNormOperation(Spec& spec, const std::vector<Site>& sites) {
    if (sites.size() < 2) throw UnsupportedError("a collective needs two or more GPUs: --device 0,1");
    implementation = spec.text("impl");
    const CollectiveName name = CollectiveName::parse(implementation);
    if (name.family != CollectiveName::Family::peer) {
      throw std::invalid_argument("all_reduce_norm exists as peer.cN alone, not as '" + implementation + "'");
    }
    shape_.tokens = spec.integer("tokens");
    shape_.hidden = spec.integer("hidden");
    shape_.firstToken = spec.integer("first", 0);
    shape_.wholeResidual = spec.integer("whole_residual", 0) != 0;
    std::vector<int> devices;
    for (const Site& site : sites) {
      devices.push_back(site.device.gpu.ordinal);
      lanes.push_back(site.lane);
    }
    kernel_ = std::make_unique<PeerAllReduceNorm>(devices, name.ctas);
    sets = sites.front().rotations(6 * count());
    sets_.resize(sets);
    for (const Site& site : sites) {
      site.device.gpu.activate();
      const __nv_bfloat16* weight = site.input(shape_.hidden);
      for (auto& set : sets_) {
        set.push_back({site.device.gpu.ordinal, site.lane.placement, site.input(count()), site.mutableInput(count()),
                       weight, site.output(count())});
      }
    }
    // One model's weights: those of the first rank.
    for (auto& set : sets_) {
      for (NormLane& lane : set) lane.weight = sets_.front().front().weight;
    }
    sites.front().device.gpu.activate();
  }

  void launch(int set) override {
    kernel_->run(sets_[set], shape_);
    lanes.front().gpu->activate();
  }

  /**
   * Runs set 0 three times, outputs poisoned and residuals restored before: directly, with the last rank a millisecond
   * late, and twice as a CUDA graph. Ranks must agree in every bit of the output, and rows of the residual that are another
   * rank's must be as they were; else the error is infinite.
   */
  ErrorNorm check() override {
    constexpr double kDelayUs = 1000;
    const RankValues before = values();
    const std::vector<std::vector<__nv_bfloat16>> residuals = residualBits();
    const Replay replay(*this, 1);
    Gate gate;
    for (const bool replayed : {false, true, true}) {
      reset(residuals);
      if (replayed) {
        replay.launch();
      } else {
        const GateHold held(gate, {lanes.back()});
        launch(0);
        rest(kDelayUs);
      }
      synchronise(lanes);
    }
    return compare(before);
  }

 private:
  size_t count() const { return static_cast<size_t>(shape_.tokens) * shape_.hidden; }
  int ranks() const { return static_cast<int>(lanes.size()); }

  template <typename Take>
  auto ofRanks(const Take& take) const {
    std::vector<decltype(take(sets_.front().front()))> taken;
    for (const NormLane& lane : sets_.front()) {
      ::nanoflow::check(cudaSetDevice(lane.device));
      taken.push_back(take(lane));
    }
    lanes.front().gpu->activate();
    return taken;
  }

  RankValues values() const {
    RankValues values;
    values.inputs = ofRanks([&](const NormLane& lane) { return downloadFloats(lane.input, count()); });
    values.residuals = ofRanks([&](const NormLane& lane) { return downloadFloats(lane.residual, count()); });
    values.weight = downloadFloats(sets_.front().front().weight, shape_.hidden);
    return values;
  }

  std::vector<std::vector<__nv_bfloat16>> residualBits() const {
    return ofRanks([&](const NormLane& lane) { return download(lane.residual, count()); });
  }

  void reset(const std::vector<std::vector<__nv_bfloat16>>& residuals) const {
    auto from = residuals.begin();
    ofRanks([&](const NormLane& lane) {
      ::nanoflow::check(cudaMemcpy(lane.residual, from->data(), count() * sizeof(from->front()), cudaMemcpyHostToDevice));
      ++from;
      poison(lane.output, count());
      return 0;
    });
  }

  ErrorNorm compare(const RankValues& before) const {
    const auto outputs = ofRanks([&](const NormLane& lane) { return downloadFloats(lane.output, count()); });
    const auto residuals = ofRanks([&](const NormLane& lane) { return downloadFloats(lane.residual, count()); });
    ErrorNorm error;
    std::vector<double> sums(shape_.hidden);
    for (int token = 0; token < shape_.tokens; ++token) {
      const int owner = (shape_.firstToken + token) % ranks();
      const size_t row = static_cast<size_t>(token) * shape_.hidden;
      double squares = 0;
      for (int i = 0; i < shape_.hidden; ++i) {
        sums[i] = before.residuals[owner][row + i];
        for (const auto& term : before.inputs) sums[i] += term[row + i];
        squares += sums[i] * sums[i];
      }
      const double scale = 1 / std::sqrt(squares / shape_.hidden + shape_.epsilon);
      for (int i = 0; i < shape_.hidden; ++i) {
        for (int rank = 0; rank < ranks(); ++rank) {
          error.add(alike(outputs[rank][row + i], outputs.front()[row + i]), sums[i] * scale * before.weight[i]);
          const float residual = residuals[rank][row + i];
          if (rank == owner) {
            error.add(residual, sums[i]);
          } else {
            const float expected = shape_.wholeResidual ? residuals[owner][row + i] : before.residuals[rank][row + i];
            error.add(alike(residual, expected), expected);
          }
        }
      }
    }
    return error;
  }

  /** `value`, or infinity unless it has the bits of `other`. */
  static double alike(float value, float other) {
    return std::memcmp(&value, &other, sizeof value) == 0 ? value : std::numeric_limits<double>::infinity();
  }

  NormShape shape_;
  std::unique_ptr<PeerAllReduceNorm> kernel_;
  std::vector<std::vector<NormLane>> sets_;
};

}  // namespace

std::unique_ptr<Operation> makeAllReduceNorm(Spec& spec, const std::vector<Site>& sites, Communicators&) {
  return std::make_unique<AllReduceNormOperation>(spec, sites);
}

}  // namespace nanoflow
