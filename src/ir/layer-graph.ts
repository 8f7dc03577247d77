import type { ModelShape } from "../generated/plan.ts";
import { requirePlannable } from "../model/precision.ts";
import { type Shard, shardOf } from "../model/tensor-parallel.ts";
import { fuseNorms, type Norms, requireFusible } from "./fused-norms.ts";
import { allReduce, attentionKernel, gemm, quantiseRows, rmsNorm, siluMul } from "./kernels.ts";
import { routedMlp, sharedMlp } from "./moe-graph.ts";
import type { Dependence, Operation, OpGraph } from "./op-graph.ts";
import { type Block, chain, compute, edge, network, small } from "./operations.ts";

/**
 * One layer on one GPU of its tensor-parallel group, in the order of a sequential execution.
 *
 * Norms add the residual; rotary embedding, QK norm and KV append are one kernel. Each edge is a
 * buffer that the producer writes and the consumer reads, so that some edges are implied by others.
 *
 * @param batch the attention of tokens that it does not have is left out
 * @param norms whether those behind an all-reduce run within its kernel
 * @throws PlannerError `E_INVALID_MODEL` when the tensor parallelism does not divide the model, and on
 *   fused norms that would have to write FP8
 */
export function buildLayerGraph(
  shape: ModelShape,
  tensorParallel: number,
  batch: { decodeTokens: number; prefillTokens: number },
  norms: Norms = "apart",
): OpGraph {
  const layer = layerOfKernels(shape, tensorParallel, batch);
  if (norms === "apart") return layer;
  requireFusible(shape);
  return fuseNorms(layer);
}

function layerOfKernels(
  shape: ModelShape,
  tensorParallel: number,
  batch: { decodeTokens: number; prefillTokens: number },
): OpGraph {
  requirePlannable(shape);
  const shard = shardOf(shape, tensorParallel);
  const attention = attentionBlock(shape, shard, tensorParallel, batch);
  const mlp = mlpBlock(shape, shard, tensorParallel);
  return {
    operations: [...attention.operations, ...mlp.operations],
    dependences: [
      ...attention.dependences,
      edge(attention.output, "mlp_norm"),
      // The residual stream.
      edge("attention_norm", "mlp_norm"),
      ...mlp.dependences,
      edge(mlp.output, "attention_norm", { distance: 1 }),
      edge("mlp_norm", "attention_norm", { distance: 1 }),
    ],
  };
}

function attentionBlock(
  shape: ModelShape,
  shard: Shard,
  tensorParallel: number,
  batch: { decodeTokens: number; prefillTokens: number },
): Block {
  const { hiddenSize: hidden, precision } = shape;
  const operations: Operation[] = [
    small("attention_norm", rmsNorm(hidden, precision)),
    compute("qkv_proj", gemm(shard.qkvWidth, hidden, precision)),
    small("rope_kv_append", attentionKernel("rope_kv_append", shape, shard)),
  ];
  const dependences: Dependence[] = chain("attention_norm", "qkv_proj", "rope_kv_append");
  // Both kinds of attention write one buffer in bf16; FP8 products take it quantised.
  const isQuantised = precision?.activations !== undefined;
  const reader = isQuantised ? "attention_quantise" : "o_proj";
  if (batch.decodeTokens > 0) {
    operations.push({
      name: "decode_attention",
      kernel: attentionKernel("decode_attention", shape, shard),
      resourceClass: "memory",
      lane: "memory",
      tokens: "decode",
    });
    // Decode tokens belong to different requests, so no other token of the batch matters.
    dependences.push(...chain("rope_kv_append", "decode_attention", reader));
  }
  if (batch.prefillTokens > 0) {
    operations.push({
      ...compute("prefill_attention", attentionKernel("prefill_attention", shape, shard)),
      tokens: "prefill",
    });
    dependences.push(edge("rope_kv_append", "prefill_attention", { tokens: "earlier" }));
    dependences.push(edge("prefill_attention", reader));
  }
  if (isQuantised) {
    operations.push(small("attention_quantise", quantiseRows(shard.attentionWidth, precision)));
    dependences.push(edge("attention_quantise", "o_proj"));
  }
  operations.push(compute("o_proj", gemm(hidden, shard.attentionWidth, precision)));
  const block = { operations, dependences, output: "o_proj" };
  return reduced(block, "attention_all_reduce", hidden, tensorParallel);
}

function mlpBlock(shape: ModelShape, shard: Shard, tensorParallel: number): Block {
  const inputOf = shape.mlp.kind === "dense" ? shape.precision : undefined;
  const norm = small("mlp_norm", rmsNorm(shape.hiddenSize, inputOf));
  const path = mlpPath(shape, shard.mlp);
  const block = { ...path, operations: [norm, ...path.operations] };
  return reduced(block, "mlp_all_reduce", shape.hiddenSize, tensorParallel);
}

function mlpPath({ hiddenSize: hidden, precision }: ModelShape, mlp: Shard["mlp"]): Block {
  if (mlp.kind === "dense") {
    return {
      operations: [
        compute("gate_up_proj", gemm(2 * mlp.intermediateSize, hidden, precision)),
        small("silu_mul", siluMul(mlp.intermediateSize, precision)),
        compute("down_proj", gemm(hidden, mlp.intermediateSize, precision)),
      ],
      dependences: chain("mlp_norm", "gate_up_proj", "silu_mul", "down_proj"),
      output: "down_proj",
    };
  }
  const shared = sharedMlp(hidden, mlp);
  const routed = routedMlp(hidden, mlp, precision);
  return {
    operations: [...shared.operations, ...routed.operations],
    dependences: [...shared.dependences, ...routed.dependences],
    output: routed.output,
  };
}

/** With tensor parallelism each GPU has a partial sum of the output, and they are added up. */
function reduced(block: Block, name: string, hidden: number, tensorParallel: number): Block {
  if (tensorParallel === 1) return block;
  return {
    operations: [...block.operations, network(name, allReduce(hidden, tensorParallel))],
    dependences: [...block.dependences, edge(block.output, name)],
    output: name,
  };
}
