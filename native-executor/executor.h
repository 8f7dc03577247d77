#pragma once

#include <istream>
#include <ostream>

#include "../native-common/wire/conversation.h"
#include "session.h"

namespace nanoflow {

struct ExecutorOptions {
  std::vector<int> devices;       ///< CUDA ordinals in the order of ranks
  double stepLimitSeconds = 0;  ///< longest that a step, or an instruction of a program that is bound, may take
};

/**
 * Answers requests. One that makes no sense, or that a library refuses, leaves the GPUs ready for the next.
 *
 * Steps that are submitted are answered when they end; meanwhile the next may be submitted. Any other request waits for
 * them: so answers come in the order of the requests, and nothing changes under a step.
 */
class Executor final : public Service {
 public:
  /**
   * @param requests std::cin, @param answers where those of steps go
   * @throws FatalError where the GPUs cannot work together, DeviceError
   */
  Executor(const ExecutorOptions& options, std::istream& requests, std::ostream& answers);

  /** First line of the conversation: the GPUs and the software. */
  JsonObject greeting() const;

  std::optional<std::string> handle(Request& request, JsonObject& answer) override;
  void recover() override;
  void awaitRequest() override;

  /** Waits for the steps under way and answers them. @throws DeviceError */
  void finish();

  /** A failure in words that name the rank, as far as driver and kernels tell which it was. */
  DeviceError explain(const DeviceError& error) const;

 private:
  void answerOldest();

  std::istream& requests_;
  std::ostream& answers_;
  Session session_;
};

}  // namespace nanoflow
