import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface ReferenceRequest {
  prompt: number[];
  /** Those that the reference appended. */
  tokens: number[];
}

/** What `transformers_reference.py` wrote. */
interface Reference {
  requests: ReferenceRequest[];
  /** Of each appended token, what transformers itself errs by in bf16: of all logits, and of the likeliest tokens. */
  bf16Errors: number[];
  bf16LikeliestErrors: number[];
}

/** @param folder that it was written to */
export function readReference(folder: string): Reference {
  return JSON.parse(readFileSync(join(folder, "reference.json"), "utf8"));
}

/** The reference's logits for a token of a request, by the numbers of both. */
export function readLogits(
  folder: string,
  requests: readonly ReferenceRequest[],
  vocabulary: number,
) {
  const bytes = new Uint8Array(readFileSync(join(folder, "logits.f32")));
  const logits = new Float32Array(bytes.buffer);
  const firstRow = requests.map((_, id) =>
    requests.slice(0, id).reduce((sum, { tokens }) => sum + tokens.length, 0),
  );
  return (request: number, index: number) => {
    const row = (firstRow[request] as number) + index;
    return logits.subarray(row * vocabulary, (row + 1) * vocabulary);
  };
}
