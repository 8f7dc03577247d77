#include "embedding.h"

#include "../device/cuda_check.h"
#include "row_copy.h"

namespace nanoflow {

void embedding(const Embedding& p, const Placement& placement) {
  require(p.tokens > 0 && p.hidden > 0, "embedding needs tokens and a hidden size");
  require(p.hidden % 8 == 0, "hidden must be a multiple of 8");
  require(!p.sliced || p.tableRows > 0, "a slice of the embedding table needs rows");
  const RowSources sources{p.ids, p.tableRows, p.firstId, p.sliced};
  copyRows(p.table, sources, p.output, nullptr, 1, p.tokens, p.hidden, placement);
}

}  // namespace nanoflow
