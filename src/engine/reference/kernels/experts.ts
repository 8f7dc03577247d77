import { input, type Kernel } from "./call.ts";
import { product } from "./dense.ts";
import { rowsOutput, scaledBack } from "./quantised.ts";

/**
 * Softmax over all experts, and the best few. Their weights sum to one where the model wants it.
 * The order sorts (token, choice) pairs by expert, stable in tokens. Row numbers count from the
 * block's first row.
 */
export const router: Kernel = (call) => {
  const [experts, topk] = [call.size("experts"), call.size("topk")];
  const rows = input(call, "input");
  const weight = call.layer?.projections.get("router")?.weight;
  const logits = weight === undefined ? new Float64Array() : product(rows, weight);
  const tokens = logits.length / experts;
  const choices = Array.from({ length: tokens }, (_, token) =>
    chosen(
      logits.subarray(token * experts, (token + 1) * experts),
      topk,
      call.shard.renormalizesExperts,
    ),
  ).flat();
  const byExpert = choices
    .map(({ expert }, pair) => ({ expert, pair }))
    .sort((a, b) => a.expert - b.expert || a.pair - b.pair);
  const expertRows = new Float64Array(choices.length);
  for (const [row, { pair }] of byExpert.entries()) expertRows[pair] = row;
  const sharedGate = call.layer?.sharedGate;
  return {
    experts: Float64Array.from(choices, ({ expert }) => expert),
    expertWeights: Float64Array.from(choices, ({ weight }) => weight),
    expertRows,
    sourceRows: Float64Array.from(byExpert, ({ pair }) => Math.floor(pair / topk)),
    expertOffsets: Float64Array.from(
      { length: experts + 1 },
      (_, expert) => choices.filter((choice) => choice.expert < expert).length,
    ),
    ...(sharedGate === undefined
      ? {}
      : { sharedGate: product(rows, sharedGate).map((x) => 1 / (1 + Math.exp(-x))) }),
  };
};

/** output[r] = input[sourceRows[r]], in bf16 or quantised. */
export const moePermute: Kernel = (call) => {
  const hidden = call.size("hidden");
  const [rows, sources] = [input(call, "input"), input(call, "sourceRows")];
  const output = new Float64Array(sources.length * hidden);
  for (const [row, source] of sources.entries()) {
    output.set(rowOf(rows, source, hidden), row * hidden);
  }
  return rowsOutput(call, output, hidden);
};

/** output[r] = input[r] weight[e]^T for the rows r of each expert e; NaN in rows of no expert. */
export const groupedGemm: Kernel = (call) => {
  const [n, k] = [call.size("n"), call.size("k")];
  const [rows, offsets] = [input(call, "input"), input(call, "expertOffsets")];
  const output = new Float64Array((rows.length / k) * n).fill(Number.NaN);
  for (const [expert, { weight, scales }] of (
    call.layer?.experts.get(call.operation) ?? []
  ).entries()) {
    const [start, end] = [offsets[expert] ?? 0, offsets[expert + 1] ?? 0];
    const isRange = Number.isInteger(start) && start >= 0 && start < end && end * k <= rows.length;
    if (!isRange) continue;
    const sums = product(rows.subarray(start * k, end * k), weight);
    const isPlain = scales === undefined;
    const own = isPlain
      ? sums
      : scaledBack(sums, input(call, "inputScales").subarray(start, end), scales);
    output.set(own, start * n);
  }
  return { output };
};

/** output[i] = sum over j of weights[i, j] * input[expertRows[i, j]], and the gated shared expert. */
export const moeCombine: Kernel = (call) => {
  const [hidden, topk] = [call.size("hidden"), call.size("topk")];
  const [rows, weights] = [input(call, "input"), input(call, "weights")];
  const [shared, gate] = [call.operand("shared"), call.operand("sharedGate")];
  const output = new Float64Array((weights.length / topk) * hidden).map(
    (_, i) => (shared?.[i] ?? 0) * (gate?.[Math.floor(i / hidden)] ?? 0),
  );
  for (const [pair, row] of input(call, "expertRows").entries()) {
    const at = Math.floor(pair / topk) * hidden;
    const values = rowOf(rows, row, hidden);
    for (let i = 0; i < hidden; i++) {
      output[at + i] =
        (output[at + i] as number) + (weights[pair] as number) * (values[i] as number);
    }
  }
  return { output };
};

function chosen(
  logits: Float64Array,
  topk: number,
  isRenormalized: boolean,
): { expert: number; weight: number }[] {
  const best = [...logits.keys()]
    .sort((a, b) => (logits[b] as number) - (logits[a] as number) || a - b)
    .slice(0, topk);
  const peak = logits[best[0] ?? 0] as number;
  const share = (expert: number) => Math.exp((logits[expert] as number) - peak);
  const among = isRenormalized ? best : [...logits.keys()];
  const total = among.reduce((sum, expert) => sum + share(expert), 0);
  return best.map((expert) => ({ expert, weight: share(expert) / total }));
}

/** A row, or one of NaN where a row number is damaged. */
function rowOf(rows: Float64Array, row: number, width: number): Float64Array {
  const found = rows.subarray(row * width, (row + 1) * width);
  return found.length === width ? found : new Float64Array(width).fill(Number.NaN);
}
