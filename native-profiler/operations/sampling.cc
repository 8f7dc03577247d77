#include "../../native-kernels/sampling/sampling.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "../../native-kernels/sampling/sampling_topp.h"
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
           site.device.scratch->take<RowFault>(shape_.rows), shape_.rows, shape_.vocabulary});
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

class NucleusSampling final : public SimpleOperation<TopPSampling, topPSampling> {
 public:
  NucleusSampling(Spec& spec, const Site& site)
      : SimpleOperation(site),
        shape_(LogitsShape::read(spec)),
        topP_(static_cast<float>(spec.number("top_p", 0.9))),
        temperature_(static_cast<float>(spec.number("temperature", 1))) {
    implementation = "topp";
    sets = site.rotations(2 * shape_.count());
    for (int i = 0; i < sets; ++i) {
      arguments_.push_back({logitsFor(site, shape_), site.upload(uniforms(site.random)),
                            site.device.scratch->take<int>(shape_.rows),
                            site.device.scratch->take<RowFault>(shape_.rows), shape_.rows, shape_.vocabulary, topP_,
                            temperature_});
    }
  }

  /** Each row's token must be the one that the definition gives, up to the rounding of fp32 weights; 0 after a fault. */
  ErrorNorm check() override {
    poison(arguments_.front().tokens, shape_.rows);
    poison(arguments_.front().faults, shape_.rows);
    const TopPSampling& p = runOnce();
    const auto logits = downloadFloats(p.logits, shape_.count());
    const auto tokens = download(p.tokens, shape_.rows), again = download(runOnce().tokens, shape_.rows);
    const auto drawn = download(p.uniforms, shape_.rows);
    const auto faults = download(p.faults, shape_.rows);
    ErrorNorm error;
    for (int row = 0; row < shape_.rows; ++row) {
      const float* begin = &logits[static_cast<size_t>(row) * shape_.vocabulary];
      const RowFault fault = faultOfRow(begin, shape_.vocabulary);
      const bool right = fault == RowFault::none ? isSample(begin, drawn[row], tokens[row]) : tokens[row] == 0;
      error.add(right && faults[row] == fault && tokens[row] == again[row] ? 1 : NAN, 1);
    }
    return error;
  }

 private:
  /** Random numbers, the least and the greatest among them: the first and the last token of a nucleus. */
  std::vector<float> uniforms(std::mt19937_64& random) const {
    constexpr float kStep = 1.f / (1 << 24);
    std::vector<float> values(shape_.rows);
    for (float& value : values) value = static_cast<float>(random() >> 40) * kStep;
    values.front() = 0.f;
    values.back() = 1.f - kStep;
    return values;
  }

  bool isSample(const float* logits, double uniform, int token) const {
    std::vector<int> order(shape_.vocabulary);
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return logits[a] > logits[b]; });
    std::vector<double> upTo(order.size());
    double mass = 0;
    for (size_t i = 0; i < order.size(); ++i) {
      upTo[i] = mass += std::exp((static_cast<double>(logits[order[i]]) - logits[order[0]]) / temperature_);
    }
    constexpr double kRounding = 1e-5;
    const auto reaches = [&](double wanted) { return std::lower_bound(upTo.begin(), upTo.end(), wanted) - upTo.begin(); };
    const ptrdiff_t most = shape_.vocabulary - 1;
    const double leastMass = upTo[std::min(reaches(topP_ * mass * (1 - kRounding)), most)];
    const double mostMass = upTo[std::min(reaches(topP_ * mass * (1 + kRounding)), most)];
    const ptrdiff_t first = reaches(uniform * leastMass * (1 - kRounding));
    const ptrdiff_t last = std::min(reaches(uniform * mostMass * (1 + kRounding)), most);
    return std::find(order.begin() + first, order.begin() + last + 1, token) != order.begin() + last + 1;
  }

  LogitsShape shape_;
  float topP_;
  float temperature_;
};

}  // namespace

std::unique_ptr<Operation> makeSampling(Spec& spec, const Site& site) {
  const std::string name = spec.text("impl", "greedy");
  if (name == "greedy") return std::make_unique<GreedySampling>(spec, site);
  if (name == "topp") return std::make_unique<NucleusSampling>(spec, site);
  throw std::invalid_argument("unknown implementation '" + name + "', known: greedy, topp");
}

}  // namespace nanoflow
