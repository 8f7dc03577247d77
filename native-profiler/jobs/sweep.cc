#include "../../native-common/gpu/devices.h"
#include "../method/burst.h"
#include "../operations/operations.h"
#include "jobs.h"

namespace nanoflow {
namespace {

constexpr int kMostImplementations = 15;  // three of our own, twelve of cuBLASLt

/** One implementation's burst time, or why it has none. */
struct Candidate {
  std::string implementation;
  BurstResult result;
  std::string error;

  bool failed() const { return !error.empty(); }
};

bool faster(const Candidate& a, const Candidate& b) {
  if (a.failed() || b.failed()) return !a.failed() && b.failed();
  return a.result.perCallUs.median < b.result.perCallUs.median;
}

void measure(Candidate& candidate, const Spec& shape, const BuildOptions& place, const BurstOptions& effort,
             JobContext& context) {
  for (const auto& device : context.bench.devices) device->resetArenas(false, context.bench.random);
  Spec spec = shape;
  spec.set("impl", candidate.implementation);
  try {
    const auto operation = buildOperation(spec, place, context.bench);
    candidate.result = measureBurst(*operation, context.gate, effort);
  } catch (const DeviceError&) {
    throw;
  } catch (const std::exception& failure) {
    candidate.error = failure.what();
    for (const auto& device : context.bench.devices) requireUsable(device->gpu.ordinal);
    context.bench.devices.front()->gpu.activate();
  }
}

}  // namespace

void sweepJob(Spec& spec, JobContext& context, JsonObject& answer) {
  const BuildOptions place = readPlace(spec);
  const BurstOptions glance{.budgetUs = 450, .minSamples = 3, .sampleUs = 150, .medianError = 1};
  BurstOptions careful;
  careful.budgetUs = readBudgetUs(spec);
  const int top = spec.integer("top", 3);

  Spec shape = spec;
  const Site site = siteOf(*context.bench.devices.front(), place, context.bench.random);
  const ImplementationList list = listImplementations(shape, site, kMostImplementations);
  std::vector<Candidate> candidates;
  for (const std::string& name : list.names) candidates.push_back({name, {}, ""});
  for (Candidate& candidate : candidates) measure(candidate, spec, place, glance, context);
  std::stable_sort(candidates.begin(), candidates.end(), faster);
  if (candidates.front().failed()) throw std::runtime_error(candidates.front().error);
  // The default too, however it looked at a glance: nobody should get less than cuBLAS gives unasked.
  for (int i = 0; i < static_cast<int>(candidates.size()); ++i) {
    Candidate& candidate = candidates[i];
    const bool wanted = i < top || candidate.implementation == list.preferred;
    if (wanted && !candidate.failed()) measure(candidate, spec, place, careful, context);
  }
  std::stable_sort(candidates.begin(), candidates.end(), faster);

  std::vector<JsonObject> results;
  for (const Candidate& candidate : candidates) {
    JsonObject& entry = results.emplace_back();
    entry.add("impl", candidate.implementation);
    if (candidate.failed()) {
      entry.add("error", candidate.error);
    } else {
      addSummary(entry, candidate.result.perCallUs);
      entry.add("clockMhz", candidate.result.clockMhz);
    }
  }
  answer.add("status", "ok").add("default", list.preferred).add("results", results);
}

}  // namespace nanoflow
