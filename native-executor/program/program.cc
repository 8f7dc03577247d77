#include "program.h"

#include <sstream>

#include "../../native-common/wire/list.h"
#include "../../native-common/wire/number.h"
#include "kernels.h"

namespace nanoflow {
namespace {

/** One side of a split. @throws std::invalid_argument when it has other SMs than the plan wants */
Placement placementOn(const SmSplit& split, const std::string& side, int sms) {
  if (side == "whole") throw std::invalid_argument("a split has a group and a remainder");
  const GreenContext& context = side == "group" ? split.group : split.remainder;
  if (context.smCount() != sms) {
    throw std::invalid_argument("the " + side + " of this GPU's split has " + std::to_string(context.smCount()) +
                                " SMs, the plan wants " + std::to_string(sms));
  }
  return {context.stream(), sms};
}

Queue readQueue(Spec& words, const Gpus& gpus) {
  Queue queue;
  queue.gpu = &gpuAt(words.integer("device"), gpus);
  queue.gpu->activate();
  const std::string side = words.text("side");
  if (side != "whole" && side != "group" && side != "remainder") {
    throw std::invalid_argument("a queue is on the whole GPU, a group or a remainder, not on '" + side + "'");
  }
  const int groupSms = words.integer("split", 0), sms = words.integer("sms");
  const bool urgent = words.integer("urgent", 0) != 0;
  if (groupSms == 0) {
    queue.own = makeStream(urgent);
    queue.placement = {queue.own.get(), queue.gpu->properties.multiProcessorCount};
  } else {
    queue.placement = placementOn(queue.gpu->split(groupSms), side, sms);
  }
  queue.placement.ctaLimit = words.integer("ctas", 0);
  queue.gemmSmTarget = words.integer("gemm_sms", 0);
  queue.placement.scattered = groupSms == 0 && queue.gemmSmTarget > 0;
  return queue;
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

Instruction readInstruction(Spec& words, const Program& program) {
  Instruction instruction;
  instruction.queue = words.integer("queue");
  if (instruction.queue < 0 || instruction.queue >= static_cast<int>(program.queues.size())) {
    throw std::invalid_argument("there is no queue " + std::to_string(instruction.queue));
  }
  const int position = static_cast<int>(program.instructions.size());
  instruction.waits = readWaits(words.text("waits", ""), position);
  const Queue& queue = program.queues[instruction.queue];
  queue.gpu->activate();
  instruction.launch = bindKernel(words.text("kernel"), words, queue);
  return instruction;
}

}  // namespace

Program bindProgram(const std::string& text, const Gpus& gpus) {
  Program program;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const size_t space = std::min(line.find(' '), line.size());
    const std::string record = line.substr(0, space);
    try {
      Spec words = Spec::parse(line.substr(space));
      if (record == "queue") {
        program.queues.push_back(readQueue(words, gpus));
      } else if (record == "run") {
        program.instructions.push_back(readInstruction(words, program));
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
