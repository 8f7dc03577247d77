import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { PlannerError } from "../../../errors.ts";
import { parseText, readText } from "../../../files/read-document.ts";
import type { Model } from "../../../model/model-shape.ts";
import { parseNumerics } from "../../../model/numerics.ts";
import type { WeightSource } from "../../../model/weight-shards.ts";
import { checkTensors } from "../../cuda/weights/check-tensors.ts";
import { checkpointName } from "../../cuda/weights/checkpoint-names.ts";
import { deviceRotary, rotaryFrequencies } from "../../cuda/weights/rotations.ts";
import type { StoredTensor } from "../../cuda/weights/safetensors.ts";
import { readStoredTensors } from "../../cuda/weights/stored-tensors.ts";
import type { LayerWeights, Matrix, MlpWeights, ModelWeights } from "./model-weights.ts";

/** In float64, a model of this size takes some gigabytes, and minutes a token. */
const MOST_WEIGHTS = 200_000_000;

/**
 * The weights of a Hugging Face checkpoint, in float64.
 *
 * @param model of its `config.json`
 * @throws PlannerError `E_INFEASIBLE` on a model that is too large for this, and what reading
 *   checkpoints throws
 */
export function readModelWeights(folder: string, model: Model): ModelWeights {
  const { shape, layers } = model;
  const path = join(folder, "config.json");
  const document = parseText(path, readText(path, "Name the folder of a checkpoint."));
  const { normEpsilon, rotary } = parseNumerics(document);
  const stored = readStoredTensors(folder);
  checkTensors(folder, stored, model, layers);
  requireSmall(folder, stored);
  const reader = new Reader(stored, model);
  const embedding = reader.matrix({ part: "embedding" }, undefined);
  return {
    shape,
    embedding,
    layers: Array.from({ length: layers }, (_, layer) => layerOf(reader, model, layer)),
    finalNorm: reader.vector("final_norm", undefined),
    lmHead: shape.tiedEmbeddings ? embedding : reader.matrix({ part: "lm_head" }, undefined),
    numerics: {
      normEpsilon,
      frequencies: rotaryFrequencies(deviceRotary(rotary), shape.headSize),
    },
  };
}

function layerOf(reader: Reader, { shape }: Model, layer: number): LayerWeights {
  const { mlp, qkvBias, qkNorm } = shape;
  const matrix = (source: WeightSource) => reader.matrix(source, layer);
  const vector = (part: WeightSource["part"]) => reader.vector(part, layer);
  const mlpOf = (expert?: WeightSource["expert"]): MlpWeights => {
    const of = (part: "gate" | "up" | "down") =>
      matrix(expert === undefined ? { part } : { part, expert });
    return { gate: of("gate"), up: of("up"), down: of("down") };
  };
  const attention = {
    attentionNorm: vector("attention_norm"),
    query: matrix({ part: "query" }),
    key: matrix({ part: "key" }),
    value: matrix({ part: "value" }),
    ...(qkvBias && {
      queryBias: vector("query_bias"),
      keyBias: vector("key_bias"),
      valueBias: vector("value_bias"),
    }),
    ...(qkNorm && { queryNorm: vector("query_norm"), keyNorm: vector("key_norm") }),
    output: matrix({ part: "output" }),
    mlpNorm: vector("mlp_norm"),
  };
  if (mlp.kind === "dense") return { ...attention, mlp: mlpOf() };
  return {
    ...attention,
    router: matrix({ part: "router" }),
    experts: Array.from({ length: mlp.experts }, (_, expert) => mlpOf(expert)),
    ...(mlp.sharedExpertIntermediateSize > 0 && {
      mlp: mlpOf("shared"),
      sharedGate: matrix({ part: "shared_expert_gate" }),
    }),
  };
}

/** Reads bf16 tensors one by one. */
class Reader {
  readonly #stored: ReadonlyMap<string, StoredTensor>;
  readonly #model: Model;

  constructor(stored: ReadonlyMap<string, StoredTensor>, model: Model) {
    this.#stored = stored;
    this.#model = model;
  }

  matrix(source: WeightSource, layer: number | undefined): Matrix {
    const tensor = this.#find(source, layer);
    const [rows = 1, columns = 1] = tensor.shape;
    return { rows, columns, values: valuesOf(tensor) };
  }

  vector(part: WeightSource["part"], layer: number | undefined): Float64Array {
    return valuesOf(this.#find({ part }, layer));
  }

  #find(source: WeightSource, layer: number | undefined): StoredTensor {
    const name = checkpointName(source, layer, this.#model.shape);
    const tensor = this.#stored.get(name);
    if (tensor === undefined) throw new PlannerError("E_INTERNAL", `no tensor ${name}`);
    return tensor;
  }
}

/** A bf16 number is the upper half of a float32. */
function valuesOf({ file, offset, bytes }: StoredTensor): Float64Array {
  const halves = new Uint16Array(bytes / 2);
  const descriptor = openSync(file, "r");
  try {
    const read = readSync(descriptor, new Uint8Array(halves.buffer), 0, bytes, offset);
    if (read !== bytes) throw new PlannerError("E_UNREADABLE", `${file} became shorter`);
  } finally {
    closeSync(descriptor);
  }
  const bits = Uint32Array.from(halves, (half) => half << 16);
  return Float64Array.from(new Float32Array(bits.buffer));
}

function requireSmall(folder: string, stored: ReadonlyMap<string, StoredTensor>): void {
  let weights = 0;
  for (const { bytes } of stored.values()) weights += bytes / 2;
  if (weights <= MOST_WEIGHTS) return;
  const millions = Math.round(weights / 1e6);
  throw new PlannerError(
    "E_INFEASIBLE",
    `the reference engine computes in float64 on the CPU, and the model has ${millions} million weights`,
    { position: { path: folder }, remedy: "Use --engine cuda, or a model of up to 200 million." },
  );
}
