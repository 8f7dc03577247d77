#pragma once

#include "../native-common/wire/conversation.h"
#include "session.h"

namespace nanoflow {

/** Answers requests. One that makes no sense, or that a library refuses, leaves the GPUs ready for the next. */
class Executor final : public Service {
 public:
  explicit Executor(const std::vector<int>& devices);

  /** First line of the conversation: the GPUs and the software. */
  JsonObject greeting() const;

  std::string handle(Request& request, JsonObject& answer) override;
  void recover() override;

 private:
  Session session_;
};

}  // namespace nanoflow
