#pragma once

#include <stdexcept>
#include <string>

namespace nanoflow {

/**
 * The entry of a kernel's table of implementations, by its `name`.
 *
 * @throws std::invalid_argument naming those there are
 */
template <typename Table>
const auto& implementationNamed(const Table& table, const std::string& name) {
  std::string known;
  for (const auto& entry : table) {
    if (name == entry.name) return entry;
    known += (known.empty() ? "" : ", ") + std::string(entry.name);
  }
  throw std::invalid_argument("unknown implementation '" + name + "', known: " + known);
}

}  // namespace nanoflow
