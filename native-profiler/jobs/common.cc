#include "jobs.h"

namespace nanoflow {

BuildOptions readPlace(Spec& spec) {
  BuildOptions options;
  options.lane.partition = Partition::parse(spec.text("part", "whole"));
  options.lane.ctaLimit = spec.integer("ctas", 0);
  const int target = spec.integer("sm_target", -1);
  if (target >= 0) options.lane.gemmSmTarget = target;
  return options;
}

double readBudgetUs(Spec& spec) { return spec.number("budget_ms", 15) * 1e3; }

SteadyOptions readSteady(Spec& spec) {
  spec.integer("visit", 1);  // only tells repeated jobs apart
  SteadyOptions options;
  options.seconds = spec.number("seconds", options.seconds);
  options.settleSeconds = spec.number("settle_seconds", options.settleSeconds);
  options.restPerBusy = spec.number("rest_per_busy", options.restPerBusy);
  return options;
}

void coolDown() {
  constexpr double kCoolUs = 300'000;
  rest(kCoolUs);
}

void addSteady(JsonObject& answer, const std::string& implementation, const SteadyResult& result) {
  coolDown();
  answer.add("status", "ok").add("impl", implementation);
  addSummary(answer, result.perCallUs);
  answer.add("clockMhz", result.clockMhz)
      .add("powerW", result.powerW)
      .add("energyMj", result.energyMj)
      .add("temperatureC", result.temperatureC)
      .add("throttleNames", throttleNames(result.throttleMask));
}

void addSummary(JsonObject& answer, const Summary& perCallUs) {
  answer.add("medianUs", perCallUs.median).add("spread", perCallUs.spread).add("samples", perCallUs.samples);
}

}  // namespace nanoflow
