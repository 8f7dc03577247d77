import { join } from "node:path";
import { PlannerError } from "../../../errors.ts";
import { parseText, readText } from "../../../files/read-document.ts";
import type { Model } from "../../../model/model-shape.ts";
import { parseNumerics } from "../../../model/numerics.ts";
import { inBf16 } from "../../../model/precision.ts";
import { resolveModel } from "../../../model/resolve-model.ts";
import type { WeightPart, WeightSource } from "../../../model/weight-shards.ts";
import { checkTensors } from "../../cuda/weights/check-tensors.ts";
import { checkpointName } from "../../cuda/weights/checkpoint-names.ts";
import { deviceRotary, rotaryFrequencies } from "../../cuda/weights/rotations.ts";
import { readTensor, type StoredTensor } from "../../cuda/weights/safetensors.ts";
import { readStoredTensors } from "../../cuda/weights/stored-tensors.ts";
import type { LayerWeights, Matrix, MlpWeights, ModelWeights } from "./model-weights.ts";

/** In float64, a model of this size takes some gigabytes, and a minute a token. */
const MOST_WEIGHTS = 200_000_000;
const BYTES_PER_WEIGHT = 2;

/** bf16 is the upper half of float32. */
const LOWER_BITS = 16;

/** Finds a tensor of the model, or of one of its layers. */
type Tensor = (part: WeightPart, expert?: WeightSource["expert"]) => Matrix;

/**
 * The weights of a small checkpoint in bf16.
 *
 * @throws PlannerError `E_UNREADABLE`, `E_INVALID_FILE`; `E_INVALID_MODEL` on a rotary embedding that
 *   changes with the context; `E_INFEASIBLE` on a model that is too large for this
 */
export function readModelWeights(folder: string, model: Model): ModelWeights {
  const path = join(folder, "config.json");
  const document = parseText(path, readText(path, "Name the folder of a checkpoint."));
  const { normEpsilon, rotary } = parseNumerics(document);
  const stored = readStoredTensors(folder);
  requireBf16(path);
  checkTensors(folder, stored, { ...model, shape: inBf16(model.shape) }, model.layers);
  requireSmall(folder, stored);
  const { shape } = model;
  const tensorOf =
    (layer?: number): Tensor =>
    (part, expert) => {
      const source = expert === undefined ? { part } : { part, expert };
      const tensor = stored.get(checkpointName(source, layer, shape));
      if (tensor === undefined) throw new PlannerError("E_INTERNAL", `no tensor ${part}`);
      const values = widened(readTensor(tensor));
      const [first = 0, second] = tensor.shape;
      const [rows, columns] = second === undefined ? [1, first] : [first, second];
      return { rows, columns, values };
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

/** The values of bf16 tensors, little-endian. */
function widened(bytes: Buffer): Float64Array {
  const bits = new Uint32Array(bytes.length / 2);
  for (let at = 0; at < bits.length; at++) bits[at] = bytes.readUInt16LE(2 * at) << LOWER_BITS;
  return Float64Array.from(new Float32Array(bits.buffer));
}

/** It quantises bf16 weights by itself where a plan is in FP8. */
function requireBf16(path: string): void {
  if (resolveModel(path).shape.precision === undefined) return;
  throw new PlannerError("E_INVALID_MODEL", "the reference engine reads bf16 checkpoints alone", {
    position: { path },
    remedy: "Use --engine cuda, or the bf16 checkpoint that this one was made of.",
  });
}

function requireSmall(folder: string, stored: ReadonlyMap<string, StoredTensor>): void {
  let bytes = 0;
  for (const tensor of stored.values()) bytes += tensor.bytes;
  const weights = bytes / BYTES_PER_WEIGHT;
  if (weights <= MOST_WEIGHTS) return;
  throw new PlannerError(
    "E_INFEASIBLE",
    `the model has ${Math.round(weights / 1e6)} million weights, and the reference engine computes in float64 on the CPU`,
    { position: { path: folder }, remedy: "Use --engine cuda, or a model of up to 200 million." },
  );
}
