#pragma once

#include <istream>
#include <ostream>

#include "jobs/jobs.h"

namespace nanoflow {

/** Answers jobs, one a line, with one JSON object a line. */
class Server {
 public:
  explicit Server(Workbench& bench) : context_{bench, {}, {}} {}

  /**
   * Serves until the end of `jobs`. A job that fails is answered with its error.
   *
   * @throws CudaError when the device can no longer be used
   */
  void serve(std::istream& jobs, std::ostream& answers);

 private:
  std::string answer(const std::string& line);

  JobContext context_;
};

}  // namespace nanoflow
