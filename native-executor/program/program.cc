#include "program.h"

#include <sstream>

#include "../../native-common/wire/list.h"
#include "../../native-common/wire/number.h"
#include "kernels.h"

namespace nanoflow {
namespace {

/** Without a split all SMs, whichever side the plan means: then limits on CTAs and SM counts keep the sides apart. */
Partition readPartition(Spec& words) {
  const std::string side = words.text("side");
  const auto kind = Partition::kindNamed(side);
  if (!kind) throw std::invalid_argument("a queue is on the whole GPU, a group or a remainder, not on '" + side + "'");
  const int groupSms = words.integer("split", 0);
  if (groupSms == 0) return {};
  if (*kind == Partition::Kind::whole) throw std::invalid_argument("a split has a group and a remainder");
  return {*kind, groupSms};
}

/** @throws std::invalid_argument also when a side of a split has other SMs than the plan wants */
Lane readQueue(Spec& words, const Ranks& ranks) {
  Gpu& gpu = rankAt(words.integer("device"), ranks).gpu;
  LaneOptions options;
  options.partition = readPartition(words);
  options.ctaLimit = words.integer("ctas", 0);
  options.gemmSmTarget = words.integer("gemm_sms", 0);
  options.urgent = words.integer("urgent", 0) != 0;
  const int sms = words.integer("sms");
  gpu.activate();
  const Lane lane = gpu.lane(options);
  if (options.partition.kind != Partition::Kind::whole && lane.placement.smCount != sms) {
    throw std::invalid_argument("the " + words.text("side") + " of this GPU's split has " +
                                std::to_string(lane.placement.smCount) + " SMs, the plan wants " + std::to_string(sms));
  }
  return lane;
}

/** Positions of instructions before the one at `position`. */
std::vector<int> readWaits(const std::string& list, int position) {
  std::vector<int> waits;
  for (const std::string& item : splitList(list)) {
    const int wait = parseNumber<int>(item, "waits");
    if (wait < 0 || wait >= position) throw std::invalid_argument("instruction " + item + " is not an earlier one");
    waits.push_back(wait);
  }
  return waits;
}

Instruction readInstruction(Spec& words, const Program& program, const Ranks& ranks) {
  const int queue = words.integer("queue");
  if (queue < 0 || queue >= static_cast<int>(program.lanes.size())) {
    throw std::invalid_argument("there is no queue " + std::to_string(queue));
  }
  const Lane& lane = program.lanes[queue];
  const int position = static_cast<int>(program.instructions.size());
  Instruction instruction{{queue}, readWaits(words.text("waits", ""), position), {}};
  lane.gpu->activate();
  instruction.launch = bindKernel(words.text("kernel"), words, lane, rankOf(lane, ranks).memory);
  return instruction;
}

}  // namespace

Program bindProgram(const std::string& text, const Ranks& ranks) {
  Program program;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const size_t space = std::min(line.find(' '), line.size());
    const std::string record = line.substr(0, space);
    try {
      Spec words = Spec::parse(line.substr(space));
      if (record == "queue") {
        program.lanes.push_back(readQueue(words, ranks));
      } else if (record == "run") {
        program.instructions.push_back(readInstruction(words, program, ranks));
      } else {
        throw std::invalid_argument("'" + record + "' is neither queue nor run");
      }
      words.finish();
    } catch (const std::invalid_argument& error) {
      throw std::invalid_argument(std::string(error.what()) + ", in: " + line);
    }
  }
  return program;
}

}  // namespace nanoflow
