import { join } from "node:path";
import { e4m3Value } from "../../../e4m3.ts";
import { PlannerError } from "../../../errors.ts";
import { parseText, readText } from "../../../files/read-document.ts";
import type { ModelShape } from "../../../generated/plan.ts";
import type { Model } from "../../../model/model-shape.ts";
import { parseNumerics } from "../../../model/numerics.ts";
import { inBf16 } from "../../../model/precision.ts";
import { resolveModel } from "../../../model/resolve-model.ts";
import type { WeightPart, WeightSource } from "../../../model/weight-shards.ts";
import { checkTensors } from "../../cuda/weights/check-tensors.ts";
import { requireSameModel } from "../../cuda/weights/checkpoint.ts";
import { checkpointName, scalesNameOf } from "../../cuda/weights/checkpoint-names.ts";
import { deviceRotary, rotaryFrequencies } from "../../cuda/weights/rotations.ts";
import { readTensor, type StoredTensor } from "../../cuda/weights/safetensors.ts";
import { scalesIn } from "../../cuda/weights/scales.ts";
import { readStoredTensors } from "../../cuda/weights/stored-tensors.ts";
import type { LayerWeights, Matrix, MlpWeights, ModelWeights } from "./model-weights.ts";

/** In float64, a model of this size takes some gigabytes, and a minute a token. */
const MOST_WEIGHTS = 200_000_000;

/** bf16 is the upper half of float32. */
const LOWER_BITS = 16;

/** Finds a tensor of the model, or of one of its layers. */
type Tensor = (part: WeightPart, expert?: WeightSource["expert"]) => Matrix;

/**
 * The weights of a small checkpoint in bf16, or in FP8 with a scale for each channel or tensor.
 *
 * @param model that is run; in FP8 also by a bf16 checkpoint, whose weights are then rounded where they
 *   are used
 * @throws PlannerError `E_UNREADABLE`, `E_INVALID_FILE`; `E_INVALID_MODEL` on a rotary embedding that
 *   changes with the context, and on a checkpoint in FP8 of another model; `E_INFEASIBLE` on a model
 *   that is too large for this
 */
export function readModelWeights(folder: string, model: Model): ModelWeights {
  const path = join(folder, "config.json");
  const document = parseText(path, readText(path, "Name the folder of a checkpoint."));
  const { normEpsilon, rotary } = parseNumerics(document);
  const stored = readStoredTensors(folder);
  checkTensors(folder, stored, { ...model, shape: storedShape(path, model) }, model.layers);
  requireSmall(folder, stored);
  const { shape } = model;
  const tensorOf =
    (layer?: number): Tensor =>
    (part, expert) => {
      const source = expert === undefined ? { part } : { part, expert };
      return matrixOf(stored, checkpointName(source, layer, shape));
    };
  const own = tensorOf();
  const embedding = own("embedding");
  return {
    shape,
    embedding,
    layers: Array.from({ length: model.layers }, (_, layer) => layerOf(model, tensorOf(layer))),
    finalNorm: own("final_norm").values,
    lmHead: shape.tiedEmbeddings ? embedding : own("lm_head"),
    numerics: {
      normEpsilon,
      frequencies: rotaryFrequencies(deviceRotary(rotary), shape.headSize),
    },
  };
}

function layerOf({ shape: { mlp, qkvBias, qkNorm } }: Model, tensor: Tensor): LayerWeights {
  const vector = (part: WeightPart) => tensor(part).values;
  const attention: LayerWeights = {
    attentionNorm: vector("attention_norm"),
    query: tensor("query"),
    key: tensor("key"),
    value: tensor("value"),
    ...(qkvBias && {
      queryBias: vector("query_bias"),
      keyBias: vector("key_bias"),
      valueBias: vector("value_bias"),
    }),
    ...(qkNorm && { queryNorm: vector("query_norm"), keyNorm: vector("key_norm") }),
    output: tensor("output"),
    mlpNorm: vector("mlp_norm"),
  };
  if (mlp.kind === "dense") return { ...attention, mlp: mlpOf(tensor) };
  return {
    ...attention,
    router: tensor("router"),
    experts: Array.from({ length: mlp.experts }, (_, expert) => mlpOf(tensor, expert)),
    ...(mlp.sharedExpertIntermediateSize > 0 && {
      mlp: mlpOf(tensor, "shared"),
      sharedGate: tensor("shared_expert_gate"),
    }),
  };
}

function mlpOf(tensor: Tensor, expert?: WeightSource["expert"]): MlpWeights {
  return {
    gate: tensor("gate", expert),
    up: tensor("up", expert),
    down: tensor("down", expert),
  };
}

function matrixOf(stored: ReadonlyMap<string, StoredTensor>, name: string): Matrix {
  const tensor = tensorNamed(stored, name);
  const bytes = readTensor(tensor);
  const [first = 0, second] = tensor.shape;
  const [rows, columns] = second === undefined ? [1, first] : [first, second];
  if (tensor.dtype !== "F8_E4M3") return { rows, columns, values: widened(bytes) };
  const own = scalesIn(tensorNamed(stored, scalesNameOf(name)));
  // One for the whole tensor is that of each channel.
  const scales = Float64Array.from({ length: rows }, (_, row) => own[row % own.length] as number);
  const values = Float64Array.from(
    bytes,
    (code, at) => e4m3Value(code) * (scales[Math.floor(at / columns)] as number),
  );
  return { rows, columns, values, scales };
}

function tensorNamed(stored: ReadonlyMap<string, StoredTensor>, name: string): StoredTensor {
  const tensor = stored.get(name);
  if (tensor === undefined) throw new PlannerError("E_INTERNAL", `no tensor ${name}`);
  return tensor;
}

/** The values of bf16 tensors, little-endian. */
function widened(bytes: Buffer): Float64Array {
  const bits = new Uint32Array(bytes.length / 2);
  for (let at = 0; at < bits.length; at++) bits[at] = bytes.readUInt16LE(2 * at) << LOWER_BITS;
  return Float64Array.from(new Float32Array(bits.buffer));
}

/** The model's sizes in the formats of the files. */
function storedShape(path: string, model: Model): ModelShape {
  const own = resolveModel(path);
  const sizes = inBf16(model.shape);
  const { precision } = own.shape;
  if (precision === undefined) return sizes;
  requireSameModel(path, own, model);
  return { ...sizes, precision };
}

function requireSmall(folder: string, stored: ReadonlyMap<string, StoredTensor>): void {
  let weights = 0;
  for (const { shape } of stored.values()) weights += shape.reduce((size, side) => size * side, 1);
  if (weights <= MOST_WEIGHTS) return;
  throw new PlannerError(
    "E_INFEASIBLE",
    `the model has ${Math.round(weights / 1e6)} million weights, and the reference engine computes in float64 on the CPU`,
    { position: { path: folder }, remedy: "Use --engine cuda, or a model of up to 200 million." },
  );
}
