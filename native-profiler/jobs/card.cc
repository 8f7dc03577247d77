#include "../method/copy_bandwidth.h"
#include "../method/steady.h"
#include "jobs.h"

namespace nanoflow {

void idleJob(Spec& spec, JobContext& context, JsonObject& answer) {
  spec.finish();
  constexpr double kSeconds = 1.0;
  const IdleResult result = measureIdle(context.bench.devices.front()->gpu.monitor, kSeconds);
  context.idleW = result.powerW;
  answer.add("status", "ok").add("powerW", result.powerW).add("clockMhz", result.clockMhz);
}

void copyJob(Spec& spec, JobContext& context, JsonObject& answer) {
  spec.finish();
  answer.add("status", "ok").add("bytesPerSecond", measureCopy(*context.bench.devices.front()));
}

}  // namespace nanoflow
