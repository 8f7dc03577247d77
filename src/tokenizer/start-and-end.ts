import { type Tokenizer as Backend, templateProcessing } from "tokenizers";
import { namedTokens } from "./special-tokens.ts";
import type { TokenizerFiles } from "./tokenizer-files.ts";

/**
 * Makes encoding put the tokens of start and end around a text as `add_bos_token` and
 * `add_eos_token` say. Without these keys, what `tokenizer.json` says stands (transformers 5).
 */
export function setStartAndEnd(backend: Backend, files: TokenizerFiles): void {
  const { add_bos_token: addsStart, add_eos_token: addsEnd } = files.config?.value ?? {};
  if (addsStart === undefined && addsEnd === undefined) return;
  const named = namedTokens(files);
  const used = (name: string, isAdded: unknown): [string, number][] => {
    const content = isAdded === true ? named.get(name) : undefined;
    const token = content === undefined ? null : backend.tokenToId(content);
    return content === undefined || token === null ? [] : [[content, token]];
  };
  const start = used("bos_token", addsStart);
  const end = used("eos_token", addsEnd);
  const marks = [...start, ...end];
  const spelled = (tokens: readonly [string, number][]) => tokens.map(([content]) => content);
  const single = [...spelled(start), "$A", ...spelled(end)].join(" ");
  backend.setPostProcessor(templateProcessing(single, undefined, marks));
}
