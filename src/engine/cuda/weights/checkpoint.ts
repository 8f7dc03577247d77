import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { PlannerError } from "../../../errors.ts";
import type { Document } from "../../../files/document.ts";
import { parseText, readText } from "../../../files/read-document.ts";
import type { ModelShape } from "../../../generated/plan.ts";
import { configReader } from "../../../model/config-reader.ts";
import type { Model } from "../../../model/model-shape.ts";
import { parseNumerics } from "../../../model/numerics.ts";
import { resolveModel } from "../../../model/resolve-model.ts";
import { checkTensors, isElsewhere } from "./check-tensors.ts";
import { requireKernels } from "./device-weights.ts";
import { fromCheckpoint } from "./load-checkpoint.ts";
import { type DeviceRotary, deviceRotary } from "./rotations.ts";
import { passedOver, readStoredTensors, SINGLE } from "./stored-tensors.ts";
import type { WeightSource } from "./weight-source.ts";

/** A model with trained weights. */
export interface Checkpoint {
  model: Model;
  epsilon: number;
  rotary: DeviceRotary;
  weights: WeightSource;
  /** Tensors of parts that are not computed here, such as a value head. */
  unread: readonly string[];
  /** What a user must know of how it was read. */
  notes: readonly string[];
}

/**
 * A Hugging Face checkpoint: `config.json` and bf16 safetensors. Everything that can be known of the
 * files without the weights themselves is checked here, before a GPU is asked for anything.
 *
 * @param wanted the plan's model, with the layers that run; the whole checkpoint when left out
 * @throws PlannerError `E_UNREADABLE`, `E_INVALID_FILE`, `E_INVALID_MODEL`
 */
export function openCheckpoint(folder: string, wanted?: Model): Checkpoint {
  requireOneLine(folder);
  const path = join(folder, "config.json");
  const document = parseText(path, readText(path, "Name the folder of a checkpoint."));
  const model = resolveModel(path);
  requireUsualFile(document);
  const stored = readStoredTensors(folder);
  const notes = [passedOver(folder), otherType(document)].filter((note) => note !== undefined);
  if (wanted !== undefined) requireSameModel(path, model, wanted);
  requireKernels(model.shape);
  const { normEpsilon: epsilon, rotary: embedding } = parseNumerics(document);
  const rotary = deviceRotary(embedding);
  checkTensors(folder, stored, model, wanted?.layers ?? model.layers);
  const unread = [...stored.keys()].filter(isElsewhere);
  return { model, epsilon, rotary, weights: fromCheckpoint(stored, model.shape), unread, notes };
}

/**
 * A bf16 checkpoint serves plans in FP8 too: its weights are quantised while they are loaded.
 *
 * @throws PlannerError `E_INVALID_MODEL` where a checkpoint is not of the plan's model
 */
export function requireSameModel(path: string, { shape: own }: Model, wanted: Model): void {
  const shape = withFormatsOf(own, wanted.shape);
  if (isDeepStrictEqual(shape, wanted.shape)) return;
  const keys = Object.keys({ ...wanted.shape, ...shape }) as (keyof ModelShape)[];
  const key = keys.find(
    (each) => !isDeepStrictEqual(shape[each], wanted.shape[each]),
  ) as keyof ModelShape;
  const [found, planned] = [shape[key], wanted.shape[key]].map((value) => JSON.stringify(value));
  throw new PlannerError(
    "E_INVALID_MODEL",
    `the checkpoint is not of the plan's ${wanted.id}: its ${key} is ${found}, and the plan's ${planned}`,
    {
      position: { path },
      remedy: "Use the checkpoint of that model, or make a plan from this config.json.",
    },
  );
}

/** The formats of the cache, and how products sum, are the plan's alone. */
function withFormatsOf(own: ModelShape, { precision }: ModelShape): ModelShape {
  const stored = own.precision?.weights;
  const fits = stored === undefined || isDeepStrictEqual(stored, precision?.weights);
  return fits && precision !== undefined ? { ...own, precision } : own;
}

/** All weights are bf16, or FP8 of what was. Engines cast to the type that the configuration names. */
export function otherType(document: Document): string | undefined {
  const config = configReader(document);
  const key = ["dtype", "torch_dtype"].find((each) => /float16$/.test(String(config.value(each))));
  const named = key === undefined ? undefined : config.value(key);
  if (key === undefined || named === "bfloat16" || named === "torch.bfloat16") return undefined;
  return `\`${key}\` of config.json is ${named}, and the weights are bf16: other engines compute in ${named}`;
}

/** A key of transformers 5 that names a file of weights. */
const OTHER_WEIGHTS = "transformers_weights";

/**
 * @throws PlannerError `E_INVALID_MODEL` where a `config.json` names another file of weights than those
 *   that are read
 */
export function requireUsualFile(document: Document): void {
  const config = configReader(document);
  const named = config.value(OTHER_WEIGHTS);
  if (named === undefined || named === SINGLE) return;
  throw config.unsupported(
    OTHER_WEIGHTS,
    `weights are read from ${SINGLE} or its index alone`,
    "If they are the same weights, remove the key.",
  );
}

/** Requests to load name a file on a line of their own. */
function requireOneLine(folder: string): void {
  if (!folder.includes("\n")) return;
  throw new PlannerError("E_USAGE", "the path of the checkpoint has a line break in it", {
    remedy: "Rename the folder, or name it by a link.",
  });
}
