import { copyFileSync, cpSync, readdirSync, readFileSync, type Stats, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { foreignKind } from "../files/file-kinds.ts";

/** Weights in other files or formats would be those of bf16. */
const WEIGHTS = /\.(safetensors|bin|pt|pth|ckpt|gguf|h5|msgpack|onnx|npz)$/;
const INDEX = /\.index\.json$/;
/** The one folder that libraries read with a checkpoint. */
const TEMPLATES = "additional_chat_templates";
/** Of downloads and of version control. */
const NOT_OF_CHECKPOINT = /^\./;

/** Files that stand for others, and broken ones, are small; a tokenizer's JSON has some megabytes. */
const LARGEST_LOOKED_AT = 1 << 26;

/** What was not copied, and what a user must know of that which was. */
export interface CopiedFiles {
  /** Names of weights and folders. */
  leftOut: string[];
  doubts: string[];
}

/**
 * Copies what stands beside the weights: tokenizer, templates, licence.
 *
 * @param written names of files of the checkpoint that are written anew
 */
export function copyOthers(folder: string, out: string, written: ReadonlySet<string>): CopiedFiles {
  const copied: CopiedFiles = { leftOut: [], doubts: [] };
  for (const name of readdirSync(folder).sort()) {
    if (written.has(name) || INDEX.test(name)) continue;
    const [from, to] = [join(folder, name), join(out, name)];
    const stats = statSync(from, { throwIfNoEntry: false });
    if (name === TEMPLATES && stats?.isDirectory()) cpSync(from, to, { recursive: true });
    else if (stats?.isFile() && !WEIGHTS.test(name)) {
      copyFileSync(from, to);
      const doubt = doubtOf(name, from, stats);
      if (doubt !== undefined) copied.doubts.push(doubt);
    } else if (!NOT_OF_CHECKPOINT.test(name) && resolve(from) !== resolve(out))
      copied.leftOut.push(name);
  }
  return copied;
}

/** Whoever loads the new checkpoint would find it first. */
function doubtOf(name: string, path: string, { size }: Stats): string | undefined {
  if (size > LARGEST_LOOKED_AT) return undefined;
  const bytes = readFileSync(path);
  const kind = foreignKind(bytes);
  if (kind?.isPointer) return `${name} is copied, and is ${kind.name}`;
  if (!name.endsWith(".json")) return undefined;
  try {
    JSON.parse(bytes.toString("utf8"));
    return undefined;
  } catch {
    return `${name} is copied, and is no JSON`;
  }
}
