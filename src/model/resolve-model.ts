import { statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { PlannerError } from "../errors.ts";
import { parseText, readText } from "../files/read-document.ts";
import { nearestNames } from "../text/nearest-name.ts";
import { BUILT_IN_MODELS } from "./catalog.ts";
import { parseHuggingFaceConfig } from "./hugging-face-config.ts";
import type { Model, ModelFamily } from "./model-shape.ts";
import { countParameters } from "./parameters.ts";

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
 * A built-in model by its id, or the model of a Hugging Face `config.json` or of a folder with one.
 *
 * @throws PlannerError `E_UNKNOWN_NAME` with the nearest ids
 * @throws PlannerError `E_UNREADABLE`, `E_INVALID_FILE` or `E_INVALID_MODEL` for a file
 */
export function resolveModel(idOrPath: string): Model {
  const builtIn = BUILT_IN_MODELS.find(({ id }) => id === idOrPath);
  if (builtIn !== undefined) return builtIn;
  const stats = statSync(idOrPath, { throwIfNoEntry: false });
  if (stats === undefined && !looksLikePath(idOrPath)) throw unknownModel(idOrPath);
  const path = stats?.isDirectory() ? join(idOrPath, "config.json") : idOrPath;
  const text = readText(path, "Give --model a built-in id or the path of a config.json.");
  return withOwnId(parseHuggingFaceConfig(parseText(path, text), idOfPath(path)));
}

/** The id of a built-in model stands for its sizes; a model of others in a folder of that name gets another. */
function withOwnId(model: Model): Model {
  const published = BUILT_IN_MODELS.find(({ id }) => id === model.id);
  const isOther = published !== undefined && !isDeepStrictEqual(model, published);
  return isOther ? { ...model, id: `${model.id}-variant` } : model;
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
