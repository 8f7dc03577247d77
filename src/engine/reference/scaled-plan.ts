import type { ModelShape, Plan, TokenRange } from "../../generated/plan.ts";

/**
 * A plan with the same structure, for a model of the same family that a CPU can run. Sizes are cut
 * down and token ranges scaled.
 *
 * Heads keep their grouping (one, or several queries to a KV head), experts their choices per
 * token. Biases, norms of queries and keys, tied embeddings and the shared expert stay.
 *
 * @param tokens of the dense batch, about: no range becomes empty
 */
export function scaledPlan(plan: Plan, layers: number, tokens: number): Plan {
  const scale = tokenScale(plan, Math.min(1, tokens / plan.workload.denseBatchTokens));
  const range = ([start, end]: TokenRange): TokenRange => [scale(start), scale(end)];
  const nanoBatches = plan.nanoBatches.map((batch) => {
    const scaled = range(batch.tokens);
    const middle = scale(batch.tokens[0] + batch.decodeTokens);
    return {
      ...batch,
      tokens: scaled,
      decodeTokens: middle - scaled[0],
      prefillTokens: scaled[1] - middle,
    };
  });
  const sum = (key: "decodeTokens" | "prefillTokens") =>
    nanoBatches.reduce((total, batch) => total + batch[key], 0);
  const { shape, tensorParallel } = plan.model;
  return {
    ...plan,
    model: { ...plan.model, layers, shape: scaledShape(shape, tensorParallel) },
    workload: {
      ...plan.workload,
      denseBatchTokens: scale(plan.workload.denseBatchTokens),
      decodeTokens: sum("decodeTokens"),
      prefillTokens: sum("prefillTokens"),
    },
    nanoBatches: nanoBatches as Plan["nanoBatches"],
    nanoOperations: plan.nanoOperations.map((operation) => ({
      ...operation,
      tokens: range(operation.tokens),
    })) as Plan["nanoOperations"],
  };
}

/** Maps token positions; what lies between two bounds of the plan keeps at least one token. */
function tokenScale({ nanoBatches, nanoOperations }: Plan, ratio: number) {
  const bounds = [
    ...nanoBatches.flatMap(({ tokens, decodeTokens }) => [...tokens, tokens[0] + decodeTokens]),
    ...nanoOperations.flatMap((operation) => operation.tokens),
  ];
  const ascending = [...new Set(bounds)].sort((a, b) => a - b);
  const scaled = new Map<number, number>();
  let [last, end] = [ascending[0] ?? 0, 0];
  for (const bound of ascending) {
    if (bound > last) end += Math.max(1, Math.round((bound - last) * ratio));
    scaled.set(bound, end);
    last = bound;
  }
  return (bound: number) => scaled.get(bound) ?? 0;
}

const HIDDEN = 24;
const HEAD = 4;
const WIDTH_PER_GPU = 8;
const MOST_EXPERTS = 16;
/** Slices of the vocabulary are multiples of this; the last one has some padding. */
const VOCABULARY_SLICE = 64;
const VOCABULARY_PADDING = 20;

function scaledShape(shape: ModelShape, tensorParallel: number): ModelShape {
  const kvHeads =
    shape.kvHeads < tensorParallel
      ? shape.kvHeads
      : tensorParallel * Math.min(2, shape.kvHeads / tensorParallel);
  const isGrouped = shape.queryHeads > shape.kvHeads;
  const group = Math.max(isGrouped ? 2 : 1, tensorParallel / kvHeads);
  return {
    ...shape,
    hiddenSize: HIDDEN,
    queryHeads: kvHeads * group,
    kvHeads,
    headSize: HEAD,
    vocabularySize: VOCABULARY_SLICE * tensorParallel - VOCABULARY_PADDING,
    mlp: scaledMlp(shape.mlp, tensorParallel),
  };
}

function scaledMlp(mlp: ModelShape["mlp"], tensorParallel: number): ModelShape["mlp"] {
  const width = WIDTH_PER_GPU * tensorParallel;
  if (mlp.kind === "dense") return { ...mlp, intermediateSize: width };
  return {
    ...mlp,
    experts: Math.max(mlp.expertsPerToken, Math.min(mlp.experts, MOST_EXPERTS)),
    expertIntermediateSize: width,
    sharedExpertIntermediateSize: mlp.sharedExpertIntermediateSize > 0 ? width : 0,
  };
}
