#include "../../native-kernels/product/gemm.h"
#include "../../native-kernels/device/implementation.h"
#include "../../native-kernels/expert/grouped_gemm.h"
#include "operands.h"

namespace nanoflow {
namespace {

/** Our own products read their row ranges on the device. */
Launch bindOwnProduct(Operands& p, const std::string& implementation, int rows, int experts) {
  const GroupedGemmTile tile = implementationNamed(groupedGemmTiles, implementation);
  const int smCount = p.lane.gpu->properties.multiProcessorCount;
  GroupedGemm call;
  call.rows = rows;
  call.n = p.size("n");
  call.k = p.size("k");
  call.experts = experts;
  call.input = p.pointer("input", product(rows, call.k));
  call.weight = p.pointer("weight", experts * product(call.n, call.k));
  call.expertOffsets = p.pointer<int>("expertOffsets", experts + 1);
  call.output = p.pointer("output", product(rows, call.n));
  call.partials = p.pointer<float>("partials", groupedGemmPartialFloats(smCount));
  call.counters = p.pointer<int>("counters", smCount);
  return [=, at = p.lane.gemmPlacement()] { groupedGemm(call, at, tile.rows, tile.columns); };
}

}  // namespace

Launch bindGemm(Operands& p) {
  const std::string name = p.implementation();
  const int tokens = p.size("tokens");
  if (name.starts_with("own.")) return bindOwnProduct(p, name, tokens, 1);
  const GemmShape shape{tokens, p.size("n"), p.size("k")};
  const GemmLibrary& library = p.lane.gpu->gemm;
  const int target = p.lane.gemmSmTarget;
  const std::string algorithm = name == "default" ? library.preferred(shape, target) : name;
  const auto plan = std::make_shared<GemmPlan>(library.plan(shape, algorithm, target));
  const auto* input = p.pointer("input", product(shape.m, shape.k));
  const auto* weight = p.pointer("weight", product(shape.n, shape.k));
  auto* output = p.pointer("output", product(shape.m, shape.n));
  char* workspace = p.pointer<char>("workspace", gemmWorkspaceBytes);
  return [=, at = p.lane.placement] { plan->run(input, weight, output, workspace, at.stream); };
}

Launch bindGroupedGemm(Operands& p) {
  return bindOwnProduct(p, p.implementation(), p.size("tokens") * p.size("topk"), p.size("experts"));
}

}  // namespace nanoflow
