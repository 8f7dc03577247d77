#include "input.h"

#include <poll.h>
#include <unistd.h>

namespace nanoflow {

bool awaitInput(std::istream& input, std::chrono::microseconds most) {
  if (!input || input.rdbuf()->in_avail() > 0) return true;
  pollfd standardInput{STDIN_FILENO, POLLIN, 0};
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(most);
  const timespec limit{seconds.count(), std::chrono::nanoseconds(most - seconds).count()};
  // An interrupted wait reads as one that is over: the caller asks again.
  return ppoll(&standardInput, 1, &limit, nullptr) > 0;
}

}  // namespace nanoflow
