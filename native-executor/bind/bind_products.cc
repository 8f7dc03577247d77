#include "../../native-kernels/product/gemm.h"
#include "../../native-kernels/device/implementation.h"
#include "../../native-kernels/expert/grouped_gemm.h"
#include "operands.h"

namespace nanoflow {
namespace {

/** `operands scaling accumulation`. */
GemmFormat readFormat(Operands& p) {
  const bool fp8 = p.fp8("operands");
  if (!fp8) return {};
  const std::string accumulation = p.text("accumulation", "fp32");
  if (accumulation != "fp32" && accumulation != "fast") {
    throw std::invalid_argument("'accumulation=" + accumulation + "' is none of fp32, fast");
  }
  return {.fp8 = true, .fastSums = accumulation == "fast"};
}

/** Our own products read their row ranges on the device. */
Launch bindOwnProduct(Operands& p, const std::string& implementation, const GemmFormat& format, int rows, int experts) {
  const GroupedGemmTile tile = implementationNamed(groupedGemmTiles, implementation);
  const int smCount = p.lane.gpu->properties.multiProcessorCount;
  GroupedGemm call;
  call.rows = rows;
  call.n = p.size("n");
  call.k = p.size("k");
  call.experts = experts;
  call.expertOffsets = p.pointer<int>("expertOffsets", experts + 1);
  call.output = p.pointer("output", product(rows, call.n));
  call.partials = p.pointer<float>("partials", groupedGemmPartialFloats(smCount));
  call.counters = p.pointer<int>("counters", smCount);
  const size_t inputs = product(rows, call.k), weightRows = product(experts, call.n);
  if (format.fp8) {
    if (!format.fastSums) throw std::invalid_argument("'" + implementation + "' in FP8 has accumulation=fast alone");
    const ScaledGroupedGemm scaled{p.rows("input", inputs), p.pointer<float>("inputScales", rows),
                                   p.rows("weight", weightRows * call.k),
                                   p.pointer<float>("weightScales", weightRows), call};
    return [=, at = p.lane.gemmPlacement()] { groupedGemm(scaled, at, tile.rows, tile.columns); };
  }
  call.input = p.pointer("input", inputs);
  call.weight = p.pointer("weight", weightRows * call.k);
  return [=, at = p.lane.gemmPlacement()] { groupedGemm(call, at, tile.rows, tile.columns); };
}

}  // namespace

Launch bindGemm(Operands& p) {
  const std::string name = p.implementation();
  const int tokens = p.size("tokens");
  const GemmFormat format = readFormat(p);
  if (name.starts_with("own.")) return bindOwnProduct(p, name, format, tokens, 1);
  const GemmShape shape{tokens, p.size("n"), p.size("k"), format};
  const GemmLibrary& library = p.lane.gpu->gemm;
  const int target = p.lane.gemmSmTarget;
  const std::string algorithm = name == "default" ? library.preferred(shape, target) : name;
  const auto plan = std::make_shared<GemmPlan>(library.plan(shape, algorithm, target));
  auto* output = p.pointer("output", product(shape.m, shape.n));
  char* workspace = p.pointer<char>("workspace", gemmWorkspaceBytes);
  if (format.fp8) {
    const ScaledProduct call{p.rows("input", product(shape.m, shape.k)), p.pointer<float>("inputScales", shape.m),
                             p.rows("weight", product(shape.n, shape.k)), p.pointer<float>("weightScales", shape.n),
                             output};
    return [=, at = p.lane.placement] { plan->run(call, workspace, at.stream); };
  }
  const auto* input = p.pointer("input", product(shape.m, shape.k));
  const auto* weight = p.pointer("weight", product(shape.n, shape.k));
  return [=, at = p.lane.placement] { plan->run(input, weight, output, workspace, at.stream); };
}

Launch bindGroupedGemm(Operands& p) {
  const GemmFormat format = readFormat(p);
  return bindOwnProduct(p, p.implementation(), format, p.size("tokens") * p.size("topk"), p.size("experts"));
}

}  // namespace nanoflow
