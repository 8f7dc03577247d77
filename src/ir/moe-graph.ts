import type { ExpertMlp } from "../model/model-shape.ts";
import type { Precision } from "../model/precision.ts";
import { gemm, groupedGemm, moePermute, siluMul } from "./kernels.ts";
import type { OpGraph } from "./op-graph.ts";
import { type Block, chain, compute, edge, small } from "./operations.ts";

/**
 * From `mlp_norm` to `moe_combine`. Rows are sorted by expert, so that each expert multiplies a
 * block of consecutive rows, and summed up with the router's weights at the end. The router takes the
 * norm in bf16, so that rows are quantised where they are sorted.
 */
export function routedMlp(hidden: number, mlp: ExpertMlp, precision?: Precision): Block {
  const { experts, expertsPerToken: topk, expertIntermediateSize: width } = mlp;
  const shared = mlp.sharedExpertIntermediateSize > 0 ? { shared: 1 } : {};
  return {
    operations: [
      small("router", { kind: "router", shape: { hidden, experts, topk, ...shared } }),
      small("moe_permute", moePermute(hidden, topk, precision)),
      compute("moe_gate_up", groupedGemm({ n: 2 * width, k: hidden, experts, topk }, precision)),
      { ...small("moe_silu_mul", siluMul(width, precision)), rowsPerToken: topk },
      compute("moe_down", groupedGemm({ n: hidden, k: width, experts, topk }, precision)),
      small("moe_combine", { kind: "moe_combine", shape: { hidden, topk, ...shared } }),
    ],
    dependences: [
      ...chain("mlp_norm", "router", "moe_permute", "moe_gate_up"),
      ...chain("moe_gate_up", "moe_silu_mul", "moe_down", "moe_combine"),
      // The rows to sort, the weights and the places of the rows.
      edge("mlp_norm", "moe_permute"),
      edge("router", "moe_combine"),
      edge("moe_permute", "moe_combine"),
    ],
    output: "moe_combine",
  };
}

/**
 * The expert that every token visits, beside the routed ones; `moe_combine` adds its result. Its
 * gate is one more output of the router.
 */
export function sharedMlp(hidden: number, mlp: ExpertMlp): OpGraph {
  const width = mlp.sharedExpertIntermediateSize;
  if (width === 0) return { operations: [], dependences: [] };
  return {
    operations: [
      compute("shared_gate_up_proj", gemm(2 * width, hidden)),
      small("shared_silu_mul", siluMul(width)),
      compute("shared_down_proj", gemm(hidden, width)),
    ],
    dependences: [
      ...chain("mlp_norm", "shared_gate_up_proj", "shared_silu_mul"),
      ...chain("shared_silu_mul", "shared_down_proj", "moe_combine"),
    ],
  };
}
