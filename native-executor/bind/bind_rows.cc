#include "../../native-kernels/rows/embedding.h"
#include "../../native-kernels/rows/rms_norm.h"
#include "../../native-kernels/rows/silu_mul.h"
#include "operands.h"

namespace nanoflow {

Launch bindEmbedding(Operands& p) {
  acceptDefault(p);
  const int tokens = p.size("tokens"), hidden = p.size("hidden");
  Embedding call;
  call.tableRows = p.size("vocab");
  call.table = p.pointer("table", product(call.tableRows, hidden));
  call.ids = p.pointer<int>("ids", tokens);
  call.output = p.pointer("output", product(tokens, hidden));
  call.tokens = tokens;
  call.hidden = hidden;
  call.sliced = p.flag("sliced", false);
  if (call.sliced) call.firstId = p.rank.index * call.tableRows;
  return [=, at = p.lane.placement] { embedding(call, at); };
}

Launch bindRmsNorm(Operands& p) {
  acceptDefault(p);
  const int tokens = p.size("tokens"), hidden = p.size("hidden");
  const size_t count = product(tokens, hidden);
  RmsNorm call;
  call.input = p.pointer("input", count);
  call.residual = p.pointer("residual", count);
  call.weight = p.pointer("weight", hidden);
  call.output = p.pointer("output", count);
  call.tokens = tokens;
  call.hidden = hidden;
  call.epsilon = p.epsilon();
  return [=, at = p.lane.placement] { rmsNorm(call, at); };
}

Launch bindSiluMul(Operands& p) {
  acceptDefault(p);
  const int tokens = p.size("tokens"), width = p.size("width");
  const SiluMul call = {p.pointer("gateUp", 2 * product(tokens, width)), p.pointer("output", product(tokens, width)),
                        tokens, width};
  return [=, at = p.lane.placement] { siluMul(call, at); };
}

}  // namespace nanoflow
