import { PlannerError } from "../../../errors.ts";
import type { Model } from "../../../model/model-shape.ts";
import {
  layerWeightShards,
  modelWeightShards,
  type WeightShard,
} from "../../../model/weight-shards.ts";
import { checkpointName, scalesNameOf } from "./checkpoint-names.ts";
import { haveSameBytes, type StoredTensor } from "./safetensors.ts";
import { requireNumbers } from "./sampled-numbers.ts";
import { requireUsableScales, SCALE_DTYPES } from "./scales.ts";
import { sizesText } from "./tensor-header.ts";

const HEAD = "lm_head.weight";
/** What checkpoints are often saved in, and is cast without loss of shape. */
const OTHER_FLOATS = ["F16", "F32", "F64"];

/** Saved by old versions of transformers, which compute it again. */
const COMPUTED = /(^|\.)rotary_emb\.inv_freq$/;
/** What is computed here: a tensor of these modules that nothing reads would be left out silently. */
const COMPUTED_MODULES = /^(model|lm_head)\./;

/**
 * Holds the tensors of a checkpoint against its model: those of the layers that run are there, in
 * their type and in shape, and no tensor of a layer or of the model itself stays unread.
 *
 * @param layers how many of the model's layers run
 * @throws PlannerError `E_INVALID_FILE` with tensor and file; `E_INVALID_MODEL` on more layers than
 *   the model has
 */
export function checkTensors(
  folder: string,
  stored: ReadonlyMap<string, StoredTensor>,
  model: Model,
  layers: number,
): void {
  if (layers > model.layers) throw tooManyLayers(folder, model, layers);
  const wanted = wantedTensors(model);
  const isNarrow = model.shape.precision?.weights !== undefined;
  for (const [name, own] of wanted) {
    const { layer, isScale } = own;
    const tensor = stored.get(name);
    if (tensor !== undefined) {
      requireShape(name, tensor, { ...own, isNarrow });
      if (isScale) requireUsableScales(name, tensor);
    } else if (layer === undefined || layer < layers) throw missing(folder, name, stored);
  }
  for (const [name, { file }] of stored) {
    if (wanted.has(name) || COMPUTED.test(name) || !COMPUTED_MODULES.test(name)) continue;
    if (name === HEAD && model.shape.tiedEmbeddings) requireTied(stored, model);
    else throw unread(name, file);
  }
  for (const name of wanted.keys()) {
    const tensor = stored.get(name);
    if (tensor !== undefined) requireNumbers(name, tensor);
  }
}

/** Whether a tensor is of a part that is not computed here, such as a value head. */
export function isElsewhere(name: string): boolean {
  return !COMPUTED_MODULES.test(name);
}

/** Versions of transformers differ in what they do with a head that is saved and also tied. */
function requireTied(stored: ReadonlyMap<string, StoredTensor>, { shape }: Model): void {
  const embedding = stored.get(checkpointName({ part: "embedding" }, undefined, shape));
  const head = stored.get(checkpointName({ part: "lm_head" }, undefined, shape));
  if (embedding === undefined || head === undefined || haveSameBytes(embedding, head)) return;
  throw new PlannerError(
    "E_INVALID_FILE",
    "lm_head.weight is not the embedding, though `tie_word_embeddings` says so",
    {
      position: { path: head.file },
      remedy:
        "Set `tie_word_embeddings` to false in config.json if the model has a head of its own.",
    },
  );
}

interface WantedTensor {
  shape: readonly number[];
  dtypes: readonly string[];
  /** Undefined for tensors that a model has once. */
  layer?: number;
  /** Of which one element may stand for all channels. */
  isScale?: boolean;
}

