#include "../method/pair.h"

#include "jobs.h"

namespace nanoflow {

namespace {

void burst(Operation& a, Operation& b, bool partitioned, double budgetUs, JobContext& context, JsonObject& answer) {
  const auto measure = partitioned ? measurePair : measurePairFromIdle;
  const PairResult result = measure(a, b, context.gate, budgetUs);
  answer.add("status", "ok")
      .add("aUs", result.first.together.median)
      .add("bUs", result.second.together.median)
      .add("aSpread", result.first.together.spread)
      .add("bSpread", result.second.together.spread)
      .add("aSamples", result.first.together.samples)
      .add("bSamples", result.second.together.samples)
      .add("discarded", result.first.discarded + result.second.discarded)
      .add("aAloneUs", result.first.alone.median)
      .add("bAloneUs", result.second.alone.median)
      .add("aImpl", a.implementation)
      .add("bImpl", b.implementation)
      .add("clockMhz", result.clockMhz);
}

void sustained(Operation& a, Operation& b, const SteadyOptions& options, JobContext& context, JsonObject& answer) {
  const SteadyPairResult result = measureSustainedPair(a, b, context.gate, options);
  coolDown();
  answer.add("status", "ok")
      .add("aUs", result.firstUs)
      .add("bUs", result.secondUs)
      .add("aImpl", a.implementation)
      .add("bImpl", b.implementation)
      .add("clockMhz", result.clockMhz)
      .add("powerW", result.powerW)
      .add("temperatureC", result.temperatureC);
}

}  // namespace

/**
 * Side `a` runs on the group and `b` on the remainder of one split; with `split=0` both run on ordinary streams, `b`
 * with at most `b.ctas` CTAs a kernel and `a`'s GEMMs told to count on the other SMs, from an idle GPU each time. With
 * `state=sustained` both loop instead, for as long as a steady measurement takes.
 */
void pairJob(Spec& spec, JobContext& context, JsonObject& answer) {
  Workbench& bench = context.bench;
  Spec first = spec.extract("a."), second = spec.extract("b.");
  const int groupSms = spec.integer("split");
  const std::string state = spec.text("state", "burst");
  if (state != "burst" && state != "sustained") throw std::invalid_argument("'state=" + state + "' is none of burst, sustained");
  const bool steady = state == "sustained";
  const double budgetUs = steady ? 0 : readBudgetUs(spec);
  const SteadyOptions options = steady ? readSteady(spec) : SteadyOptions{};
  spec.finish();

  BuildOptions firstOptions, secondOptions;
  secondOptions.side = Side::second;
  firstOptions.lane.ctaLimit = first.integer("ctas", 0);
  secondOptions.lane.ctaLimit = second.integer("ctas", 0);
  if (groupSms > 0) {
    firstOptions.lane.partition = {Partition::Kind::group, groupSms};
    secondOptions.lane.partition = {Partition::Kind::remainder, groupSms};
  } else {
    const int ctas = secondOptions.lane.ctaLimit;
    const int smCount = bench.devices.front()->gpu.properties.multiProcessorCount;
    if (ctas <= 0 || ctas >= smCount) throw std::invalid_argument("split=0 needs b.ctas=N, fewer than the SMs");
    firstOptions.lane.gemmSmTarget = smCount - ctas;
  }
  const bool collective = isCollective(first.text("op")) || isCollective(second.text("op"));
  firstOptions.everyDevice = secondOptions.everyDevice = collective;

  const auto a = buildOperation(first, firstOptions, bench);
  const auto b = buildOperation(second, secondOptions, bench);
  if (steady) return sustained(*a, *b, options, context, answer);
  burst(*a, *b, groupSms > 0, budgetUs, context, answer);
}

}  // namespace nanoflow
