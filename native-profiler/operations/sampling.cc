#include "../../native-kernels/sampling/sampling.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "../../native-kernels/sampling/philox.cuh"
#include "../../native-kernels/sampling/slot_sampling.h"
#include "operations.h"

namespace nanoflow {
namespace {

/** Shape of the logits: `vocab` and `tokens`. */
struct LogitsShape {
  int rows, vocabulary;

  static LogitsShape read(Spec& spec) { return {spec.integer("tokens"), spec.integer("vocab")}; }
  size_t count() const { return static_cast<size_t>(rows) * vocabulary; }
};

/** Kinds of rows in a check, row by row; of the last kind a token is excluded and nothing is wrong. */
constexpr int kRowKinds = 8;

/** Logits to be checked: random, with faults in some rows. */
__nv_bfloat16* faultyLogits(const Site& site, const LogitsShape& shape) {
  __nv_bfloat16* logits = site.mutableInput(shape.count());
  auto values = download(logits, shape.count());
  for (int row = 0; row < shape.rows; ++row) {
    const auto begin = values.begin() + static_cast<ptrdiff_t>(row) * shape.vocabulary, end = begin + shape.vocabulary;
    const auto anywhere = begin + static_cast<ptrdiff_t>(site.random() % shape.vocabulary);
    switch (row % kRowKinds) {
      case 1:
        std::fill(begin, end, __float2bfloat16(NAN));
        break;
      case 2:
        *anywhere = __float2bfloat16(-NAN);
        break;
      case 3:
        *anywhere = __float2bfloat16(INFINITY);
        break;
      case 4:
        std::fill(begin, end, __float2bfloat16(-INFINITY));
        break;
      case 5:
        std::fill(begin, end, __float2bfloat16(-INFINITY));
        *anywhere = __float2bfloat16(NAN);
        break;
      case 6:
        *anywhere = __float2bfloat16(-INFINITY);
        break;
      default:
        break;
    }
  }
  check(cudaMemcpy(logits, values.data(), values.size() * sizeof(values[0]), cudaMemcpyHostToDevice));
  return logits;
}

const __nv_bfloat16* logitsFor(const Site& site, const LogitsShape& shape) {
  return site.rotate ? site.input(shape.count()) : faultyLogits(site, shape);
}

RowFault faultOfRow(const float* begin, int vocabulary) {
  float peak = -INFINITY;
  bool hasNan = false;
  for (int i = 0; i < vocabulary; ++i) {
    hasNan = hasNan || std::isnan(begin[i]);
    peak = std::max(peak, begin[i]);
  }
  return faultOf(hasNan, peak);
}

class GreedySampling final : public SimpleOperation<Sampling, sampling> {
 public:
  GreedySampling(Spec& spec, const Site& site) : SimpleOperation(site), shape_(LogitsShape::read(spec)) {
    implementation = "greedy";
    sets = site.rotations(2 * shape_.count());
    for (int i = 0; i < sets; ++i) {
      arguments_.push_back(
          {logitsFor(site, shape_), site.device.scratch->take<int>(shape_.rows),
           site.device.scratch->take<RowFault>(shape_.rows), nullptr, shape_.rows, shape_.vocabulary});
    }
  }

  ErrorNorm check() override {
    poison(arguments_.front().tokens, shape_.rows);
    poison(arguments_.front().faults, shape_.rows);
    const Sampling& p = runOnce();
    const auto logits = downloadFloats(p.logits, shape_.count());
    const auto tokens = download(p.tokens, shape_.rows);
    const auto faults = download(p.faults, shape_.rows);
    ErrorNorm error;
    for (int row = 0; row < shape_.rows; ++row) {
      const auto begin = logits.begin() + static_cast<ptrdiff_t>(row) * shape_.vocabulary;
      const RowFault fault = faultOfRow(&*begin, shape_.vocabulary);
      const auto token = fault == RowFault::none ? std::max_element(begin, begin + shape_.vocabulary) - begin : 0;
      error.add(tokens[row] + 1, static_cast<double>(token) + 1);
      error.add(faults[row] == fault ? 1 : NAN, 1);
    }
    return error;
  }

