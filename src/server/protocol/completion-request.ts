import { badRequest } from "./api-error.ts";
import { type Fields, isIntegers, isString, wrong } from "./fields.ts";
import type { GenerationRequest, PromptSource } from "./generation-request.ts";
import { MOST_TOP_LOGPROBS, readOutputs, readStreaming, readTerms } from "./output-terms.ts";
import { readRequest } from "./read-body.ts";
import { readFormat } from "./response-format.ts";
import { requireServed } from "./served-models.ts";

/** As OpenAI documents it for this route. */
const DEFAULT_MAX_TOKENS = 16;

/**
 * A body of /v1/completions.
 *
 * @param served names of the model
 * @throws ApiError 400, 404
 */
export function readCompletion(body: unknown, served: readonly string[]): GenerationRequest {
  const fields = readRequest("completions", body);
  const topLogprobs = fields.integer("logprobs", { min: 0, max: MOST_TOP_LOGPROBS });
  const echoes = fields.boolean("echo") ?? false;
  if (echoes && topLogprobs !== undefined) {
    throw badRequest(
      "`echo` and `logprobs` do not go together: prompts have no log probabilities here",
      "logprobs",
      "unsupported_parameter",
    );
  }
  return {
    model: requireServed(fields.string("model"), served),
    prompts: readPrompts(fields),
    outputs: readOutputs(fields),
    terms: readTerms(fields, DEFAULT_MAX_TOKENS),
    topLogprobs,
    format: readFormat(fields),
    echoes,
    ...readStreaming(fields),
  };
}

function readPrompts(fields: Fields): PromptSource[] {
  const prompt = fields.value("prompt");
  const addSpecialTokens = fields.boolean("add_special_tokens") ?? true;
  const ofText = (text: string): PromptSource => ({ kind: "text", text, addSpecialTokens });
  if (isString(prompt)) return [ofText(prompt)];
  if (Array.isArray(prompt) && prompt.length > 0) {
    if (isIntegers(prompt)) return [{ kind: "tokens", tokens: prompt }];
    if (prompt.every(isString)) return prompt.map(ofText);
    if (prompt.every(isIntegers)) return prompt.map((tokens) => ({ kind: "tokens", tokens }));
  }
  if (prompt === undefined) throw badRequest("`prompt` is missing", "prompt", "missing_parameter");
  throw wrong("prompt", "a string, token ids, or an array of either", prompt);
}
