#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace nanoflow {

/** Items between commas, empty ones too; an empty text has none. */
inline std::vector<std::string> splitList(const std::string& text) {
  std::vector<std::string> items;
  if (text.empty()) return items;
  for (size_t start = 0; start <= text.size();) {
    const size_t comma = std::min(text.find(',', start), text.size());
    items.push_back(text.substr(start, comma - start));
    start = comma + 1;
  }
  return items;
}

}  // namespace nanoflow
