import type { Document } from "../files/document.ts";
import { type LanguageModel, languageModelOf } from "./architecture.ts";
import { FAMILIES } from "./families.ts";
import { type RotaryEmbedding, rotaryOf } from "./rotary.ts";

/** What a model computes with beside its weights, and what changes no time. */
export interface Numerics {
  rotary: RotaryEmbedding;
  /** Added to the mean square in every RMSNorm. */
  normEpsilon: number;
}

/**
 * @param document parsed `config.json`
 * @throws PlannerError `E_INVALID_FILE` at a wrong number
 * @throws PlannerError `E_INVALID_MODEL` at an architecture or a rotary embedding that is not supported
 */
export function parseNumerics(document: Document): Numerics {
  return numericsOf(languageModelOf(document));
}

/** As {@link parseNumerics}, of a file whose language model is known. */
export function numericsOf({ config, family }: LanguageModel): Numerics {
  return { rotary: rotaryOf(config, family), normEpsilon: normEpsilonOf({ config, family }) };
}

/** An epsilon beside which the mean square of what is normed would not count: a sign is lost. */
const TOO_LARGE_EPSILON = 0.1;

function normEpsilonOf({ config, family }: Pick<LanguageModel, "config" | "family">): number {
  const epsilon = config.positiveNumberOr("rms_norm_eps", FAMILIES[family].normEpsilon);
  if (epsilon < TOO_LARGE_EPSILON) return epsilon;
  throw config.invalid("rms_norm_eps", "a small number such as 1e-5");
}
