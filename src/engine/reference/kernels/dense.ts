import { PlannerError } from "../../../errors.ts";
import type { Matrix } from "../memory/model-weights.ts";
import type { Projection } from "../memory/shard-weights.ts";
import { input, type Kernel, type KernelCall } from "./call.ts";
import { indexOfLargest } from "./choose-token.ts";
import { rowsOutput, scaledBack } from "./quantised.ts";

/** output[m, n] = input[m, k] weight[n, k]^T, with the bias of projections that have one. */
export const gemm: Kernel = (call) => {
  const { weight, scales, bias } = projectionOf(call);
  const sums = product(input(call, "input"), weight);
  const output = scales === undefined ? sums : scaledBack(sums, input(call, "inputScales"), scales);
  if (bias !== undefined) {
    for (let i = 0; i < output.length; i++) {
      output[i] = (output[i] as number) + (bias[i % weight.rows] as number);
    }
  }
  return { output };
};

/** residual += input; output = residual / sqrt(mean(residual^2) + epsilon) * weight. */
export const rmsNorm: Kernel = (call) => {
  const hidden = call.size("hidden");
  const weight = normWeight(call);
  const added = call.operand("input");
  const residual = input(call, "residual").map((value, i) => value + (added?.[i] ?? 0));
  const { normEpsilon } = call.shard.numerics;
  const output = normalizedRows(residual, hidden, weight, normEpsilon);
  return { residual, ...rowsOutput(call, output, hidden) };
};

/** Around the layers: that of the first layer, which no all-reduce comes before, or the final one. */
function normWeight({ operation, layer, shard }: KernelCall): Float64Array {
  const own =
    operation === "first_norm"
      ? shard.layers[0]?.norms.get("attention_norm")
      : layer?.norms.get(operation);
  return own ?? shard.finalNorm;
}

/** Rows divided by their root mean square. */
export function normalizedRows(
  rows: Float64Array,
  width: number,
  weight: Float64Array,
  epsilon: number,
): Float64Array {
  const output = new Float64Array(rows.length);
  for (let start = 0; start < rows.length; start += width) {
    let squares = 0;
    for (let i = start; i < start + width; i++) squares += (rows[i] as number) ** 2;
    const factor = 1 / Math.sqrt(squares / width + epsilon);
    for (let i = 0; i < width; i++) {
      output[start + i] = (rows[start + i] as number) * factor * (weight[i] as number);
    }
  }
  return output;
}

/** output[i, j] = silu(gateUp[i, j]) * gateUp[i, width + j]. */
export const siluMul: Kernel = (call) => {
  const width = call.size("width");
  const gateUp = input(call, "gateUp");
  const output = new Float64Array(gateUp.length / 2);
  for (let start = 0; start < output.length; start += width) {
    for (let i = start; i < start + width; i++) {
      const gate = gateUp[start + i] as number;
      output[i] = (gate / (1 + Math.exp(-gate))) * (gateUp[start + i + width] as number);
    }
  }
  return rowsOutput(call, output, width);
};

/**
 * output[i] = table[ids[i]]. The embedding's table is a weight, of which the GPU has a slice; its
 * ids are the step's tokens. Another table is an operand; its ids are the sampled rows.
 */
export const embedding: Kernel = (call) => {
  const hidden = call.size("hidden");
  const { shard, step } = call;
  const operand = call.operand("table");
  const table = operand ?? shard.embedding.values;
  const ids =
    operand === undefined ? step.tokenIds.map((id) => id - shard.firstToken) : step.sampledRows;
  const output = new Float64Array(ids.length * hidden);
  for (const [i, id] of ids.entries()) {
    if (id < 0 || id * hidden >= table.length) continue;
    output.set(table.subarray(id * hidden, (id + 1) * hidden), i * hidden);
  }
  return { output };
};

/** The token with the largest logit of each row, among those of the GPU's slice. */
export const sampling: Kernel = (call) => {
  const width = call.size("vocab");
  const logits = input(call, "logits");
  const tokens = Float64Array.from(call.step.sampledRows, (_, row) => {
    const candidates = logits.subarray(row * width, (row + 1) * width);
    return call.shard.firstToken + indexOfLargest(candidates.subarray(0, call.shard.tokens));
  });
  return { tokens };
};

/**
 * rows [m, k] times weight [n, k]^T. Four rows at once take half the time: they read a weight once, and
 * no sum waits for another.
 */
export function product(rows: Float64Array, { rows: n, columns: k, values }: Matrix): Float64Array {
  const m = rows.length / k;
  const output = new Float64Array(m * n);
  const inFours = m - (m % 4);
  for (let column = 0; column < n; column++) {
    const weight = values.subarray(column * k, (column + 1) * k);
    for (let row = 0; row < inFours; row += 4) {
      const [a, b, c, d] = [row * k, (row + 1) * k, (row + 2) * k, (row + 3) * k];
      let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
      for (let i = 0; i < k; i++) {
        const factor = weight[i] as number;
        sumA += (rows[a + i] as number) * factor;
        sumB += (rows[b + i] as number) * factor;
        sumC += (rows[c + i] as number) * factor;
        sumD += (rows[d + i] as number) * factor;
      }
      output[row * n + column] = sumA;
      output[(row + 1) * n + column] = sumB;
      output[(row + 2) * n + column] = sumC;
      output[(row + 3) * n + column] = sumD;
    }
    for (let row = inFours; row < m; row++) {
      let sum = 0;
      for (let i = 0; i < k; i++) sum += (rows[row * k + i] as number) * (weight[i] as number);
      output[row * n + column] = sum;
    }
  }
  return output;
}

function projectionOf({ operation, layer, shard }: KernelCall): Projection {
  if (layer === undefined) return { weight: shard.lmHead };
  const projection = layer.projections.get(operation);
  if (projection !== undefined) return projection;
  throw new PlannerError("E_INTERNAL", `\`${operation}\` has no weights`);
}
