#include "../../native-kernels/expert/moe_combine.h"
#include "../../native-kernels/expert/moe_permute.h"
#include "../../native-kernels/expert/router.h"
#include "operands.h"

namespace nanoflow {

Launch bindRouter(Operands& p) {
  acceptDefault(p);
  Router call;
  call.tokens = p.size("tokens");
  call.hidden = p.size("hidden");
  call.expertCount = p.size("experts");
  call.expertsPerToken = p.size("topk");
  call.renormalize = p.flag("renormalize", true);
  const bool isShared = p.flag("shared", false);
  const size_t pairs = product(call.tokens, call.expertsPerToken);
  call.input = p.pointer("input", product(call.tokens, call.hidden));
  call.weight = p.pointer("weight", product(call.expertCount + (isShared ? 1 : 0), call.hidden));
  if (isShared) call.sharedGate = p.pointer<float>("sharedGate", call.tokens);
  call.experts = p.pointer<int>("experts", pairs);
  call.expertWeights = p.pointer<float>("expertWeights", pairs);
  call.expertOffsets = p.pointer<int>("expertOffsets", call.expertCount + 1);
  call.expertRows = p.pointer<int>("expertRows", pairs);
  call.sourceRows = p.pointer<int>("sourceRows", pairs);
  call.groupCounts = p.pointer<unsigned char>("groupCounts", routerScratchBytes(call.tokens));
  return [=, at = p.lane.placement] { router(call, at); };
}

Launch bindMoePermute(Operands& p) {
  acceptDefault(p);
  const int tokens = p.size("tokens");
  MoePermute call;
  call.hidden = p.size("hidden");
  call.expertsPerToken = p.size("topk");
  call.rows = tokens * call.expertsPerToken;
  call.input = p.pointer("input", product(tokens, call.hidden));
  call.sourceRows = p.pointer<int>("sourceRows", call.rows);
  call.expertRows = p.pointer<int>("expertRows", call.rows);
  p.readOutput(call.rows, call.hidden, call);
  return [=, at = p.lane.placement] { moePermute(call, at); };
}

Launch bindMoeCombine(Operands& p) {
  acceptDefault(p);
  MoeCombine call;
  call.tokens = p.size("tokens");
  call.hidden = p.size("hidden");
  call.expertsPerToken = p.size("topk");
  const size_t rows = product(call.tokens, call.expertsPerToken);
  call.input = p.pointer("input", rows * call.hidden);
  call.weights = p.pointer<float>("weights", rows);
  call.expertRows = p.pointer<int>("expertRows", rows);
  call.output = p.pointer("output", product(call.tokens, call.hidden));
  if (p.flag("shared", false)) {
    call.shared = p.pointer("shared", product(call.tokens, call.hidden));
    call.sharedGate = p.pointer<float>("sharedGate", call.tokens);
  }
  return [=, at = p.lane.placement] { moeCombine(call, at); };
}

}  // namespace nanoflow
