import { PlannerError } from "../errors.ts";
import type { ObjectFile } from "./json-object.ts";
import { namedTokens } from "./special-tokens.ts";
import type { TokenizerFiles } from "./tokenizer-files.ts";

/**
 * Tokens that end an output. Of a chat model, `generation_config.json` lists more than one: the end
 * of a message and the end of a text.
 *
 * @param vocabularySize of the tokenizer; a model may have more tokens
 * @throws PlannerError `E_INVALID_FILE` when a file gives something else than token ids, or none that
 *   the model can choose
 */
export function eosTokens(
  files: TokenizerFiles,
  vocabularySize: number,
  numberOf: (content: string) => number | null,
): readonly number[] {
  for (const file of [files.generation, files.model]) {
    const tokens = file === undefined ? undefined : tokensOf(file);
    if (file === undefined || tokens === undefined) continue;
    const known = Math.max(vocabularySize, Number(files.model?.value.vocab_size ?? 0));
    if (tokens.length === 0 || tokens.some((token) => token < known)) return tokens;
    throw new PlannerError(
      "E_INVALID_FILE",
      `no token of \`eos_token_id\` is among the ${known} that there are, so no output would end`,
      {
        position: file.document.positionOf(["eos_token_id"]),
        remedy: "Use the file that came with the checkpoint.",
      },
    );
  }
  const content = namedTokens(files).get("eos_token");
  const token = content === undefined ? null : numberOf(content);
  return token === null ? [] : [token];
}

function tokensOf({ document, value }: ObjectFile): number[] | undefined {
  const { eos_token_id: given } = value;
  if (given === undefined || given === null) return undefined;
  const tokens = Array.isArray(given) ? given : [given];
  if (tokens.every((token) => Number.isSafeInteger(token) && token >= 0)) return tokens;
  throw new PlannerError("E_INVALID_FILE", "`eos_token_id` is no token id, nor a list of them", {
    position: document.positionOf(["eos_token_id"]),
    remedy: "Use the file that came with the checkpoint.",
  });
}
