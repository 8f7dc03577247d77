#include "program.h"

#include "collective_order.h"
#include "kernels.h"
#include "program_text.h"

namespace nanoflow {
namespace {

/** @throws std::invalid_argument when a side of the GPU's split has other SMs than the plan wants */
Lane bindQueue(const QueueLine& queue, Rank& rank) {
  rank.gpu.activate();
  const Lane lane = rank.gpu.lane(queue.options);
  const bool whole = queue.options.partition.kind == Partition::Kind::whole;
  if (!whole && lane.placement.smCount != queue.sms) {
    throw std::invalid_argument("this side of the split of " + rank.name + " has " +
                                std::to_string(lane.placement.smCount) + " SMs, the plan wants " +
                                std::to_string(queue.sms));
  }
  return lane;
}

/** Binds the lines of a text one after the other. */
class Binding {
 public:
  Binding(const Ranks& ranks, Collectives& collectives) : ranks_(ranks), collectives_(collectives) {}

  void addQueues(const std::vector<QueueLine>& queues) {
    queues_ = queues.size();
    for (const auto& rank : ranks_) {
      for (const QueueLine& queue : queues) {
        program_.lanes.push_back(onLine(queue.line, [&] { return bindQueue(queue, *rank); }));
      }
    }
  }

  void add(const RunLine& run) {
    std::vector<int> made;
    if (isCollective(run.kernel)) {
      made = {addCollective(run)};
    } else {
      for (const auto& rank : ranks_) made.push_back(addOn(*rank, run));
    }
    made_.push_back(std::move(made));
  }

  Program finish() { return std::move(program_); }

 private:
  int laneOf(const Rank& rank, int queue) const { return rank.index * static_cast<int>(queues_) + queue; }

  /** What the line at `position` became on a rank. */
  int madeOn(const Rank& rank, int position) const {
    const std::vector<int>& made = made_[position];
    return made.size() == 1 ? made.front() : made[rank.index];
  }

  int addOn(const Rank& rank, const RunLine& run) {
    const int lane = laneOf(rank, run.queue);
    Instruction instruction{{lane}, {}, {}};
    for (const int wait : run.waits) instruction.waits.push_back(madeOn(rank, wait));
    Spec words = run.words;
    rank.gpu.activate();
    instruction.launch = bindKernel(run.kernel, words, program_.lanes[lane], rank);
    words.finish();
    return push(std::move(instruction));
  }

  int addCollective(const RunLine& run) {
    Instruction instruction;
    std::vector<Lane> lanes;
    for (const auto& rank : ranks_) {
      instruction.lanes.push_back(laneOf(*rank, run.queue));
      lanes.push_back(program_.lanes[instruction.lanes.back()]);
    }
    for (const int wait : run.waits) {
      instruction.waits.insert(instruction.waits.end(), made_[wait].begin(), made_[wait].end());
    }
    Spec words = run.words;
    instruction.launch = bindCollective(run.kernel, words, lanes, ranks_, collectives_);
    words.finish();
    return push(std::move(instruction));
  }

  int push(Instruction instruction) {
    program_.instructions.push_back(std::move(instruction));
    return static_cast<int>(program_.instructions.size()) - 1;
  }

  const Ranks& ranks_;
  Collectives& collectives_;
  size_t queues_ = 0;
  Program program_;
  std::vector<std::vector<int>> made_;  ///< by line: positions of its instructions, one a rank or one for all
};

}  // namespace

Program bindProgram(const std::string& text, const Ranks& ranks, Collectives& collectives) {
  const ProgramText written = readProgram(text);
  Binding binding(ranks, collectives);
  binding.addQueues(written.queues);
  for (const RunLine& run : written.instructions) onLine(run.line, [&] { binding.add(run); });
  return binding.finish();
}

}  // namespace nanoflow
