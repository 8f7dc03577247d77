#pragma once

#include <map>
#include <string>
#include <vector>

namespace nanoflow {

/**
 * Names worth measuring of each operation that has several implementations and no `sweep`, for the greeting: what a
 * campaign tries. Other numbers of CTAs can be asked for too.
 */
inline const std::map<std::string, std::vector<std::string>>& implementationChoices() {
  static const std::map<std::string, std::vector<std::string>> choices = {
      {"decode_attention", {"bulk.c1", "bulk.c2"}},
      {"all_reduce", {"nccl.c4", "nccl.c8", "nccl.c16", "nccl.c24", "nccl.c32"}},
  };
  return choices;
}

}  // namespace nanoflow
