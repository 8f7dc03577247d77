import { isDeepStrictEqual } from "node:util";
import type { ConfigReader } from "./config-reader.ts";
import { FAMILIES } from "./families.ts";
import type { ModelFamily } from "./model-shape.ts";

/** How a model turns queries and keys by their position. All dimensions of a head turn. */
export interface RotaryEmbedding {
  /** Pair i of a head turns by base^(-2i / head size) a position, before any scaling. */
  base: number;
  scaling: RotaryScaling;
}

/** How frequencies are changed for contexts longer than those of the training. */
export type RotaryScaling =
  | { kind: "default" }
  /** All frequencies divided by the factor. */
  | { kind: "linear"; factor: number }
  /** The base grows with the context, once that is longer than `positions`. */
  | { kind: "dynamic"; factor: number; positions: number }
  | Llama3Scaling
  | YarnScaling
  | LongRopeScaling;

/** Llama 3.1: low frequencies divided by the factor, high ones kept, those between blended. */
export interface Llama3Scaling {
  kind: "llama3";
  factor: number;
  lowFrequencyFactor: number;
  highFrequencyFactor: number;
  originalPositions: number;
}

/** YaRN (arXiv 2309.00071). */
export interface YarnScaling {
  kind: "yarn";
  factor: number;
  originalPositions: number;
  betaFast: number;
  betaSlow: number;
  /** Cosine and sine are multiplied by it. */
  attentionFactor: number;
  /** Whether the ends of the ramp are rounded to whole dimensions. */
  truncate: boolean;
}

/** LongRoPE (arXiv 2402.13753): a divisor for each pair of dimensions. */
export interface LongRopeScaling {
  kind: "longrope";
  factor: number;
  originalPositions: number;
  /** Cosine and sine are multiplied by it. */
  attentionFactor: number;
  shortFactors: readonly number[];
  longFactors: readonly number[];
}

/** Where the numbers of a scaling stand, and the place of the key that names it, for errors. */
interface Parameters {
  reader: ConfigReader;
  /** `max_position_embeddings`. */
  positions: number;
  /** `original_max_position_embeddings` at the top, which Phi-3 and its kin have there. */
  originalPositions: number | undefined;
}

const ORIGINAL_POSITIONS = "original_max_position_embeddings";

const SCALINGS: Readonly<Record<string, (parameters: Parameters) => RotaryScaling>> = {
  default: () => ({ kind: "default" }),
  linear: ({ reader }) => ({ kind: "linear", factor: reader.positiveNumber("factor") }),
  dynamic: ({ reader, positions }) => ({
    kind: "dynamic",
    factor: reader.positiveNumber("factor"),
    positions,
  }),
  llama3: llama3Of,
  yarn: yarnOf,
  longrope: longRopeOf,
};

/**
 * The rotary embedding of a configuration, as transformers 5.24.0 reads the keys of its own and of
 * older versions: what stands inside `rope_parameters` or `rope_scaling` comes before the same key
 * at the top, except for `original_max_position_embeddings`; and `rope_type` before `type`.
 *
 * @param config the configuration of the language model
 * @throws PlannerError `E_INVALID_FILE` at a number that is missing or wrong
 * @throws PlannerError `E_INVALID_MODEL` at an unknown kind, at heads of which a part turns, and
 *   where two keys contradict each other
 */
export function rotaryOf(config: ConfigReader, family: ModelFamily): RotaryEmbedding {
  const { rotaryBase, positions } = FAMILIES[family];
  const own = rotaryParameters(config);
  for (const reader of own === undefined ? [config] : [config, own]) rejectPartial(reader);
  const base =
    own?.value("rope_theta") === undefined
      ? config.positiveNumberOr("rope_theta", rotaryBase)
      : own.positiveNumber("rope_theta");
  if (own === undefined) return { base, scaling: { kind: "default" } };
  const parameters = {
    reader: own,
    positions: config.positiveIntegerOr("max_position_embeddings", positions),
    originalPositions:
      config.value(ORIGINAL_POSITIONS) === undefined
        ? undefined
        : config.positiveInteger(ORIGINAL_POSITIONS),
  };
  return { base, scaling: scalingOf(parameters) };
}

