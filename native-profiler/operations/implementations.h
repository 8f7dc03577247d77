#pragma once

#include <map>
#include <string>
#include <vector>

#include "../../native-kernels/attention/decode_attention.h"
#include "../../native-kernels/attention/prefill_attention.h"

namespace nanoflow {

inline std::vector<std::string> decodeNames() {
  std::vector<std::string> names;
  for (const DecodeImplementation& implementation : decodeImplementations) names.push_back(implementation.name);
  return names;
}

/**
 * Names worth measuring of each operation that has several implementations and no `sweep`, for the greeting: what a
 * campaign tries. Others can be asked for: other numbers of CTAs, and what was never the best of its kind.
 */
inline const std::map<std::string, std::vector<std::string>>& implementationChoices() {
  static const std::map<std::string, std::vector<std::string>> choices = {
      {"decode_attention", decodeNames()},
      {"prefill_attention", {prefillImplementations[0].name}},
      {"sampling", {"greedy"}},
      {"all_reduce_norm", {"peer.c4", "peer.c8", "peer.c16", "peer.c64"}},
      {"all_reduce", {"nccl.c8", "nccl.c16", "nccl.c32", "ce.c4", "ce.c8", "peer.c4", "peer.c8", "peer.c16"}},
  };
  return choices;
}

}  // namespace nanoflow
