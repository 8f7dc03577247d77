#pragma once

#include <optional>

#include "../json.h"
#include "../replay.h"
#include "../statistics.h"
#include "../workbench.h"

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

/** The words `part` and `ctas`. */
BuildOptions readPlace(Spec& spec);

/** The word `budget_ms`, in µs of GPU time. */
double readBudgetUs(Spec& spec);

/** Adds `medianUs`, `spread` and `samples`. */
void addSummary(JsonObject& answer, const Summary& perCallUs);

}  // namespace nanoflow