/**
 * Positions that a model reaches, with those that linear, dynamic and YaRN scaling add. Those of
 * Llama 3.1 and LongRoPE count in `max_position_embeddings` already.
 *
 * @throws PlannerError as {@link rotaryOf}
 */
export function reachedPositions(config: ConfigReader, family: ModelFamily): number {
  const positions = config.positiveIntegerOr("max_position_embeddings", FAMILIES[family].positions);
  const { scaling } = rotaryOf(config, family);
  switch (scaling.kind) {
    case "linear":
    case "dynamic":
      return Math.max(positions, Math.floor(positions * scaling.factor));
    case "yarn":
      return Math.max(positions, Math.floor(scaling.originalPositions * scaling.factor));
    default:
      return positions;
  }
}

/**
 * The object with the numbers of the embedding, in the notation of transformers 5
 * (`rope_parameters`) or 4 (`rope_scaling`).
 *
 * @throws PlannerError `E_INVALID_MODEL` where the two contradict each other, and at numbers by kind of
 *   layer: transformers 5.24.0 passes over those in families whose layers are of one kind, and takes the
 *   family's base in their place, or fails
 */
export function rotaryParameters(config: ConfigReader): ConfigReader | undefined {
  const recent = filled(config, "rope_parameters");
  const old = filled(config, "rope_scaling");
  if (recent !== undefined && old !== undefined && contradict(config)) {
    throw config.unsupported(
      "rope_scaling",
      "`rope_parameters` beside it says something else",
      "Keep the one of the two that the checkpoint was trained with.",
    );
  }
  const chosen = recent ?? old;
  const nested = chosen?.keys.find((key) => isObject(chosen.value(key)));
  if (chosen === undefined || nested === undefined) return chosen;
  throw chosen.unsupported(
    nested,
    "rotary embeddings by kind of layer are read in no family that is supported",
    "Write the keys inside it in its place, if they are those that all layers were trained with.",
  );
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An empty object says as little as a missing one. */
function filled(config: ConfigReader, key: string): ConfigReader | undefined {
  const section = config.section(key);
  return section?.keys.length === 0 ? undefined : section;
}

/** Whether the two notations differ in the kind, a number or the base. */
function contradict(config: ConfigReader): boolean {
  const comparable = (key: string) => {
    const { type, rope_type, rope_theta, ...numbers } = config.value(key) as Record<
      string,
      unknown
    >;
    return {
      kind: rope_type ?? type ?? "default",
      base: rope_theta ?? config.value("rope_theta"),
      numbers,
    };
  };
  const recent = comparable("rope_parameters");
  const old = comparable("rope_scaling");
  return !isDeepStrictEqual(recent, { ...old, base: old.base ?? recent.base });
}

/**
 * Rejects LongRoPE's lists without a divisor for each pair of a head's dimensions.
 *
 * @throws PlannerError `E_INVALID_MODEL` at the list
 */
export function rejectOtherPairs(config: ConfigReader, headSize: number): void {
  const own = rotaryParameters(config);
  for (const key of ["short_factor", "long_factor"]) {
    const found = own?.value(key);
    if (!Array.isArray(found) || found.length === headSize / 2) continue;
    throw (own ?? config).unsupported(
      key,
      `it has ${found.length} numbers for the ${headSize / 2} pairs of a head of ${headSize} dimensions`,
      "Give a number for each pair, or correct the size of a head.",
    );
  }
}

function rejectPartial(reader: ConfigReader): void {
  if (reader.positiveNumberOr("partial_rotary_factor", 1) === 1) return;
  throw reader.unsupported(
    "partial_rotary_factor",
    "heads of which only a part of the dimensions turns are not supported",
    "Only models that turn all dimensions are: the key is 1 or missing.",
  );
}

function scalingOf(parameters: Parameters): RotaryScaling {
  const { reader } = parameters;
  const key = reader.value("rope_type") === undefined ? "type" : "rope_type";
  const kind = reader.value(key) ?? "default";
  const older = reader.value("type") ?? kind;
  if (older !== kind) {
    throw reader.unsupported(
      "type",
      `\`rope_type\` beside it names another kind, ${reader.text("rope_type")}`,
      "Keep the one of the two that the checkpoint was trained with.",
    );
  }
  const read =
    typeof kind === "string" && Object.hasOwn(SCALINGS, kind) ? SCALINGS[kind] : undefined;
  if (read !== undefined) return read(parameters);
  throw reader.unsupported(
    key,
    `${reader.text(key)} is no kind of rotary embedding known here`,
    `Supported: ${Object.keys(SCALINGS).join(", ")}.`,
  );
}

/** The one key of which transformers takes the value at the top first. */
function originalPositionsOf({ reader, positions, originalPositions }: Parameters): number {
  return originalPositions ?? reader.positiveIntegerOr(ORIGINAL_POSITIONS, positions);
}

function llama3Of(parameters: Parameters): Llama3Scaling {
  const { reader } = parameters;
  const lowFrequencyFactor = reader.positiveNumber("low_freq_factor");
  const highFrequencyFactor = reader.positiveNumber("high_freq_factor");
  if (lowFrequencyFactor >= highFrequencyFactor) {
    throw reader.unsupported(
      "low_freq_factor",
      `it is ${lowFrequencyFactor}, not below \`high_freq_factor\`, ${highFrequencyFactor}`,
      "Give the two that the checkpoint was trained with.",
    );
  }
  return {
    kind: "llama3",
    factor: reader.positiveNumber("factor"),
    lowFrequencyFactor,
    highFrequencyFactor,
    originalPositions: originalPositionsOf(parameters),
  };
}

function yarnOf(parameters: Parameters): YarnScaling {
  const { reader, positions } = parameters;
  const originalPositions = originalPositionsOf(parameters);
  const factor = reader.positiveNumberOr("factor", positions / originalPositions);
  const usual = usualAttentionFactor(reader, factor);
  return {
    kind: "yarn",
    factor,
    originalPositions,
    betaFast: orWhereZero(reader, "beta_fast", 32),
    betaSlow: orWhereZero(reader, "beta_slow", 1),
    attentionFactor: reader.positiveNumberOr("attention_factor", usual),
    truncate: reader.booleanOr("truncate", true),
  };
}

/** transformers passes over both weights where one of them is missing or 0. */
function usualAttentionFactor(reader: ConfigReader, factor: number): number {
  const perScale = (weight: number) => (factor <= 1 ? 1 : 0.1 * weight * Math.log(factor) + 1);
  const [weight, weightOfAll] = [
    reader.numberOr("mscale", 0),
    reader.numberOr("mscale_all_dim", 0),
  ];
  if (weight === 0 || weightOfAll === 0) return perScale(1);
  const usual = perScale(weight) / perScale(weightOfAll);
  if (Number.isFinite(usual) && usual > 0) return usual;
  throw reader.unsupported(
    "mscale",
    `with \`mscale_all_dim\` it scales cosine and sine by ${usual}`,
    "Give the two that the checkpoint was trained with.",
  );
}

/** A number whose 0 means what its absence means, in transformers. */
function orWhereZero(reader: ConfigReader, key: string, fallback: number): number {
  return reader.value(key) === 0 ? fallback : reader.positiveNumberOr(key, fallback);
}

function longRopeOf(parameters: Parameters): LongRopeScaling {
  const { reader, positions } = parameters;
  const originalPositions = originalPositionsOf(parameters);
  const factor = reader.positiveNumberOr("factor", positions / originalPositions);
  const usual = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(originalPositions));
  return {
    kind: "longrope",
    factor,
    originalPositions,
    attentionFactor: reader.positiveNumberOr("attention_factor", usual),
    shortFactors: divisors(reader, "short_factor"),
    longFactors: divisors(reader, "long_factor"),
  };
}

function divisors(reader: ConfigReader, key: string): readonly number[] {
  const found = reader.value(key);
  if (Array.isArray(found) && found.every((each) => typeof each === "number" && each > 0)) {
    return found;
  }
  throw reader.invalid(key, "a list of numbers above 0");
}
