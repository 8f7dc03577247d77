import { PlannerError } from "../errors.ts";
import type { ModelShape, NumberFormat } from "../generated/plan.ts";
import { BYTES_PER_ELEMENT, type Model } from "./model-shape.ts";

/** Number formats of a model's layers; what it leaves out is bf16. */
export type Precision = NonNullable<ModelShape["precision"]>;

/** What the command line calls the formats. */
export const FORMAT_NAMES = ["bf16", "fp8"] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** What a user says of number formats; left open, it is as the model's checkpoint has it, else bf16. */
export interface PrecisionOptions {
  /** Of weights and activations of the layers' products. */
  precision?: FormatName;
  /** Of the KV cache. */
  kvCache?: FormatName;
}

/** The options as words of a command line. */
export function precisionWords({ precision, kvCache }: PrecisionOptions): string[] {
  return [
    ...(precision === undefined ? [] : ["--precision", precision]),
    ...(kvCache === undefined ? [] : ["--kv-cache", kvCache]),
  ];
}

/** A scale for each output channel of weights, token of activations, or token and KV head of the cache. */
export const FP8_BY_ROWS: NumberFormat = { type: "fp8-e4m3", scaling: "row" };

/** Scales are float32. */
export const SCALE_BYTES = 4;

/** Rows and columns that share a scale of `block-128`. */
const BLOCK = 128;

/**
 * The model in the number formats that a user asks for.
 *
 * @throws PlannerError `E_INVALID_MODEL` on a model that cannot be planned so
 */
export function withPrecision(model: Model, { precision, kvCache }: PrecisionOptions): Model {
  const { precision: own = {} } = model.shape;
  const bf16 = inBf16(model.shape);
  const weights = chosen(precision, own.weights);
  const activations = chosen(precision, own.activations);
  const kv = chosen(kvCache, own.kv);
  const isFast =
    weights !== undefined && (own.weights === undefined || own.accumulation === "fast");
  const wanted: Precision = {
    ...(weights !== undefined && { weights }),
    ...(activations !== undefined && { activations }),
    ...(kv !== undefined && { kv }),
    ...(isFast && { accumulation: "fast" as const }),
  };
  const isPlain = Object.keys(wanted).length === 0;
  const shape: ModelShape = isPlain ? bf16 : { ...bf16, precision: wanted };
  requirePlannable(shape);
  return isPlain && model.shape.precision === undefined ? model : { ...model, shape };
}

/** The sizes of a model, whatever number formats it is in. */
export function inBf16({ precision: _, ...shape }: ModelShape): ModelShape {
  return shape;
}

/** A checkpoint that is in FP8 already keeps its own scaling. */
function chosen(
  asked: FormatName | undefined,
  own: NumberFormat | undefined,
): NumberFormat | undefined {
  if (asked === undefined) return own;
  return asked === "fp8" ? (own ?? FP8_BY_ROWS) : undefined;
}

/**
 * Refuses what no kernel here is for, by its name.
 *
 * @throws PlannerError `E_INVALID_MODEL`
 */
export function requirePlannable({ precision = {}, mlp }: ModelShape): void {
  const { accumulation: _, ...formats } = precision;
  const { weights, activations } = formats;
  const isShared = mlp.kind === "moe" && mlp.sharedExpertIntermediateSize > 0;
  if (isShared && (weights !== undefined || activations !== undefined)) {
    throw unsupported(
      "a shared expert in FP8 is not supported yet",
      "Use --precision bf16; an FP8 KV cache (--kv-cache fp8) is supported with it.",
    );
  }
  if ((weights === undefined) !== (activations === undefined)) {
    throw unsupported(
      "FP8 products are of FP8 weights and FP8 activations, and here only one of the two is FP8",
      "Give both `weights` and `activations`, or neither.",
    );
  }
  for (const [what, format] of Object.entries(formats)) {
    if (format.scaling === "row") continue;
    throw unsupported(
      `\`${what}\` has a scale for each ${format.scaling === "tensor" ? "tensor" : "block of 128"}, and only scales by rows are supported yet`,
      "Use --precision bf16 with a bf16 checkpoint, or a checkpoint with channel-wise scales.",
    );
  }
}

function unsupported(what: string, remedy: string): PlannerError {
  return new PlannerError("E_INVALID_MODEL", what, { remedy });
}

/**
 * Bytes of a matrix with its scales.
 *
 * @param format bf16 without scales when left out
 */
export function matrixBytes(rows: number, columns: number, format?: NumberFormat): number {
  if (format === undefined) return rows * columns * BYTES_PER_ELEMENT;
  return rows * columns + scalesOf(rows, columns, format) * SCALE_BYTES;
}

/** Scales of a matrix. */
export function scalesOf(rows: number, columns: number, { scaling }: NumberFormat): number {
  switch (scaling) {
    case "tensor":
      return 1;
    case "row":
      return rows;
    case "block-128":
      return Math.ceil(rows / BLOCK) * Math.ceil(columns / BLOCK);
  }
}

/** Words for the formats of a model, such as `fp8-e4m3 products, fp8-e4m3 KV cache`; undefined for bf16. */
export function precisionText({ precision }: ModelShape): string | undefined {
  if (precision === undefined) return undefined;
  const { weights, kv } = precision;
  return `products in ${weights?.type ?? "bf16"}, KV cache in ${kv?.type ?? "bf16"}`;
}
