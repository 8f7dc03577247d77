import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";

/** Ends of tensors' names that only quantised checkpoints have, with the tools that write them. */
export const QUANTISED_TENSORS: Readonly<Record<string, string>> = {
  qweight: "AutoGPTQ and AutoAWQ",
  weight_packed: "compressed-tensors",
  weight_scale: "compressed-tensors and ModelOpt",
  weight_scale_inv: "DeepSeek",
  "weight.absmax": "bitsandbytes",
};

/** What of a checkpoint's weights says that they are quantised. */
export interface QuantisedWeights {
  path: string;
  writer: string;
}

const TENSOR_NAME = new RegExp(
  `\\.(${Object.keys(QUANTISED_TENSORS).join("|").replaceAll(".", "\\.")})"\\s*:`,
);
const INDEX = "model.safetensors.index.json";
const SINGLE = "model.safetensors";
/** The format's own bound on headers. */
const MOST_HEADER_BYTES = 100_000_000;

/**
 * Looks for marks in the names of the weights that a folder holds. Weights that cannot be read mark
 * nothing: `run --weights` is strict with them, and a plan needs none.
 */
export function quantisedWeightsIn(folder: string): QuantisedWeights | undefined {
  const single = join(folder, SINGLE);
  // Where both are there, the one file counts, as in transformers.
  const [path, read] = existsSync(single)
    ? [single, headerOf]
    : [join(folder, INDEX), (index: string) => readFileSync(index, "latin1")];
  const mark = existsSync(path) ? TENSOR_NAME.exec(orElse("", () => read(path)))?.[1] : undefined;
  if (mark !== undefined) return { path, writer: QUANTISED_TENSORS[mark] as string };
  return ggufIn(folder);
}

/** Weights of llama.cpp, here or in a folder for each kind, where no others lie beside them. */
function ggufIn(folder: string): QuantisedWeights | undefined {
  const entries = orElse([], () => readdirSync(folder, { withFileTypes: true }));
  const names = entries.map(({ name }) => name);
  if (names.some((name) => /\.(safetensors|bin)$/.test(name))) return undefined;
  const inside = entries
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      orElse([], () => readdirSync(join(folder, name))).map((inner) => join(name, inner)),
    );
  const gguf = [...names.sort(), ...inside.sort()].find((name) => name.endsWith(".gguf"));
  return gguf === undefined ? undefined : { path: join(folder, gguf), writer: "llama.cpp" };
}

/** Text of a safetensors header, whose length comes first as a 64-bit number. */
function headerOf(path: string): string {
  const descriptor = openSync(path, "r");
  try {
    const length = Buffer.alloc(8);
    readSync(descriptor, length);
    const bytes = length.readBigUInt64LE();
    if (bytes > MOST_HEADER_BYTES) return "";
    const header = Buffer.alloc(Number(bytes));
    readSync(descriptor, header);
    return header.toString("latin1");
  } finally {
    closeSync(descriptor);
  }
}

function orElse<T>(fallback: T, read: () => T): T {
  try {
    return read();
  } catch {
    return fallback;
  }
}
