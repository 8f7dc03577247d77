#include "jobs.h"

namespace nanoflow {

void checkJob(Spec& spec, JobContext& context, JsonObject& answer) {
  BuildOptions options = readPlace(spec);
  options.rotate = false;
  constexpr double kMostError = 0.01;  // bf16 operands and results: 1e-3 to 1e-2
  const double relative = buildOperation(spec, options, context.bench)->check().relative();
  answer.add("status", relative < kMostError ? "ok" : "failed").add("relativeError", relative);
}

}  // namespace nanoflow
