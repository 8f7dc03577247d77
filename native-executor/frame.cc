#include "frame.h"

#include <stdexcept>

namespace nanoflow {

bool readRequest(std::istream& from, Request& request) {
  std::string line;
  do {
    if (!std::getline(from, line)) return false;
  } while (line.find_first_not_of(" \t\r") == std::string::npos);
  const size_t space = std::min(line.find(' '), line.size());
  request = {};
  request.verb = line.substr(0, space);
  request.words = Spec::parse(line.substr(space));
  request.id = request.words.text("id");
  const int bytes = request.words.integer("bytes", 0);
  if (bytes < 0) throw std::invalid_argument("'bytes' must not be negative");
  request.payload.resize(bytes);
  if (bytes > 0 && !from.read(request.payload.data(), bytes)) {
    throw std::invalid_argument("the payload of '" + request.verb + "' is cut short");
  }
  return true;
}

void writeAnswer(std::ostream& to, JsonObject answer, const std::string& tail) {
  if (!tail.empty()) answer.add("bytes", tail.size());
  to << answer.text() << '\n' << tail << std::flush;
}

}  // namespace nanoflow
