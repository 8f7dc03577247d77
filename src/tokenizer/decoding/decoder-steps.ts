import { PlannerError } from "../../errors.ts";
import { ByteFallback } from "./byte-fallback.ts";
import { ByteLevel, type WholePieces } from "./byte-level.ts";
import { Metaspace, Replace, StripStart } from "./spelling.ts";
import type { PieceStep } from "./text-assembly.ts";

/** A decoder as `tokenizer.json` describes it. */
interface Described {
  readonly type?: unknown;
  readonly [key: string]: unknown;
}

/** Makes a step for one text. */
type StepMaker = () => PieceStep;

/**
 * Makers of the steps of the decoder that a `tokenizer.json` names, of those that families of
 * models here use.
 *
 * @throws PlannerError `E_INVALID_FILE` for others
 */
export function decoderSteps(path: string, decoder: unknown): readonly StepMaker[] {
  const listed = isDescribed(decoder) && decoder.type === "Sequence" ? decoder.decoders : [decoder];
  if (!Array.isArray(listed)) throw unsupported(path, decoder);
  const makers: StepMaker[] = [];
  let isOneText = false;
  for (const each of listed) {
    if (!isDescribed(each)) throw unsupported(path, each);
    if (each.type === "Fuse") isOneText = true;
    else makers.push(stepMaker(path, each, isOneText));
    if (each.type === "ByteLevel") isOneText = true;
  }
  return makers;
}

/** @param isOneText whether the steps before join all pieces to one */
function stepMaker(path: string, described: Described, isOneText: boolean): StepMaker {
  const { type, pattern, content, start, stop, replacement } = described;
  if (type === "Strip" && typeof content === "string" && typeof start === "number" && stop === 0) {
    return () => new StripStart(content, start, isOneText);
  }
  // Of one text that comes piece by piece, these would see parts alone.
  if (isOneText) throw unsupported(path, described);
  if (type === "ByteLevel") {
    const wholePieces: WholePieces = new Map();
    return () => new ByteLevel(wholePieces);
  }
  if (type === "ByteFallback") return () => new ByteFallback();
  if (type === "Replace" && isDescribed(pattern) && typeof content === "string") {
    const { String: wanted } = pattern;
    if (typeof wanted === "string") return () => new Replace(wanted, content);
  }
  if (type === "Metaspace" && typeof replacement === "string") {
    const isPrepended = isMarkPrepended(described);
    return () => new Metaspace(replacement, isPrepended);
  }
  throw unsupported(path, described);
}

/** Older files say `add_prefix_space`, newer ones `prepend_scheme`. */
function isMarkPrepended({ prepend_scheme, add_prefix_space }: Described): boolean {
  if (typeof prepend_scheme === "string") return prepend_scheme !== "never";
  return add_prefix_space !== false;
}

function isDescribed(value: unknown): value is Described {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unsupported(path: string, described: unknown): PlannerError {
  const text = JSON.stringify(described) ?? "none";
  return new PlannerError("E_INVALID_FILE", `the decoder ${text} is not supported here`, {
    position: { path },
    remedy:
      "Decoders are byte-level (Llama 3, Qwen) or spell spaces with a mark and rare characters in bytes (Llama 2, Mistral): use such a tokenizer.json.",
  });
}
