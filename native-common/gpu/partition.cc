#include "partition.h"

#include <charconv>
#include <stdexcept>

namespace nanoflow {

std::optional<Partition::Kind> Partition::kindNamed(const std::string& name) {
  if (name == "whole") return Kind::whole;
  if (name == "group") return Kind::group;
  if (name == "remainder") return Kind::remainder;
  return {};
}

Partition Partition::parse(const std::string& text) {
  if (text == "whole") return {};
  const size_t colon = text.find(':');
  const std::optional<Kind> kind = kindNamed(text.substr(0, colon));
  if (colon == std::string::npos || !kind || *kind == Kind::whole) {
    throw std::invalid_argument("'part=" + text + "' is none of whole, group:G, remainder:G");
  }
  Partition partition{*kind, 0};
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + colon + 1, end, partition.groupSms);
  if (parsed.ec != std::errc() || parsed.ptr != end || partition.groupSms <= 0) {
    throw std::invalid_argument("'part=" + text + "' has no SM count");
  }
  return partition;
}

}  // namespace nanoflow
