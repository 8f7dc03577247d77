#include "request.h"

#include <algorithm>
#include <stdexcept>

namespace nanoflow {
namespace {

constexpr const char* kBlanks = " \t\r";

}  // namespace

bool readLine(std::istream& from, std::string& line) {
  while (std::getline(from, line)) {
    if (line.find_first_not_of(kBlanks) != std::string::npos) return true;
  }
  return false;
}

Request parseRequest(const std::string& line) {
  const size_t start = line.find_first_not_of(kBlanks);
  const size_t end = std::min(line.find_first_of(kBlanks, start), line.size());
  Request request;
  request.verb = line.substr(start, end - start);
  request.words = Spec::parse(line.substr(end));
  request.id = request.words.text("id");
  return request;
}

void readPayload(std::istream& from, Request& request) {
  if (!request.words.has("bytes")) return;
  request.payload.resize(request.words.count("bytes"));
  if (!from.read(request.payload.data(), request.payload.size())) {
    throw std::invalid_argument("the payload of '" + request.verb + "' is cut short");
  }
}

}  // namespace nanoflow
