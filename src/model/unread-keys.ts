import { type Change, meaningOf } from "./config-keys.ts";
import type { ConfigReader } from "./config-reader.ts";
import { FAMILIES } from "./families.ts";
import type { ModelFamily } from "./model-shape.ts";
import { ROTARY_KEYS } from "./rotary-doubts.ts";

/**
 * Rejects keys that the family does not honour and that change its arithmetic.
 *
 * @param isAround whether these keys stand around the language model's own configuration
 * @returns warnings of the keys whose meaning is not known, and of those that deny what the family has
 * @throws PlannerError `E_INVALID_MODEL` at the key
 */
export function rejectUnread(
  config: ConfigReader,
  family: ModelFamily,
  isAround = false,
): string[] {
  const set = config.keys.filter((key) => config.value(key) !== undefined);
  for (const key of set) rejectChange(config, key, family, isAround);
  const unknown = set.filter((key) => meaningOf(key, family, isAround) === "unknown");
  const rotary = ["rope_scaling", "rope_parameters"].flatMap((key) => unreadRotary(config, key));
  const denied = set.filter((key) => config.value(key) === false).map((key) => denial(key, family));
  return [
    ...denied.filter((text) => text !== undefined),
    ...severalSequences(config),
    ...warningOf([...unknown, ...rotary]),
  ];
}

/** Defaults of generation that make several sequences of a request; transformers follows them. */
const SEQUENCES = ["num_beams", "num_beam_groups", "num_return_sequences"];

function severalSequences(config: ConfigReader): string[] {
  return SEQUENCES.filter((key) => Number(config.value(key) ?? 1) > 1).map(
    (key) =>
      `\`${key}\` is ${config.text(key)}, and not applied: the plan decodes one sequence for each request`,
  );
}

const NORM_KEY = /qk_(layer)?norm$/;
const BIAS_KEY = /^(attention_bias|(use_|add_)?qkv_bias)$/;

/** What a key denies that every model of the family has: transformers does not read it there. */
function denial(key: string, family: ModelFamily): string | undefined {
  const { qkNorm, qkvBias } = FAMILIES[family];
  const hasNorm = qkNorm && NORM_KEY.test(key);
  if (!hasNorm && !(qkvBias === "always" && BIAS_KEY.test(key))) return undefined;
  const what = hasNorm ? "norms" : "biases";
  return `\`${key}\` is false, and not read: ${family} models are planned with ${what} of queries and keys`;
}

function rejectChange(
  config: ConfigReader,
  key: string,
  family: ModelFamily,
  isAround: boolean,
): void {
  const meaning = meaningOf(key, family, isAround);
  if (typeof meaning === "string") return;
  const value = config.value(key);
  if (bringsNothing(value, meaning) || saysTheUsual(key, value, family)) return;
  throw config.unsupported(
    key,
    `it is ${abridged(config.text(key) ?? "null")}, and ${family} models are planned without ${meaning.what}`,
    "If the model runs without it, remove the key.",
  );
}

function bringsNothing(value: unknown, { neutral = [] }: Change): boolean {
  const isNothing = (each: unknown) =>
    each === null || each === false || neutral.some((one) => one === each);
  return typeof value === "object" && value !== null
    ? Object.values(value).every(isNothing)
    : isNothing(value);
}

/** Some files say what every model of the family has. */
function saysTheUsual(key: string, value: unknown, family: ModelFamily): boolean {
  const { qkNorm, qkvBias } = FAMILIES[family];
  if (value !== true) return false;
  return (qkNorm && key.endsWith("qk_norm")) || (qkvBias === "always" && key === "qkv_bias");
}

/** Keys of a scaling whose meaning is not known, with the key that they stand under. */
function unreadRotary(config: ConfigReader, key: string): string[] {
  const keys = config.section(key)?.keys ?? [];
  return keys.filter((inner) => !ROTARY_KEYS.has(inner)).map((inner) => `${key}.${inner}`);
}

function warningOf(keys: readonly string[]): string[] {
  if (keys.length === 0) return [];
  const names = keys.map((key) => `\`${key}\``).join(", ");
  return [`not read: ${names}. If they change the arithmetic, the model planned is another`];
}

function abridged(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
