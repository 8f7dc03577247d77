import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { PlannerError } from "../errors.ts";
import { parseText, readText } from "../files/read-document.ts";
import { nearestNames } from "../text/nearest-name.ts";
import { BUILT_IN_MODELS } from "./catalog.ts";
import { configsBelow } from "./configs-below.ts";
import { builtInOfCheckpoint } from "./hub-ids.ts";
import { parseHuggingFaceConfig } from "./hugging-face-config.ts";
import type { Model, ModelFamily } from "./model-shape.ts";
import { countParameters } from "./parameters.ts";
import { inBf16 } from "./precision.ts";
import { rejectQuantisedFolder } from "./quantisation.ts";

const CONFIG = "config.json";
const MODEL_REMEDY =
  "Give --model a built-in id, or the path of a config.json: none is downloaded.";
/** Names of files that hold weights or a tokenizer's pieces, in whatever format. */
const WEIGHTS = /\.(safetensors|gguf|ggml|bin|pt|pth|ckpt|onnx|msgpack|h5|npz|model)$/i;

/** A row of `nanoflow-plan models`. */
export interface ModelSummary {
  id: string;
  family: ModelFamily;
  layers: number;
  parameters: number;
  /** Per token. */
  activeParameters: number;
}

/** The built-in models with their sizes. */
export function listModels(): ModelSummary[] {
  return BUILT_IN_MODELS.map((model) => {
    const { total, active } = countParameters(model);
    const { id, layers, shape } = model;
    return { id, family: shape.family, layers, parameters: total, activeParameters: active };
  });
}

/**
 * A built-in model by its id or that of its checkpoint on Hugging Face, or the model of a
 * `config.json` or of a folder with one. A file or folder comes before the id of a checkpoint.
 *
 * @throws PlannerError `E_UNKNOWN_NAME` with the nearest ids
 * @throws PlannerError `E_UNREADABLE`, `E_INVALID_FILE` or `E_INVALID_MODEL` for a file
 */
export function resolveModel(idOrPath: string): Model {
  const builtIn = builtInModel(idOrPath);
  if (builtIn !== undefined) return builtIn;
  const stats = statSync(idOrPath, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return modelOfFolder(idOrPath);
  if (stats !== undefined) return modelOfFile(idOrPath);
  const published = builtInModel(builtInOfCheckpoint(idOrPath));
  if (published !== undefined) return published;
  if (!looksLikePath(idOrPath)) throw unknownModel(idOrPath);
  return modelOfFile(idOrPath);
}

function builtInModel(wanted: string | undefined): Model | undefined {
  return BUILT_IN_MODELS.find(({ id }) => id === wanted);
}

/** A folder of the Hugging Face cache has the files of a model some folders below. */
function modelOfFolder(folder: string): Model {
  const path = join(folder, CONFIG);
  if (existsSync(path)) return modelOfFile(path);
  const below = configsBelow(folder);
  throw new PlannerError("E_UNREADABLE", `${path}: no such file`, {
    remedy: below.length === 0 ? MODEL_REMEDY : `Did you mean ${below.join(" or ")}?`,
  });
}

/** @throws PlannerError `E_INVALID_MODEL` at a file of weights, which no parser of text should see */
function requireNoWeights(path: string): void {
  if (!WEIGHTS.test(path)) return;
  const beside = join(dirname(path), CONFIG);
  throw new PlannerError("E_INVALID_MODEL", `${path}: a file of weights, and no configuration`, {
    remedy: existsSync(beside) ? `Did you mean ${beside}?` : MODEL_REMEDY,
  });
}

function modelOfFile(path: string): Model {
  requireNoWeights(path);
  const text = readText(path, MODEL_REMEDY);
  const model = parseHuggingFaceConfig(parseText(path, text), idOfPath(path));
  if (basename(path) !== CONFIG) return withOwnId(model);
  rejectQuantisedFolder(path, model.shape.precision?.weights !== undefined);
  return withOwnId(
    withWarnings(model, [...adapterBeside(path), ...recipeBeside(path), ...otherWeights(path)]),
  );
}

/** transformers loads an adapter that lies beside the model; others do not. */
function adapterBeside(path: string): string[] {
  const adapter = join(dirname(path), "adapter_config.json");
  if (!existsSync(adapter)) return [];
  return ["an adapter lies beside it (adapter_config.json): the plan is of the model without"];
}

/** Compressed and uncompressed exports of llm-compressor have one. */
function recipeBeside(path: string): string[] {
  if (!existsSync(join(dirname(path), "recipe.yaml"))) return [];
  return [
    "a recipe of llm-compressor lies beside it (recipe.yaml): the plan is of weights that it did not compress",
  ];
}

/** Weights of formats that are not read, such as ONNX and those of NumPy. */
const OTHER_WEIGHTS = /\.(onnx|npz|ggml|pte|tflite|engine)$|^ggml-.*\.bin$/;

function otherWeights(path: string): string[] {
  const name = readdirSync(dirname(path)).find((each) => OTHER_WEIGHTS.test(each));
  if (name === undefined) return [];
  return [`${name} lies beside it: whether its weights are in bf16 is not read`];
}

function withWarnings(model: Model, more: readonly string[]): Model {
  if (more.length === 0) return model;
  return { ...model, warnings: [...(model.warnings ?? []), ...more] };
}

/** The id of a built-in model stands for its sizes; a model of others in a folder of that name gets another. */
function withOwnId(model: Model): Model {
  const published = builtInModel(model.id);
  if (published === undefined) return model;
  const { warnings: _, ...sizes } = { ...model, shape: inBf16(model.shape) };
  return isDeepStrictEqual(sizes, published) ? model : { ...model, id: `${model.id}-variant` };
}

function looksLikePath(text: string): boolean {
  return text.endsWith(".json") || text.includes("/") || text.includes("\\");
}

/** `config.json` is called after its folder, any other file after itself. */
function idOfPath(path: string): string {
  const name = basename(path, ".json");
  return name === "config" ? basename(dirname(resolve(path))) : name;
}

function unknownModel(id: string): PlannerError {
  const known = BUILT_IN_MODELS.map((model) => model.id);
  const nearest = nearestNames(id, known);
  const remedy =
    nearest.length > 0
      ? `Did you mean ${nearest.join(" or ")}?`
      : `Use the path of a config.json or one of: ${known.join(", ")}.`;
  return new PlannerError("E_UNKNOWN_NAME", `no model is called "${id}"`, { remedy });
}
