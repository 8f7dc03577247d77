import type { ConfigReader } from "./config-reader.ts";
import type { ModelFamily } from "./model-shape.ts";
import { type RotaryEmbedding, rotaryOf, rotaryParameters } from "./rotary.ts";

type Kind = RotaryEmbedding["scaling"]["kind"];

const READ_IN_ALL = ["rope_type", "type", "rope_theta", "partial_rotary_factor"];

/** Keys that each kind reads, beyond those above. */
const READ_BY_KIND: Readonly<Record<Kind, readonly string[]>> = {
  default: [],
  linear: ["factor"],
  dynamic: ["factor"],
  llama3: ["factor", "original_max_position_embeddings", "low_freq_factor", "high_freq_factor"],
  yarn: [
    ...["factor", "original_max_position_embeddings", "attention_factor", "beta_fast"],
    ...["beta_slow", "mscale", "mscale_all_dim", "truncate"],
  ],
  longrope: [
    ...["factor", "original_max_position_embeddings", "attention_factor"],
    ...["short_factor", "long_factor"],
  ],
};

/** Keys inside `rope_scaling` and `rope_parameters` that some kind reads. */
export const ROTARY_KEYS: ReadonlySet<string> = new Set([
  ...READ_IN_ALL,
  ...Object.values(READ_BY_KIND).flat(),
]);

/** Bases below or above these are of no published model; a digit may be lost. */
const [LEAST_BASE, LARGEST_BASE] = [1000, 1e10];

/**
 * Numbers of a rotary embedding that can be computed with, and that transformers 5.24.0 warns of, or
 * that no published model has. Keys that no kind reads are said elsewhere (`unread-keys.ts`).
 */
export function rotaryDoubts(config: ConfigReader, family: ModelFamily): string[] {
  const { base, scaling } = rotaryOf(config, family);
  const positions = config.value("max_position_embeddings");
  return [
    ...(base < LEAST_BASE || base > LARGEST_BASE
      ? [
          `the base of the rotary embedding, \`rope_theta\`, is ${base}, which no published model has`,
        ]
      : []),
    ...passedOver(config, scaling.kind),
    ...("factor" in scaling && scaling.factor < 1
      ? [`\`factor\` of the rotary embedding is ${scaling.factor}: scaling starts at 1`]
      : []),
    ...besidePositions(scaling, positions),
    ...(scaling.kind === "yarn" && scaling.betaFast < scaling.betaSlow
      ? [`\`beta_fast\` is ${scaling.betaFast}, below \`beta_slow\`, ${scaling.betaSlow}`]
      : []),
  ];
}

/** @param positions `max_position_embeddings`, undefined where the file leaves it to the family */
function besidePositions(scaling: RotaryEmbedding["scaling"], positions: unknown): string[] {
  if (typeof positions !== "number" || !("originalPositions" in scaling)) return [];
  const { kind, factor, originalPositions } = scaling;
  const original = `\`original_max_position_embeddings\` is ${originalPositions}`;
  if (kind === "llama3" && originalPositions >= positions)
    return [`${original}, not below \`max_position_embeddings\`, ${positions}`];
  const ratio = positions / originalPositions;
  if (kind === "yarn" && ratio !== 1 && ratio !== factor)
    return [
      `\`factor\` is ${factor}, and \`max_position_embeddings\`, ${positions}, is ${ratio} times \`original_max_position_embeddings\`: the factor is taken`,
    ];
  return [];
}

function passedOver(config: ConfigReader, kind: Kind): string[] {
  const parameters = rotaryParameters(config);
  const passed = (parameters?.keys ?? []).filter(
    (key) =>
      parameters?.value(key) !== undefined &&
      ROTARY_KEYS.has(key) &&
      !READ_IN_ALL.includes(key) &&
      !READ_BY_KIND[kind].includes(key),
  );
  if (passed.length === 0) return [];
  const names = passed.map((key) => `\`${key}\``).join(", ");
  return [`a rotary embedding of the kind ${kind} does not read ${names}`];
}
