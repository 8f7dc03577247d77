import type { ModelShape } from "../generated/plan.ts";
import { shardOf } from "../model/tensor-parallel.ts";
import type { Norms } from "./fused-norms.ts";
import { allReduce, gemm, rmsNorm } from "./kernels.ts";
import type { StepOperation } from "./op-graph.ts";

/**
 * What a step does before and after its layers, on one GPU, in order.
 *
 * The vocabulary is sliced: a GPU looks up the tokens of its slice and the all-reduce adds the
 * others, and it samples from the logits of its slice. The exchange of one candidate per row and
 * GPU at the end is too short to count.
 *
 * With fused norms the last layer's all-reduce does the final norm. The first layer's norm has no
 * all-reduce before it that it could run in, since the embedding starts the residual.
 *
 * @throws PlannerError `E_INVALID_MODEL` when the tensor parallelism does not divide the model
 */
export function stepOperations(
  shape: ModelShape,
  tensorParallel: number,
  norms: Norms = "apart",
): StepOperation[] {
  const hidden = shape.hiddenSize;
  const vocab = shardOf(shape, tensorParallel).vocabularySize;
  const exchange: StepOperation[] =
    tensorParallel === 1
      ? []
      : [
          {
            name: "embedding_all_reduce",
            kernel: allReduce(hidden, tensorParallel),
            rows: "all",
          },
        ];
  return [
    {
      name: "embedding",
      kernel: { kind: "embedding", shape: { hidden, vocab } },
      rows: "all",
    },
    ...exchange,
    norms === "fused" && tensorParallel > 1
      ? { name: "first_norm", kernel: rmsNorm(hidden), rows: "all" }
      : { name: "final_norm", kernel: rmsNorm(hidden), rows: "sampled" },
    { name: "lm_head", kernel: gemm(vocab, hidden), rows: "sampled" },
    { name: "sampling", kernel: { kind: "sampling", shape: { vocab } }, rows: "sampled" },
  ];
}
