#include <algorithm>

#include "jobs.h"

namespace nanoflow {
namespace {

/** Operations one after the other on one stream, as a layer without overlap runs them. */
class Sequence final : public Operation {
 public:
  /** @param chained each reads what the one before made */
  Sequence(std::vector<std::unique_ptr<Operation>> parts, bool chained) : parts_(std::move(parts)) {
    lanes = parts_.front()->lanes;
    implementation.clear();
    for (const auto& part : parts_) {
      oneGraph = oneGraph || part->oneGraph;
      sets = std::max(sets, part->sets);
      implementation += (implementation.empty() ? "" : "+") + part->implementation;
    }
    if (chained) chain();
  }

  void launch(int set) override {
    for (const auto& part : parts_) part->launch(set % part->sets);
  }

  ErrorNorm check() override { throw std::invalid_argument("a mix is checked operation by operation"); }

 private:
  /** Sets that all have; those of the part that has fewest are beyond the L2 already. */
  void chain() {
    for (size_t i = 1; i < parts_.size(); ++i) parts_[i]->readFrom(parts_[i - 1]->made());
    for (const auto& part : parts_) sets = std::min(sets, part->sets);
  }

  std::vector<std::unique_ptr<Operation>> parts_;
};

}  // namespace

/** The operations `1.`, `2.` and so on, in this order, over and over: time and energy of one round. */
void mixJob(Spec& spec, JobContext& context, JsonObject& answer) {
  const SteadyOptions options = readSteady(spec);
  const bool chained = spec.integer("chained", 0) != 0;
  std::vector<Spec> wanted;
  for (int i = 1; spec.hasPrefix(std::to_string(i) + "."); ++i) wanted.push_back(spec.extract(std::to_string(i) + "."));
  spec.finish();
  if (wanted.size() < 2) throw std::invalid_argument("a mix takes the operations 1.op=, 2.op= and so on");

  BuildOptions place;
  for (Spec& each : wanted) place.everyDevice = place.everyDevice || isCollective(each.text("op"));
  std::vector<std::unique_ptr<Operation>> parts;
  for (Spec& each : wanted) parts.push_back(buildOperation(each, place, context.bench));
  Sequence sequence(std::move(parts), chained);
  addSteady(answer, sequence.implementation, measureSustained(sequence, context.gate, options));
}

}  // namespace nanoflow
