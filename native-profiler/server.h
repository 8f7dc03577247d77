#pragma once

#include "../native-common/wire/conversation.h"
#include "jobs/jobs.h"

namespace nanoflow {

/** Answers jobs. One that fails leaves the GPUs ready for the next, or ends the program. */
class Server final : public Service {
 public:
  explicit Server(Workbench& bench) : context_{bench, {}, {}} {}

  std::optional<std::string> handle(Request& request, JsonObject& answer) override;
  void recover() override;

 private:
  JobContext context_;
};

}  // namespace nanoflow
