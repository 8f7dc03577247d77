import { PlannerError } from "../../../errors.ts";
import type { ModelShape } from "../../../generated/plan.ts";
import { BYTES_PER_ELEMENT } from "../../../model/model-shape.ts";
import type { WeightSlice } from "../../../model/weight-shards.ts";
import { type RankExecutor, wordList } from "../process/executor-process.ts";
import { checkpointName, scalesNameOf } from "./checkpoint-names.ts";
import type { DeviceTensor } from "./device-weights.ts";
import type { StoredTensor } from "./safetensors.ts";
import { scalesIn } from "./scales.ts";
import { quantiseStaged, STAGING_REGION, type WeightSource } from "./weight-source.ts";

/** For a file of a few gigabytes on a slow disk. */
const LOAD_TIMEOUT_MS = 1_800_000;
const WEIGHTS_REGION = "weights";

/** Tensors by their names in a checkpoint. */
interface Stored {
  tensors: ReadonlyMap<string, StoredTensor>;
  shape: ModelShape;
}

/** Where a weight goes, and the size of its elements in the files. */
interface Place {
  region: string;
  offset: number;
  elementBytes: number;
}

/**
 * Loads only the layers that the weights have room for. FP8 weights are loaded as they are, with their
 * scales. Where FP8 is wanted of bf16 ones, they are staged and quantised on the GPU.
 */
export function fromCheckpoint(
  tensors: ReadonlyMap<string, StoredTensor>,
  shape: ModelShape,
): WeightSource {
  const stored = { tensors, shape };
  return async (executor, device) => {
    const staged: DeviceTensor[] = [];
    const plain: DeviceTensor[] = [];
    const narrow: DeviceTensor[] = [];
    for (const weight of new Set(device.tensors.values())) {
      const isNarrow = sourcesOf(stored, weight).every(({ dtype }) => dtype === "F8_E4M3");
      (weight.scalesOffset === undefined ? plain : isNarrow ? narrow : staged).push(weight);
    }
    const inPlace =
      (elementBytes: number) =>
      ({ offset }: DeviceTensor) => ({
        ...{ region: WEIGHTS_REGION, offset, elementBytes },
      });
    await load(executor, stored, plain, inPlace(BYTES_PER_ELEMENT));
    await load(executor, stored, narrow, inPlace(1));
    for (const weight of narrow) await writeScales(executor, stored, weight);
    for (const weight of staged) {
      const staging = { region: STAGING_REGION, offset: 0, elementBytes: BYTES_PER_ELEMENT };
      await load(executor, stored, [weight], () => staging);
      await quantiseStaged(executor, weight);
    }
  };
}

async function load(
  executor: RankExecutor,
  stored: Stored,
  weights: readonly DeviceTensor[],
  placeOf: (weight: DeviceTensor) => Place,
): Promise<void> {
  for (const [file, lines] of loadLines(stored, weights, placeOf)) {
    const payload = Buffer.from(`${[file, ...lines].join("\n")}\n`);
    await executor.ask("load", {}, payload, LOAD_TIMEOUT_MS);
  }
}

/** Scales are few: they are read here, and become float32. */
async function writeScales(
  executor: RankExecutor,
  stored: Stored,
  weight: DeviceTensor,
): Promise<void> {
  const parts = weight.slices.map((slice) => {
    const name = scalesNameOf(checkpointName(slice.source, weight.layer, stored.shape));
    const [first, end] = slice.rows;
    const own = scalesIn(tensorNamed(stored, name));
    // One for the whole tensor is that of each channel.
    return own.length === 1
      ? new Float32Array(end - first).fill(own[0] as number)
      : own.subarray(first, end);
  });
  const scales = new Float32Array(weight.rows);
  let filled = 0;
  for (const part of parts) {
    scales.set(part, filled);
    filled += part.length;
  }
  const to = `${WEIGHTS_REGION}+${weight.scalesOffset}`;
  await executor.ask("write", { to }, new Uint8Array(scales.buffer));
}

/** What to copy from each file of a checkpoint to where the weights are wanted: the rank's slices alone. */
function loadLines(
  stored: Stored,
  weights: readonly DeviceTensor[],
  placeOf: (weight: DeviceTensor) => Place,
): Map<string, string[]> {
  const byFile = new Map<string, string[]>();
  for (const weight of weights) {
    const { region, offset, elementBytes } = placeOf(weight);
    const rowBytes = weight.columns * elementBytes;
    const pitch = weight.whole.columns * elementBytes;
    for (const { slice, firstRow, rows, toRow } of copiesOf(weight)) {
      const tensor = sourceOf(stored, weight, slice);
      const line = wordList({
        from: tensor.offset + firstRow * pitch + slice.columns[0] * elementBytes,
        ...(rowBytes === pitch ? { size: rows * rowBytes } : { size: rowBytes, rows, pitch }),
        to: `${region}+${offset + toRow * rowBytes}`,
      }).join(" ");
      byFile.set(tensor.file, [...(byFile.get(tensor.file) ?? []), line]);
    }
  }
  return byFile;
}

function sourcesOf(stored: Stored, weight: DeviceTensor): StoredTensor[] {
  return weight.slices.map((slice) => sourceOf(stored, weight, slice));
}

function sourceOf(stored: Stored, { layer }: DeviceTensor, { source }: WeightSlice): StoredTensor {
  return tensorNamed(stored, checkpointName(source, layer, stored.shape));
}

function tensorNamed({ tensors }: Stored, name: string): StoredTensor {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new PlannerError("E_INTERNAL", `no tensor ${name}`);
  return tensor;
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
  return [...copies.filter((copy) => copy.rows > 0), ...padded];
}
