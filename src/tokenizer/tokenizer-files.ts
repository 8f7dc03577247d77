import { existsSync } from "node:fs";
import { join } from "node:path";
import { PlannerError } from "../errors.ts";
import { readText } from "../files/read-document.ts";
import { isObject, type JsonObject, type ObjectFile, readObjectFile } from "./json-object.ts";

/** Files of a checkpoint that say how text becomes tokens, and which tokens mean what. */
export interface TokenizerFiles {
  folder: string;
  /** `tokenizer.json`, as it stands there and parsed. */
  tokenizer: TokenizerFile;
  /** `tokenizer_config.json`. */
  config: ObjectFile | undefined;
  /** `special_tokens_map.json`, which older checkpoints have. */
  specialTokens: ObjectFile | undefined;
  /** `added_tokens.json`, which older checkpoints have: ids by token. */
  addedTokens: ObjectFile | undefined;
  /** `generation_config.json`. */
  generation: ObjectFile | undefined;
  /** `config.json`. */
  model: ObjectFile | undefined;
}

export interface TokenizerFile {
  path: string;
  text: string;
  value: JsonObject;
  /** Ids by piece, without the tokens that are found whole. */
  pieces: JsonObject;
}

/** Vocabularies that transformers turns into a `tokenizer.json`. */
const OTHER_KINDS = ["tokenizer.model", "tekken.json", "vocab.json"];

/** @throws PlannerError `E_UNREADABLE`; `E_INVALID_FILE` */
export function readTokenizerFiles(folder: string): TokenizerFiles {
  const file = (name: string) => readObjectFile(join(folder, name));
  return {
    folder,
    tokenizer: readTokenizer(folder),
    config: file("tokenizer_config.json"),
    specialTokens: file("special_tokens_map.json"),
    addedTokens: file("added_tokens.json"),
    generation: file("generation_config.json"),
    model: file("config.json"),
  };
}

/** Read without positions: its vocabulary has hundreds of thousands of lines. */
function readTokenizer(folder: string): TokenizerFile {
  const path = join(folder, "tokenizer.json");
  const text = readText(path, remedyWithout(folder));
  const value = parsed(path, text);
  const { model } = isObject(value) ? value : {};
  // Files of old versions do not say the kind.
  const { type = "BPE", vocab } = isObject(model) ? model : {};
  if (isObject(value) && isObject(model) && type === "BPE" && isObject(vocab)) {
    const file = { path, text, value, pieces: vocab };
    requireUsual(file, model);
    return file;
  }
  const found = typeof type === "string" && type !== "BPE" ? `its model is ${type}, and` : "only";
  throw new PlannerError("E_INVALID_FILE", `${found} byte pair encodings (BPE) are read here`, {
    position: { path },
    remedy: "Use the tokenizer.json that came with the checkpoint of a family that is served here.",
  });
}

/**
 * What byte pair encodings can be told, and those of no family here are. The library ends the program
 * at some prefixes, and cuts the same text otherwise each time with dropout.
 *
 * @throws PlannerError `E_INVALID_FILE` at pieces that share a number, too
 */
function requireUsual({ path, pieces }: TokenizerFile, model: JsonObject): void {
  const { dropout, continuing_subword_prefix: prefix } = model;
  const refuse = (message: string) => {
    throw new PlannerError("E_INVALID_FILE", message, {
      position: { path },
      remedy:
        "Use the tokenizer.json that came with the checkpoint of a family that is served here.",
    });
  };
  if (typeof dropout === "number" && dropout > 0)
    refuse(`\`model.dropout\` is ${dropout}: the same text would become other tokens each time`);
  if (typeof prefix === "string" && prefix !== "")
    refuse("`model.continuing_subword_prefix` is not supported here");
  const byNumber = new Map<unknown, string>();
  for (const [piece, id] of Object.entries(pieces)) {
    const other = byNumber.get(id);
    if (other !== undefined)
      refuse(`${JSON.stringify(other)} and ${JSON.stringify(piece)} both have the number ${id}`);
    byNumber.set(id, piece);
  }
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PlannerError("E_INVALID_FILE", `no JSON: ${(cause as Error).message}`, {
      position: { path },
      remedy: "Use the tokenizer.json that came with the checkpoint.",
      cause,
    });
  }
}

function remedyWithout(folder: string): string {
  const other = OTHER_KINDS.find((name) => existsSync(join(folder, name)));
  if (other === undefined) return "Give the folder of a checkpoint with its tokenizer files.";
  const program = `from transformers import AutoTokenizer as T; T.from_pretrained(".").save_pretrained(".")`;
  return `The folder has ${other} instead: in it, \`python -c '${program}'\` writes a tokenizer.json.`;
}
