import { grammarOf } from "../../constraint/format-grammar.ts";
import { FormatGuides, type HeldFormat } from "../../constraint/format-guides.ts";
import type { OutputFormat } from "../../constraint/output-format.ts";
import { SchemaFault } from "../../constraint/schema-fault.ts";
import { TooSlow } from "../../constraint/thread/matching-thread.ts";
import type { TokenSource } from "../../constraint/token-vocabulary.ts";
import { type ApiError, badRequest, serverError } from "../protocol/api-error.ts";
import type { OutputTerms } from "../protocol/generation-request.ts";
import type { AskedFormat } from "../protocol/response-format.ts";

/** The formats that answers are held to, where the engine can do so. */
export class HeldFormats {
  readonly #guides: FormatGuides | undefined;

  /**
   * @param vocabularySize tokens of the model
   * @param takesMasks whether the engine chooses tokens by a mask
   */
  constructor(tokenizer: TokenSource, vocabularySize: number, takesMasks: boolean) {
    this.#guides = takesMasks ? new FormatGuides(tokenizer, vocabularySize) : undefined;
  }

  /** @throws ApiError 400 where the engine holds no answer to a format, or to this one */
  require({ param }: AskedFormat): FormatGuides {
    if (this.#guides !== undefined) return this.#guides;
    throw badRequest(
      `\`${param}\` is not supported: this engine does not hold answers to a format yet. Leave it out, and ask for the format in the prompt`,
      param,
      "unsupported_parameter",
    );
  }

  /** Makes a format ready. @throws ApiError as `require`; 500 where the library fails */
  async hold(asked: AskedFormat): Promise<HeldFormat> {
    const guides = this.require(asked);
    try {
      return await guides.hold(asked.format);
    } catch (error) {
      throw refusalOf(error, error instanceof SchemaFault ? faultyIn(asked) : asked.param);
    }
  }

  async close(): Promise<void> {
    await this.#guides?.close();
  }
}

/** What would end an output elsewhere than its format does: amid it, or behind it. */
const OTHER_ENDS: readonly (readonly [param: string, isAsked: (terms: OutputTerms) => boolean])[] =
  [
    ["stop", ({ stops }) => stops.length > 0],
    ["stop_token_ids", ({ stopTokens }) => stopTokens.length > 0],
    ["ignore_eos", ({ ignoreEos }) => ignoreEos],
    ["min_tokens", ({ minTokens }) => minTokens > 0],
  ];

/** @throws ApiError 400, naming the key, where something else than the format ends an output */
export function requireNoOtherEnd({ param }: AskedFormat, terms: OutputTerms): void {
  const [other] = OTHER_ENDS.find(([, isAsked]) => isAsked(terms)) ?? [];
  if (other === undefined) return;
  throw badRequest(
    `\`${other}\` and \`${param}\` do not go together: the answer ends where its format does. Leave one out`,
    other,
    "invalid_value",
  );
}

/** The key that gives the schema at fault. */
function faultyIn({ param, parts = [] }: AskedFormat): string {
  return parts.find(({ format }) => isFaulty(format))?.param ?? param;
}

function isFaulty(format: OutputFormat): boolean {
  try {
    grammarOf(format);
    return false;
  } catch {
    return true;
  }
}

function refusalOf(error: unknown, param: string): ApiError {
  if (error instanceof SchemaFault) {
    const message = `\`${param}\` at ${error.place}: ${error.message}`;
    return badRequest(message, param, "invalid_schema");
  }
  if (error instanceof TooSlow) {
    return badRequest(`\`${param}\`: ${error.message}: give a simpler one`, param, "invalid_value");
  }
  return serverError("the format could not be made ready", error);
}
