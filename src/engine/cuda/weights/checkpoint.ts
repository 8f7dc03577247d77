import { join } from "node:path";
import { PlannerError } from "../../../errors.ts";
import { parseText, readText } from "../../../files/read-document.ts";
import type { ModelShape } from "../../../generated/plan.ts";
import { BYTES_PER_ELEMENT, type Model } from "../../../model/model-shape.ts";
import { resolveModel } from "../../../model/resolve-model.ts";
import type { WeightSlice } from "../../../model/weight-shards.ts";
import { wordList } from "../process/executor-process.ts";
import { checkpointName } from "./checkpoint-names.ts";
import type { DeviceTensor, DeviceWeights } from "./device-weights.ts";
import { type RotaryEmbedding, rotaryEmbeddingOf } from "./rotations.ts";
import { readCheckpoint, type StoredTensor } from "./safetensors.ts";
import type { WeightSource } from "./weight-source.ts";

/** For a file of a few gigabytes on a slow disk. */
const LOAD_TIMEOUT_MS = 1_800_000;

/** A model with trained weights. */
export interface Checkpoint {
  model: Model;
  epsilon: number;
  rotary: RotaryEmbedding;
  weights: WeightSource;
}

/**
 * A Hugging Face checkpoint: `config.json` and bf16 safetensors.
 *
 * @throws PlannerError `E_UNREADABLE`, `E_INVALID_FILE`, `E_INVALID_MODEL`
 */
export function openCheckpoint(folder: string): Checkpoint {
  const model = resolveModel(folder);
  const path = join(folder, "config.json");
  const { value } = parseText(path, readText(path, "Name the folder of a checkpoint."));
  const config = value as Record<string, unknown>;
  const stored = readCheckpoint(folder);
  return {
    model,
    epsilon: Number(config.rms_norm_eps ?? 1e-6),
    rotary: rotaryEmbeddingOf(config),
    weights: fromCheckpoint(folder, stored, model.shape),
  };
}

/** Loads only the layers that the weights have room for. */
function fromCheckpoint(
  folder: string,
  stored: ReadonlyMap<string, StoredTensor>,
  shape: ModelShape,
): WeightSource {
  return async (executor, weights) => {
    for (const [file, lines] of loadLines(folder, stored, shape, weights)) {
      const payload = Buffer.from(`${[file, ...lines].join("\n")}\n`);
      await executor.ask("load", {}, payload, LOAD_TIMEOUT_MS);
    }
  };
}

/** What to copy from each file of a checkpoint to the region of weights. */
function loadLines(
  folder: string,
  stored: ReadonlyMap<string, StoredTensor>,
  shape: ModelShape,
  { tensors }: DeviceWeights,
): Map<string, string[]> {
  const byFile = new Map<string, string[]>();
  for (const weight of new Set(tensors.values())) {
    const rowBytes = weight.columns * BYTES_PER_ELEMENT;
    for (const { slice, firstRow, rows, toRow } of copiesOf(weight)) {
      const name = checkpointName(slice.source, weight.layer, shape);
      const tensor = stored.get(name);
      if (tensor === undefined) throw missing(folder, name);
      checkStored(name, tensor, slice);
      const line = wordList({
        from: tensor.offset + firstRow * rowBytes,
        size: rows * rowBytes,
        to: `weights+${weight.offset + toRow * rowBytes}`,
      }).join(" ");
      byFile.set(tensor.file, [...(byFile.get(tensor.file) ?? []), line]);
    }
  }
  return byFile;
}

/** Rows that lie together in a file, and the row of the weight that they go to. */
interface Copy {
  slice: WeightSlice;
  firstRow: number;
  rows: number;
  toRow: number;
}

/** Rows that pad a vocabulary repeat the first one: they tie with it, and the lower token wins. */
function copiesOf({ rows, slices }: DeviceTensor): Copy[] {
  let filled = 0;
  const copies = slices.map((slice): Copy => {
    const [firstRow, end] = slice.rows;
    const toRow = filled;
    filled += end - firstRow;
    return { slice, firstRow, rows: end - firstRow, toRow };
  });
  const padded = slices.slice(0, 1).flatMap((slice) =>
    Array.from({ length: rows - filled }, (_, index): Copy => {
      return { slice, firstRow: 0, rows: 1, toRow: filled + index };
    }),
  );
  return [...copies, ...padded];
}

/** One GPU holds every tensor whole. */
function checkStored(name: string, { dtype, shape, file }: StoredTensor, slice: WeightSlice) {
  const [rows, columns] = [slice.rows[1], slice.columns[1]];
  const elements = shape.reduce((product, size) => product * size, 1);
  if (dtype === "BF16" && elements === rows * columns) return;
  throw new PlannerError(
    "E_INVALID_FILE",
    `${name} is ${dtype} of ${shape.join(" x ")}, and ${rows} x ${columns} in BF16 are wanted`,
    { position: { path: file }, remedy: "Use a bf16 checkpoint of the config.json beside it." },
  );
}

function missing(folder: string, name: string): PlannerError {
  return new PlannerError("E_INVALID_FILE", `the checkpoint lacks the tensor ${name}`, {
    position: { path: folder },
    remedy: "Use the safetensors that belong to the config.json beside them.",
  });
}
