import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { PlannerError } from "../../../errors.ts";
import type { Document } from "../../../files/document.ts";
import { parseText, readText } from "../../../files/read-document.ts";
import type { ModelShape } from "../../../generated/plan.ts";
import { configReader } from "../../../model/config-reader.ts";
import { BYTES_PER_ELEMENT, type Model } from "../../../model/model-shape.ts";
import { parseNumerics } from "../../../model/numerics.ts";
import { resolveModel } from "../../../model/resolve-model.ts";
import type { WeightSlice } from "../../../model/weight-shards.ts";
import { wordList } from "../process/executor-process.ts";
import { checkTensors, isElsewhere } from "./check-tensors.ts";
import { checkpointName } from "./checkpoint-names.ts";
import { type DeviceTensor, requireKernels } from "./device-weights.ts";
import { type DeviceRotary, deviceRotary } from "./rotations.ts";
import type { StoredTensor } from "./safetensors.ts";
import { passedOver, readStoredTensors, SINGLE } from "./stored-tensors.ts";
import { quantiseStaged, STAGING_REGION, type WeightSource } from "./weight-source.ts";

/** For a file of a few gigabytes on a slow disk. */
const LOAD_TIMEOUT_MS = 1_800_000;

/** A model with trained weights. */
export interface Checkpoint {
  model: Model;
  epsilon: number;
  rotary: DeviceRotary;
  weights: WeightSource;
  /** Tensors of parts that are not computed here, such as a value head. */
  unread: readonly string[];
  /** What a user must know of how it was read. */
  notes: readonly string[];
}

/**
 * A Hugging Face checkpoint: `config.json` and bf16 safetensors. Everything that can be known of the
 * files without the weights themselves is checked here, before a GPU is asked for anything.
 *
 * @param wanted the plan's model, with the layers that run; the whole checkpoint when left out
 * @throws PlannerError `E_UNREADABLE`, `E_INVALID_FILE`, `E_INVALID_MODEL`
 */
export function openCheckpoint(folder: string, wanted?: Model): Checkpoint {
  requireOneLine(folder);
  const path = join(folder, "config.json");
  const document = parseText(path, readText(path, "Name the folder of a checkpoint."));
  const model = resolveModel(path);
  requireUsualFile(document);
  const notes = [passedOver(folder)].filter((note) => note !== undefined);
  const stored = readStoredTensors(folder);
  if (wanted !== undefined) requireSameModel(path, model, wanted);
  requireKernels(model.shape);
  const { normEpsilon: epsilon, rotary: embedding } = parseNumerics(document);
  const rotary = deviceRotary(embedding);
  checkTensors(folder, stored, model, wanted?.layers ?? model.layers);
  const unread = [...stored.keys()].filter(isElsewhere);
  return { model, epsilon, rotary, weights: fromCheckpoint(stored, model.shape), unread, notes };
}

/**
 * A bf16 checkpoint serves plans in FP8 too: its weights are quantised while they are loaded.
 *
 * @throws PlannerError `E_INVALID_MODEL` where a checkpoint is not of the plan's model
 */
export function requireSameModel(path: string, { shape: own }: Model, wanted: Model): void {
  const shape = withFormatsOf(own, wanted.shape);
  if (isDeepStrictEqual(shape, wanted.shape)) return;
  const keys = Object.keys({ ...wanted.shape, ...shape }) as (keyof ModelShape)[];
  const key = keys.find(
    (each) => !isDeepStrictEqual(shape[each], wanted.shape[each]),
  ) as keyof ModelShape;
  const [found, planned] = [shape[key], wanted.shape[key]].map((value) => JSON.stringify(value));
  throw new PlannerError(
    "E_INVALID_MODEL",
    `the checkpoint is not of the plan's ${wanted.id}: its ${key} is ${found}, and the plan's ${planned}`,
    {
      position: { path },
      remedy: "Use the checkpoint of that model, or make a plan from this config.json.",
    },
  );
}

function withFormatsOf(own: ModelShape, { precision }: ModelShape): ModelShape {
  return own.precision === undefined && precision !== undefined ? { ...own, precision } : own;
}

/** A key of transformers 5 that names a file of weights. */
const OTHER_WEIGHTS = "transformers_weights";

function requireUsualFile(document: Document): void {
  const config = configReader(document);
  const named = config.value(OTHER_WEIGHTS);
  if (named === undefined || named === SINGLE) return;
  throw config.unsupported(
    OTHER_WEIGHTS,
    `weights are read from ${SINGLE} or its index alone`,
    "If they are the same weights, remove the key.",
  );
}

/** Requests to load name a file on a line of their own. */
function requireOneLine(folder: string): void {
  if (!folder.includes("\n")) return;
  throw new PlannerError("E_USAGE", "the path of the checkpoint has a line break in it", {
    remedy: "Rename the folder, or name it by a link.",
  });
}

/** Where a weight goes in bf16: a region, and an offset in it. */
type AddressOf = (weight: DeviceTensor) => readonly [region: string, offset: number];

/** Loads only the layers that the weights have room for. */
function fromCheckpoint(
  stored: ReadonlyMap<string, StoredTensor>,
  shape: ModelShape,
): WeightSource {
  return async (executor, { tensors }) => {
    const load = async (weights: readonly DeviceTensor[], addressOf: AddressOf) => {
      for (const [file, lines] of loadLines(stored, shape, weights, addressOf)) {
        const payload = Buffer.from(`${[file, ...lines].join("\n")}\n`);
        await executor.ask("load", {}, payload, LOAD_TIMEOUT_MS);
      }
    };
    const all = [...new Set(tensors.values())];
    const isQuantised = ({ scalesOffset }: DeviceTensor) => scalesOffset !== undefined;
    await load(
      all.filter((weight) => !isQuantised(weight)),
      ({ offset }) => ["weights", offset],
    );
    for (const weight of all.filter(isQuantised)) {
      await load([weight], () => [STAGING_REGION, 0]);
      await quantiseStaged(executor, weight);
    }
  };
}

/** What to copy from each file of a checkpoint to where the weights are wanted: the rank's slices alone. */
function loadLines(
  stored: ReadonlyMap<string, StoredTensor>,
  shape: ModelShape,
  weights: readonly DeviceTensor[],
  addressOf: AddressOf,
): Map<string, string[]> {
  const byFile = new Map<string, string[]>();
  for (const weight of weights) {
    const rowBytes = weight.columns * BYTES_PER_ELEMENT;
    const pitch = weight.whole.columns * BYTES_PER_ELEMENT;
    const [region, start] = addressOf(weight);
    for (const { slice, firstRow, rows, toRow } of copiesOf(weight)) {
      const name = checkpointName(slice.source, weight.layer, shape);
      const tensor = stored.get(name);
      if (tensor === undefined) throw new PlannerError("E_INTERNAL", `no tensor ${name}`);
      const line = wordList({
        from: tensor.offset + firstRow * pitch + slice.columns[0] * BYTES_PER_ELEMENT,
        ...(rowBytes === pitch ? { size: rows * rowBytes } : { size: rowBytes, rows, pitch }),
        to: `${region}+${start + toRow * rowBytes}`,
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
  return [...copies.filter((copy) => copy.rows > 0), ...padded];
}
