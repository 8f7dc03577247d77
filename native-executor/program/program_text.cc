#include "program_text.h"

#include <algorithm>
#include <sstream>

#include "../../native-common/wire/list.h"
#include "../../native-common/wire/number.h"
#include "collective_order.h"

namespace nanoflow {
namespace {

int atLeast(int least, const char* key, int value) {
  if (value >= least) return value;
  throw std::invalid_argument("'" + std::string(key) + "' is at least " + std::to_string(least) + ", not " +
                              std::to_string(value));
}

/** Without a split all SMs, whichever side the plan means: then limits on CTAs and SM counts keep the sides apart. */
Partition readPartition(Spec& words) {
  const std::string side = words.text("side");
  const auto kind = Partition::kindNamed(side);
  if (!kind) throw std::invalid_argument("a queue is on the whole GPU, a group or a remainder, not on '" + side + "'");
  const int groupSms = atLeast(0, "split", words.integer("split", 0));
  if (groupSms == 0) return {};
  if (*kind == Partition::Kind::whole) throw std::invalid_argument("a split has a group and a remainder");
  return {*kind, groupSms};
}

QueueLine readQueue(const std::string& line, Spec words) {
  QueueLine queue;
  queue.line = line;
  queue.options.partition = readPartition(words);
  queue.options.ctaLimit = atLeast(0, "ctas", words.integer("ctas", 0));
  queue.options.gemmSmTarget = atLeast(0, "gemm_sms", words.integer("gemm_sms", 0));
  queue.options.urgent = words.integer("urgent", 0) != 0;
  queue.sms = atLeast(1, "sms", words.integer("sms"));
  words.finish();
  return queue;
}

/** Positions of instructions before the one at `position`. */
std::vector<int> readWaits(const std::string& list, int position) {
  std::vector<int> waits;
  for (const std::string& item : splitList(list)) {
    const int wait = parseNumber<int>(item, "waits");
    if (wait < 0 || wait >= position) throw std::invalid_argument("instruction " + item + " is not an earlier one");
    if (std::find(waits.begin(), waits.end(), wait) != waits.end()) {
      throw std::invalid_argument("instruction " + item + " is waited for twice");
    }
    waits.push_back(wait);
  }
  return waits;
}

RunLine readRun(const std::string& line, Spec words, const ProgramText& program) {
  const int queue = words.integer("queue");
  if (queue < 0 || queue >= static_cast<int>(program.queues.size())) {
    throw std::invalid_argument("there is no queue " + std::to_string(queue));
  }
  const int position = static_cast<int>(program.instructions.size());
  std::vector<int> waits = readWaits(words.text("waits", ""), position);
  std::string kernel = words.text("kernel");
  return {line, queue, std::move(waits), std::move(kernel), std::move(words)};
}

void add(const std::string& line, ProgramText& program, CollectiveOrder& order) {
  const size_t space = std::min(line.find(' '), line.size());
  const std::string record = line.substr(0, space);
  Spec words = Spec::parse(line.substr(space));
  if (record == "queue") {
    program.queues.push_back(readQueue(line, std::move(words)));
  } else if (record == "run") {
    const RunLine& run = program.instructions.emplace_back(readRun(line, std::move(words), program));
    order.add(run.queue, run.waits, isCollective(run.kernel));
  } else {
    throw std::invalid_argument("'" + record + "' is neither queue nor run");
  }
}

}  // namespace

ProgramText readProgram(const std::string& text) {
  ProgramText program;
  CollectiveOrder order;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    onLine(line, [&] { add(line, program, order); });
  }
  if (program.instructions.empty()) throw std::invalid_argument("the program has no instruction");
  return program;
}

}  // namespace nanoflow
