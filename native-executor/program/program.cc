#include "program.h"

#include "kernels.h"
#include "program_text.h"

namespace nanoflow {
namespace {

/** @throws std::invalid_argument when the GPU is not there, or a side of its split has other SMs than the plan wants */
Lane bindQueue(const QueueLine& queue, const Ranks& ranks) {
  Gpu& gpu = rankAt(queue.device, ranks).gpu;
  gpu.activate();
  const Lane lane = gpu.lane(queue.options);
  const bool whole = queue.options.partition.kind == Partition::Kind::whole;
  if (!whole && lane.placement.smCount != queue.sms) {
    throw std::invalid_argument("this side of the GPU's split has " + std::to_string(lane.placement.smCount) +
                                " SMs, the plan wants " + std::to_string(queue.sms));
  }
  return lane;
}

Instruction bindInstruction(const RunLine& run, const Program& program, const Ranks& ranks) {
  const Lane& lane = program.lanes[run.queue];
  lane.gpu->activate();
  Spec words = run.words;
  Instruction instruction{{run.queue}, run.waits, bindKernel(run.kernel, words, lane, rankOf(lane, ranks).memory)};
  words.finish();
  return instruction;
}

}  // namespace

Program bindProgram(const std::string& text, const Ranks& ranks) {
  const ProgramText written = readProgram(text);
  Program program;
  for (const QueueLine& queue : written.queues) {
    program.lanes.push_back(onLine(queue.line, [&] { return bindQueue(queue, ranks); }));
  }
  for (const RunLine& run : written.instructions) {
    program.instructions.push_back(onLine(run.line, [&] { return bindInstruction(run, program, ranks); }));
  }
  return program;
}

}  // namespace nanoflow
