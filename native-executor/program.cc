#include "program.h"

#include <sstream>

#include "../native-common/list.h"
#include "../native-common/number.h"
#include "kernels.h"

namespace nanoflow {
namespace {

Queue readQueue(Spec& words, const Gpus& gpus) {
  Queue queue;
  queue.gpu = &gpuAt(words.integer("device"), gpus);
  queue.gpu->activate();
  queue.gemmSmTarget = words.integer("gemm_sms", 0);
  queue.placement.ctaLimit = words.integer("ctas", 0);
  const int groupSms = words.integer("split", 0), sms = words.integer("sms");
  const std::string side = words.text("side");
  const bool urgent = words.integer("urgent", 0) != 0;
  if (groupSms == 0) {
    queue.own = makeStream(urgent);
    queue.placement.stream = queue.own.get();
    queue.placement.smCount = queue.gpu->properties.multiProcessorCount;
    return queue;
  }
  if (side != "group" && side != "remainder") throw std::invalid_argument("a split has a group and a remainder");
  const SmSplit& split = queue.gpu->split(groupSms);
  const GreenContext& context = side == "group" ? split.group : split.remainder;
  if (context.smCount() != sms) {
    throw std::invalid_argument("the " + side + " of this GPU's split has " + std::to_string(context.smCount()) +
                                " SMs, the plan wants " + std::to_string(sms));
  }
  queue.placement.stream = context.stream();
  queue.placement.smCount = sms;
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
