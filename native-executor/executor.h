#pragma once

#include "../native-common/wire/conversation.h"
#include "session.h"

namespace nanoflow {

/** Answers requests. One that makes no sense leaves it usable; after a failed CUDA call nothing is certain any more. */
class Executor final : public Service {
 public:
  explicit Executor(const std::vector<int>& devices);

  /** First line of the conversation: the GPUs and the software. */
  JsonObject greeting() const;

  /** @throws std::exception on a request that makes no sense, FatalError after a failed CUDA call */
  std::string handle(Request& request, JsonObject& answer) override;

 private:
  Session session_;
};

}  // namespace nanoflow