/** All tensors of a model. One GPU holds every one whole. */
function wantedTensors({ shape, layers }: Model): ReadonlyMap<string, WantedTensor> {
  const wanted = new Map<string, WantedTensor>();
  const add = ({ role, slices, format }: WeightShard, layer?: number) => {
    for (const { source, rows, columns } of slices) {
      const sizes = [rows[1], columns[1]];
      // Norms are one row, and biases one column: checkpoints store both as vectors.
      const stored =
        role === "matrix" ? sizes : sizes.filter((_, side) => side !== vectorSide(role));
      const name = checkpointName(source, layer, shape);
      const ofLayer = layer !== undefined && { layer };
      const dtypes = format === undefined ? ["BF16"] : ["F8_E4M3"];
      wanted.set(name, { shape: stored, dtypes, ...ofLayer });
      if (format === undefined) continue;
      const scales = { shape: [rows[1], 1], dtypes: SCALE_DTYPES, isScale: true };
      wanted.set(scalesNameOf(name), { ...scales, ...ofLayer });
    }
  };
  for (const shard of modelWeightShards(shape, 1, 0)) add(shard);
  const shards = layerWeightShards(shape, 1, 0);
  for (let layer = 0; layer < layers; layer++) for (const shard of shards) add(shard, layer);
  return wanted;
}

/** Which side of [rows, columns] has no dimension of its own. */
function vectorSide(role: "scale" | "bias"): 0 | 1 {
  return role === "scale" ? 0 : 1;
}

/** @param wanted `isNarrow`: whether the model's own weights are in FP8 */
function requireShape(
  name: string,
  { dtype, shape, file }: StoredTensor,
  { shape: sizes, dtypes, isScale, isNarrow }: WantedTensor & { isNarrow: boolean },
): void {
  const isSame = shape.length === sizes.length && shape.every((size, at) => size === sizes[at]);
  const isOneScale = isScale === true && shape.length <= 1 && shape.every((size) => size === 1);
  const fits = isSame || isOneScale;
  if (dtypes.includes(dtype) && fits) return;
  throw new PlannerError(
    "E_INVALID_FILE",
    `${name} is ${dtype} of ${sizesText(shape)}, and ${sizesText(sizes)} in ${dtypes.join(" or ")} are wanted`,
    {
      position: { path: file },
      remedy: isNarrow
        ? "Make the checkpoint anew of the bf16 one: `nanoflow-plan quantize` writes what is wanted."
        : fits && OTHER_FLOATS.includes(dtype)
          ? "Cast it first, with transformers: `from_pretrained(folder, dtype=torch.bfloat16)`, then `save_pretrained`."
          : "Use a bf16 checkpoint of the config.json beside it.",
    },
  );
}

function missing(
  folder: string,
  name: string,
  stored: ReadonlyMap<string, StoredTensor>,
): PlannerError {
  return new PlannerError("E_INVALID_FILE", `the checkpoint lacks the tensor ${name}`, {
    position: { path: folder },
    remedy: missingRemedy(name, stored),
  });
}

function missingRemedy(name: string, stored: ReadonlyMap<string, StoredTensor>): string {
  if (name === HEAD)
    return "If the embedding is the head, too, set `tie_word_embeddings` to true in config.json. Else use the safetensors that belong to it.";
  // Of models in others, and of those without a head.
  const other = [...stored.keys()].find(
    (each) => each.endsWith(`.${name}`) || name.endsWith(`.${each}`),
  );
  if (other !== undefined)
    return `It has ${other}: save the language model by itself, with the names of its own class in transformers.`;
  return "Use the safetensors that belong to the config.json beside them.";
}

function unread(name: string, file: string): PlannerError {
  return new PlannerError(
    "E_INVALID_FILE",
    `${name} is in the checkpoint, but not in the model of its config.json`,
    {
      position: { path: file },
      remedy: "Use the config.json that belongs to the safetensors beside it.",
    },
  );
}

function tooManyLayers(folder: string, model: Model, layers: number): PlannerError {
  return new PlannerError(
    "E_INVALID_MODEL",
    `the checkpoint has ${model.layers} layers, and ${layers} were asked for`,
    { position: { path: folder }, remedy: `Give --layers ${model.layers} or fewer.` },
  );
}
