import type { PlannerError } from "../errors.ts";
import type { ConfigReader } from "./config-reader.ts";
import { DEFAULT_MAX_WINDOW_LAYERS, FAMILIES } from "./families.ts";
import type { ModelFamily } from "./model-shape.ts";
import { reachedPositions } from "./rotary.ts";

/** The second is the name of older versions of transformers. */
const FULL_ATTENTION = ["full_attention", "attention"];

const SLIDING_ATTENTION = "sliding_attention";

/**
 * Rejects layers that do not attend to the whole context, by the rule of the family: windows that a
 * context can exceed, and other kinds of attention.
 *
 * @returns what to warn of
 * @throws PlannerError `E_INVALID_MODEL` at the key
 */
export function rejectWindows(config: ConfigReader, family: ModelFamily, layers: number): string[] {
  const { readsLayerTypes, layers: rule } = FAMILIES[family].window;
  const types = layerTypesOf(config, layers);
  if (types?.includes(SLIDING_ATTENTION)) rejectShortWindow(config, family, "layer_types");
  if (types !== undefined && readsLayerTypes) return [];
  if (rule === "never") return unreadWindow(config);
  if (someLayerSlides(config, family, layers)) {
    rejectShortWindow(config, family, "sliding_window");
  }
  return hadWindowsBefore(config, family);
}

function layerTypesOf(config: ConfigReader, layers: number): readonly unknown[] | undefined {
  const types = config.value("layer_types");
  if (types === undefined) return undefined;
  if (!Array.isArray(types)) throw config.invalid("layer_types", "a list with one entry a layer");
  if (types.length !== layers) {
    throw config.unsupported(
      "layer_types",
      `it has ${types.length} entries for ${layers} layers`,
      "Give one entry a layer, or correct `num_hidden_layers`.",
    );
  }
  const known = [...FULL_ATTENTION, SLIDING_ATTENTION];
  const other = types.find((type) => !known.includes(type));
  if (other === undefined) return types;
  throw config.unsupported(
    "layer_types",
    `layers of the kind ${JSON.stringify(other)} are not supported`,
    "Only models with full attention in every layer are.",
  );
}

function someLayerSlides(config: ConfigReader, family: ModelFamily, layers: number): boolean {
  const { hasSwitch, layers: rule } = FAMILIES[family].window;
  if (hasSwitch && !config.booleanOr("use_sliding_window", false)) return false;
  if (rule === "upper") return maxWindowLayers(config) < layers;
  if (rule === "even below") return maxWindowLayers(config) > 0;
  return true;
}

function maxWindowLayers(config: ConfigReader): number {
  return config.value("max_window_layers") === undefined
    ? DEFAULT_MAX_WINDOW_LAYERS
    : config.count("max_window_layers");
}

/** @param at the key that makes layers slide */
function rejectShortWindow(
  config: ConfigReader,
  family: ModelFamily,
  at: "layer_types" | "sliding_window",
): void {
  const { missing, hasSwitch } = FAMILIES[family].window;
  const found = config.has("sliding_window") ? (config.value("sliding_window") ?? null) : missing;
  const off = at === "layer_types" ? fullLayers(hasSwitch) : switchedOff(hasSwitch);
  if (Array.isArray(found)) {
    throw config.unsupported(
      "sliding_window",
      "layers of different windows are not supported",
      off,
    );
  }
  if (found === null && at === "sliding_window") return;
  if (found !== null && !(Number.isSafeInteger(found) && (found as number) > 0)) {
    throw config.invalid("sliding_window", "a window in tokens, nor null", off);
  }
  if (found !== null && (found as number) >= reachedPositions(config, family)) return;
  throw shortWindow(config, family, at, found as number | null, off);
}

function shortWindow(
  config: ConfigReader,
  family: ModelFamily,
  at: "layer_types" | "sliding_window",
  window: number | null,
  remedy: string,
): PlannerError {
  if (window === null) {
    return config.unsupported(at, "layers attend to a window, of which no size is given", remedy);
  }
  const origin = config.has("sliding_window")
    ? ""
    : `, which ${family} has where the key is missing,`;
  return config.unsupported(
    at,
    `attention limited to a window of ${window} tokens${origin} is not supported`,
    remedy,
  );
}

function switchedOff(hasSwitch: boolean): string {
  return `If your contexts stay below the window, set ${hasSwitch ? "`use_sliding_window` to false" : "`sliding_window` to null"}.`;
}

function fullLayers(hasSwitch: boolean): string {
  const last = hasSwitch ? "`use_sliding_window` to false" : "`sliding_window` to null";
  return `If your contexts stay below the window, remove \`layer_types\` and set ${last}.`;
}

function unreadWindow(config: ConfigReader): string[] {
  if (config.value("sliding_window") === undefined) return [];
  return ["`sliding_window` is not read: in this family every layer attends to the whole context"];
}

/** Until transformers 4, a Qwen2-MoE had its windows from `max_window_layers` on. */
function hadWindowsBefore(config: ConfigReader, family: ModelFamily): string[] {
  const { layers: rule } = FAMILIES[family].window;
  if (rule !== "even below" || !config.booleanOr("use_sliding_window", false)) return [];
  return [
    "`use_sliding_window`: no layer has a window in transformers 5, but every layer had one in version 4",
  ];
}
