#include "../method/burst.h"
#include "jobs.h"

namespace nanoflow {
namespace {

void burst(Spec& spec, JobContext& context, JsonObject& answer) {
  BurstOptions effort;
  effort.budgetUs = readBudgetUs(spec);
  const auto operation = buildOperation(spec, readPlace(spec), context.bench);
  const BurstResult result = measureBurst(*operation, context.gate, effort);
  answer.add("status", "ok").add("impl", operation->implementation);
  addSummary(answer, result.perCallUs);
  answer.add("clockMhz", result.clockMhz);
}

double idleW(JobContext& context) {
  constexpr double kSeconds = 0.7;
  if (!context.idleW) context.idleW = measureIdle(context.bench.devices.front()->gpu.monitor, kSeconds).powerW;
  return *context.idleW;
}

void steady(Spec& spec, bool spaced, JobContext& context, JsonObject& answer) {
  const SteadyOptions options = readSteady(spec);
  const auto operation = buildOperation(spec, readPlace(spec), context.bench);
  const SteadyResult result = spaced ? measureSpaced(*operation, context.gate, options, idleW(context))
                                     : measureSustained(*operation, context.gate, options);
  addSteady(answer, operation->implementation, result);
}

}  // namespace

void soloJob(Spec& spec, JobContext& context, JsonObject& answer) {
  const std::string state = spec.text("state", "burst");
  if (state == "burst") return burst(spec, context, answer);
  if (state == "sustained") return steady(spec, false, context, answer);
  if (state == "spaced") return steady(spec, true, context, answer);
  throw std::invalid_argument("'state=" + state + "' is none of burst, sustained, spaced");
}

}  // namespace nanoflow
