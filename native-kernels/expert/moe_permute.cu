#include "moe_permute.h"

#include "../device/cuda_check.h"
#include "../rows/row_copy.h"

namespace nanoflow {

void moePermute(const MoePermute& p, const Placement& placement) {
  require(p.rows > 0 && p.hidden > 0, "moe_permute needs rows and a hidden size");
  require(p.hidden % 8 == 0, "hidden must be a multiple of 8");
  if (p.expertRows == nullptr) {
    copyRows(p.input, {p.sourceRows, p.rows}, p.output, nullptr, 1, p.rows, p.hidden, placement);
    return;
  }
  require(p.expertsPerToken > 0 && p.rows % p.expertsPerToken == 0, "every token needs all its experts");
  const int tokens = p.rows / p.expertsPerToken;
  copyRows(p.input, {nullptr, tokens}, p.output, p.expertRows, p.expertsPerToken, tokens, p.hidden, placement);
}

}  // namespace nanoflow
