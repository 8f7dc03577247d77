import { join } from "node:path";
import { PlannerError } from "../../../errors.ts";
import { parseText, readText } from "../../../files/read-document.ts";
import type { Model } from "../../../model/model-shape.ts";
import { parseNumerics } from "../../../model/numerics.ts";
import type { WeightPart, WeightSource } from "../../../model/weight-shards.ts";
import { checkTensors } from "../../cuda/weights/check-tensors.ts";
import { checkpointName } from "../../cuda/weights/checkpoint-names.ts";
import { readTensor } from "../../cuda/weights/safetensors.ts";
import { readStoredTensors } from "../../cuda/weights/stored-tensors.ts";
import {
  type LayerWeights,
  type Matrix,
  type MlpWeights,
  type ModelWeights,
  NORM_EPSILON,
  ROPE_BASE,
} from "./model-weights.ts";

/** bf16 is the upper half of float32. */
const LOWER_BITS = 16;

/** Finds a tensor of the model, or of one of its layers. */
type Tensor = (part: WeightPart, expert?: WeightSource["expert"]) => Matrix;

/**
 * The weights of a small checkpoint in bf16.
 *
 * @throws PlannerError `E_UNREADABLE`, `E_INVALID_FILE`; `E_INVALID_MODEL` for one that computes with
 *   another epsilon or rotary embedding than the reference engine
 */
export function readModelWeights(folder: string, model: Model): ModelWeights {
  requireOwnNumerics(join(folder, "config.json"));
  const stored = readStoredTensors(folder);
  checkTensors(folder, stored, model, model.layers);
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

function requireOwnNumerics(path: string): void {
  const document = parseText(path, readText(path, "Name the folder of a checkpoint."));
  const { normEpsilon, rotary } = parseNumerics(document);
  const isPlain = rotary.base === ROPE_BASE && rotary.scaling.kind === "default";
  if (normEpsilon === NORM_EPSILON && isPlain) return;
  throw new PlannerError(
    "E_INVALID_MODEL",
    `the reference engine computes with rms_norm_eps ${NORM_EPSILON} and rope_theta ${ROPE_BASE} alone, without scaling`,
    { position: { path }, remedy: "Serve this checkpoint on a GPU: --engine cuda." },
  );
}