 private:
  LogitsShape shape_;
};

/** All rows have the one slot, and each a position of its own. */
class NucleusSampling final : public SimpleOperation<SlotSampling, slotSampling> {
 public:
  NucleusSampling(Spec& spec, const Site& site) : SimpleOperation(site), shape_(LogitsShape::read(spec)) {
    implementation = "topp";
    parameters_.temperature = static_cast<float>(spec.number("temperature", 1));
    parameters_.topP = static_cast<float>(spec.number("top_p", 0.9));
    parameters_.topK = spec.integer("top_k", 0);
    parameters_.minP = static_cast<float>(spec.number("min_p", 0));
    if (!(parameters_.temperature > 0)) throw std::invalid_argument("temperature must be above 0");
    parameters_.seedLow = static_cast<uint32_t>(site.random());
    sets = site.rotations(2 * shape_.count());
    SlotSampling common;
    common.slots = site.upload(std::vector<int>(shape_.rows, 0));
    std::vector<int> rows(shape_.rows);
    std::iota(rows.begin(), rows.end(), 0);
    common.rowIds = common.positions = site.upload(rows);
    common.tables.parameters = site.upload(std::vector<SlotParameters>{parameters_});
    common.tables.slots = 1;
    common.tables.vocabulary = common.known = shape_.vocabulary;
    common.rows = shape_.rows;
    for (int i = 0; i < sets; ++i) {
      SlotSampling& call = arguments_.emplace_back(common);
      call.logits = logitsFor(site, shape_);
      call.tokens = site.device.scratch->take<int>(shape_.rows);
      call.faults = site.device.scratch->take<RowFault>(shape_.rows);
    }
  }

  /** Each row's token must be the one that the definition gives, up to the rounding of fp32 weights; 0 after a fault. */
  ErrorNorm check() override {
    poison(arguments_.front().tokens, shape_.rows);
    poison(arguments_.front().faults, shape_.rows);
    const SlotSampling& p = runOnce();
    const auto logits = downloadFloats(p.logits, shape_.count());
    const auto tokens = download(p.tokens, shape_.rows), again = download(runOnce().tokens, shape_.rows);
    const auto faults = download(p.faults, shape_.rows);
    ErrorNorm error;
    for (int row = 0; row < shape_.rows; ++row) {
      const float* begin = &logits[static_cast<size_t>(row) * shape_.vocabulary];
      const RowFault fault = faultOfRow(begin, shape_.vocabulary);
      const double uniform = philoxUniform(parameters_.seedLow, parameters_.seedHigh, row + 1);
      const bool right = fault == RowFault::none ? isSample(begin, uniform, tokens[row]) : tokens[row] == 0;
      error.add(right && faults[row] == fault && tokens[row] == again[row] ? 1 : NAN, 1);
    }
    return error;
  }

 private:
  /** Whether the token is that of the least or the greatest prefix that rounding allows. */
  bool isSample(const float* logits, double uniform, int token) const {
    constexpr double kRounding = 1e-5;
    std::vector<int> order(shape_.vocabulary);
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return logits[a] > logits[b]; });
    std::vector<double> weights(order.size());
    for (size_t i = 0; i < order.size(); ++i) {
      weights[i] = std::exp((static_cast<double>(logits[i]) - logits[order[0]]) / parameters_.temperature);
    }
    for (const double slack : {-kRounding, kRounding}) {
      std::vector<int> kept = prefixOf(order, weights, slack);
      std::sort(kept.begin(), kept.end());
      double mass = 0, before = 0;
      for (const int each : kept) mass += weights[each];
      for (const int each : kept) {
        const double upTo = before + weights[each];
        const bool falls = (uniform + kRounding) * mass >= before && (uniform - kRounding) * mass <= upTo;
        if (each == token && falls) return true;
        before = upTo;
      }
    }
    return false;
  }

  /** The tokens that the filters keep, whose bounds are off by `slack`. */
  std::vector<int> prefixOf(const std::vector<int>& order, const std::vector<double>& weights, double slack) const {
    size_t count = 0;
    double mass = 0;
    const size_t most = parameters_.topK > 0 ? std::min<size_t>(parameters_.topK, order.size()) : order.size();
    const double least = parameters_.minP * (1 - slack);
    for (; count < most && weights[order[count]] >= least; ++count) mass += weights[order[count]];
    const double wanted = parameters_.topP < 1 ? (parameters_.topP + slack) * mass : INFINITY;
    size_t nucleus = 0;
    for (double upTo = 0; nucleus < count && upTo < wanted; ++nucleus) upTo += weights[order[nucleus]];
    return {order.begin(), order.begin() + static_cast<ptrdiff_t>(nucleus)};
  }

  LogitsShape shape_;
  SlotParameters parameters_{};
};

}  // namespace

std::unique_ptr<Operation> makeSampling(Spec& spec, const Site& site) {
  const std::string name = spec.text("impl", "greedy");
  if (name == "greedy") return std::make_unique<GreedySampling>(spec, site);
  if (name == "topp") return std::make_unique<NucleusSampling>(spec, site);
  throw std::invalid_argument("unknown implementation '" + name + "', known: greedy, topp");
}

}  // namespace nanoflow
