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
  return {
    rotary: rotaryOf(config, family),
    normEpsilon: config.positiveNumberOr("rms_norm_eps", FAMILIES[family].normEpsilon),
  };
}
