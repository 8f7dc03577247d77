#pragma once

#include <stdexcept>
#include <string>

#include "spec.h"

namespace nanoflow {

/**
 * Whether words such as `operands=fp8-e4m3 scaling=row` ask for FP8. Left out they mean bf16 without scaling.
 *
 * @param key what has the type: `operands`, `output` or `kv`
 * @throws std::invalid_argument on any other type or scaling
 */
inline bool isFp8(Spec& words, const std::string& key) {
  const std::string type = words.text(key, "bf16"), scaling = words.text("scaling", "none");
  if (type == "bf16" && scaling == "none") return false;
  if (type == "fp8-e4m3" && scaling == "row") return true;
  throw std::invalid_argument("'" + key + "=" + type + " scaling=" + scaling +
                              "' is not supported: bf16 is, and fp8-e4m3 with scaling=row");
}

}  // namespace nanoflow
