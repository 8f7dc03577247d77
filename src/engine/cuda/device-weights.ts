import { PlannerError } from "../../errors.ts";
import type { ModelShape } from "../../generated/plan.ts";
import { BYTES_PER_ELEMENT, type ExpertMlp } from "../../model/model-shape.ts";
import { shardOf } from "../../model/tensor-parallel.ts";

/** A weight as the kernels want it: row-major [rows, columns], bf16. */
export interface DeviceTensor {
  rows: number;
  columns: number;
  /** In the region of weights, bytes. */
  offset: number;
  /** A norm's scale, a bias, or the weight of a product. */
  role: "scale" | "bias" | "matrix";
}

export interface DeviceWeights {
  bytes: number;
  /** `embedding`, `final_norm`, `lm_head`, and `<layer>.<name>`: that of the operation, except for what several share. */
  tensors: ReadonlyMap<string, DeviceTensor>;
}

type Sizes = [name: string, rows: number, columns: number, role?: DeviceTensor["role"]];

/** Of router.cu. */
const MOST_ROUTER_ROWS = 128;

/** For the tensor copy engine and vector loads. */
const ALIGNMENT_BYTES = 256;

/**
 * Lays out the weights of a model on one GPU: query, key and value in one matrix, gate and up in
 * another, those of all experts one after the other.
 *
 * @throws PlannerError `E_INVALID_MODEL` on a model that the kernels cannot run
 */
export function layOutWeights(shape: ModelShape, layers: number): DeviceWeights {
  requireKernels(shape);
  const { hiddenSize, tiedEmbeddings } = shape;
  const vocabulary = shardOf(shape, 1).vocabularySize;
  const tensors = new Map<string, DeviceTensor>();
  let bytes = 0;
  const add = (prefix: string) => (sizes: Sizes) => {
    const [name, rows, columns, role = "matrix"] = sizes;
    tensors.set(`${prefix}${name}`, { rows, columns, offset: bytes, role });
    const size = rows * columns * BYTES_PER_ELEMENT;
    bytes += Math.ceil(size / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  };
  const all: Sizes[] = [
    ["embedding", vocabulary, hiddenSize],
    ["final_norm", 1, hiddenSize, "scale"],
  ];
  if (!tiedEmbeddings) all.push(["lm_head", vocabulary, hiddenSize]);
  all.forEach(add(""));
  for (let layer = 0; layer < layers; layer++) layerTensors(shape).forEach(add(`${layer}.`));
  const embedding = tensors.get("embedding");
  if (tiedEmbeddings && embedding !== undefined) tensors.set("lm_head", embedding);
  return { bytes, tensors };
}

function layerTensors(shape: ModelShape): Sizes[] {
  const { hiddenSize, headSize, qkvBias, qkNorm, mlp } = shape;
  const { qkvWidth, attentionWidth } = shardOf(shape, 1);
  const tensors: Sizes[] = [
    ["attention_norm", 1, hiddenSize, "scale"],
    ["qkv_proj", qkvWidth, hiddenSize],
    ["o_proj", hiddenSize, attentionWidth],
    ["mlp_norm", 1, hiddenSize, "scale"],
  ];
  if (qkvBias) tensors.push(["qkv_bias", qkvWidth, 1, "bias"]);
  if (qkNorm) {
    tensors.push(["query_norm", 1, headSize, "scale"], ["key_norm", 1, headSize, "scale"]);
  }
  if (mlp.kind === "dense") {
    const width = mlp.intermediateSize;
    tensors.push(["gate_up_proj", 2 * width, hiddenSize], ["down_proj", hiddenSize, width]);
    return tensors;
  }
  const { experts, expertIntermediateSize: width, sharedExpertIntermediateSize: shared } = mlp;
  if (shared > 0) {
    tensors.push(
      ["shared_gate_up_proj", 2 * shared, hiddenSize],
      ["shared_down_proj", hiddenSize, shared],
    );
  }
  tensors.push(
    ["router", routerRows(mlp), hiddenSize],
    ["moe_gate_up", experts * 2 * width, hiddenSize],
    ["moe_down", experts * hiddenSize, width],
  );
  return tensors;
}

/** One an expert, and the shared expert's gate. */
function routerRows({ experts, sharedExpertIntermediateSize }: ExpertMlp): number {
  return experts + (sharedExpertIntermediateSize > 0 ? 1 : 0);
}

function requireKernels({ headSize, hiddenSize, queryHeads, kvHeads, mlp }: ModelShape): void {
  const lacking = [
    headSize !== 64 && headSize !== 128 ? `heads of ${headSize} (64 and 128 have kernels)` : "",
    hiddenSize % 8 !== 0 ? `a hidden size of ${hiddenSize} (multiples of 8 have kernels)` : "",
    queryHeads / kvHeads > 8 ? `${queryHeads / kvHeads} query heads per KV head (up to 8 do)` : "",
    mlp.kind === "moe" && routerRows(mlp) > MOST_ROUTER_ROWS
      ? `${mlp.experts} experts (up to ${MOST_ROUTER_ROWS} have kernels, a shared one's gate included)`
      : "",
    mlp.kind === "moe" && mlp.expertsPerToken > 8 ? "more than 8 experts per token" : "",
  ].filter((what) => what !== "");
  if (lacking.length === 0) return;
  throw new PlannerError("E_INVALID_MODEL", `the CUDA engine cannot run ${lacking.join(", ")}`, {
    remedy: "Use --engine simulator.",
  });
}
