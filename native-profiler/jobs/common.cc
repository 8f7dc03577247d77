#include "jobs.h"

namespace nanoflow {

BuildOptions readPlace(Spec& spec) {
  BuildOptions options;
  options.partition = PartitionSpec::parse(spec.text("part", "whole"));
  options.ctaLimit = spec.integer("ctas", 0);
  return options;
}

double readBudgetUs(Spec& spec) { return spec.number("budget_ms", 15) * 1e3; }

void addSummary(JsonObject& answer, const Summary& perCallUs) {
  answer.add("medianUs", perCallUs.median).add("spread", perCallUs.spread).add("samples", perCallUs.samples);
}

}  // namespace nanoflow
