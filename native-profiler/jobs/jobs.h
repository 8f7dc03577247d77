#pragma once

#include <optional>

#include "../../native-common/wire/json.h"
#include "../../native-common/gpu/statistics.h"
#include "../method/replay.h"
#include "../method/steady.h"
#include "../method/workbench.h"

namespace nanoflow {

/** What jobs work with; lives as long as the server. */
struct JobContext {
  Workbench& bench;
  Gate gate;
  std::optional<double> idleW;  ///< once measured
};

/*
 * One function a verb. Each reads its words from the spec and adds to the answer, `status` first; it throws where it
 * cannot answer. README.md has the words and the answers.
 */
void idleJob(Spec& spec, JobContext& context, JsonObject& answer);
void copyJob(Spec& spec, JobContext& context, JsonObject& answer);
void soloJob(Spec& spec, JobContext& context, JsonObject& answer);
void sweepJob(Spec& spec, JobContext& context, JsonObject& answer);
void pairJob(Spec& spec, JobContext& context, JsonObject& answer);
void checkJob(Spec& spec, JobContext& context, JsonObject& answer);

void mixJob(Spec& spec, JobContext& context, JsonObject& answer);

/** The words `part`, `ctas` and `sm_target`. */
BuildOptions readPlace(Spec& spec);

/** The word `budget_ms`, in µs of GPU time. */
double readBudgetUs(Spec& spec);

/** The words `seconds`, `settle_seconds`, `rest_per_busy` and `visit`. */
SteadyOptions readSteady(Spec& spec);

/** Lets the card recover: after a load at the power cap the clock takes a while to rise again. */
void coolDown();

/** Lets the card recover, then adds the figures of a steady measurement. */
void addSteady(JsonObject& answer, const std::string& implementation, const SteadyResult& result);

/** Adds `medianUs`, `spread` and `samples`. */
void addSummary(JsonObject& answer, const Summary& perCallUs);

}  // namespace nanoflow
