import { copyFileSync, cpSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

/** Weights in other files or formats would be those of bf16. */
const WEIGHTS = /\.(safetensors|bin|pt|pth|ckpt|gguf|h5|msgpack|onnx|npz)$/;
const INDEX = /\.index\.json$/;
/** The one folder that libraries read with a checkpoint. */
const TEMPLATES = "additional_chat_templates";
/** Of downloads and of version control. */
const NOT_OF_CHECKPOINT = /^\./;

/**
 * Copies what stands beside the weights: tokenizer, templates, licence.
 *
 * @param written names of files of the checkpoint that are written anew
 * @returns names of weights and folders that are left out
 */
export function copyOthers(folder: string, out: string, written: ReadonlySet<string>): string[] {
  const leftOut: string[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (written.has(name) || INDEX.test(name)) continue;
    const [from, to] = [join(folder, name), join(out, name)];
    const stats = statSync(from, { throwIfNoEntry: false });
    if (name === TEMPLATES && stats?.isDirectory()) cpSync(from, to, { recursive: true });
    else if (stats?.isFile() && !WEIGHTS.test(name)) copyFileSync(from, to);
    else if (!NOT_OF_CHECKPOINT.test(name) && resolve(from) !== resolve(out)) leftOut.push(name);
  }
  return leftOut;
}
