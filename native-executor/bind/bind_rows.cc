#include "../../native-kernels/rows/embedding.h"
#include "../../native-kernels/rows/quantise_rows.h"
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
  p.readOutput(tokens, hidden, call);
  call.tokens = tokens;
  call.hidden = hidden;
  call.epsilon = p.epsilon();
  return [=, at = p.lane.placement] { rmsNorm(call, at); };
}

Launch bindSiluMul(Operands& p) {
  acceptDefault(p);
  const int tokens = p.size("tokens"), width = p.size("width");
  SiluMul call;
  call.gateUp = p.pointer("gateUp", 2 * product(tokens, width));
  p.readOutput(tokens, width, call);
  call.tokens = tokens;
  call.width = width;
  return [=, at = p.lane.placement] { siluMul(call, at); };
}

Launch bindQuantiseRows(Operands& p) {
  acceptDefault(p);
  if (!p.fp8("output")) throw std::invalid_argument("quantise_rows writes FP8: output=fp8-e4m3 scaling=row");
  const int tokens = p.size("tokens"), width = p.size("width");
  const size_t count = product(tokens, width);
  const QuantiseRows call{p.pointer("input", count), p.rows("output", count), p.pointer<float>("outputScales", tokens),
                          tokens, width};
  return [=, at = p.lane.placement] { quantiseRows(call, at); };
}

}  // namespace nanoflow
