import { closeSync, existsSync, openSync, readdirSync, writeFileSync, writeSync } from "node:fs";
import { basename, join } from "node:path";
import jsonc from "jsonc-parser";
import { checkTensors, isElsewhere } from "../engine/cuda/weights/check-tensors.ts";
import { otherType, requireUsualFile } from "../engine/cuda/weights/checkpoint.ts";
import { checkpointName, scalesNameOf } from "../engine/cuda/weights/checkpoint-names.ts";
import { readTensor, type StoredTensor } from "../engine/cuda/weights/safetensors.ts";
import { passedOver, readStoredTensors } from "../engine/cuda/weights/stored-tensors.ts";
import { PlannerError } from "../errors.ts";
import type { Document } from "../files/document.ts";
import { parseJson } from "../files/json-text.ts";
import { readText } from "../files/read-document.ts";
import type { ModelShape } from "../generated/plan.ts";
import type { Model } from "../model/model-shape.ts";
import { withPrecision } from "../model/precision.ts";
import { resolveModel } from "../model/resolve-model.ts";
import { QUANTISATION_KEY } from "../model/stored-precision.ts";
import { layerWeightShards } from "../model/weight-shards.ts";
import { compressedTensors } from "./compressed-tensors.ts";
import { copyOthers } from "./other-files.ts";
import { intoFolder, isFolder, requireEmpty } from "./output-folder.ts";
import { areFinite, quantisedWeight } from "./quantised-rows.ts";

export interface QuantisedCheckpoint {
  /** Weights that are in FP8 now. */
  quantised: number;
  /** Of all tensors. */
  bytes: { before: number; after: number };
  files: readonly string[];
  /** Files and folders of the old checkpoint that the new one does not have. */
  leftOut: readonly string[];
  /** Weights of nothing but zeros, which no trained model has. */
  zeros: readonly string[];
  /** What a user must know of the old checkpoint: it may hold for the new one, too. */
  warnings: readonly string[];
}

export interface QuantiseHooks {
  signal: AbortSignal;
  onProgress(done: number, total: number, tensor: string): void;
}

/** A tensor of the new checkpoint, before its bytes are there. */
interface Entry {
  name: string;
  dtype: string;
  shape: readonly number[];
  bytes: number;
}

const CONFIG = "config.json";
const INDEX = "model.safetensors.index.json";
/** transformers loads what it names with the model. */
const ADAPTER = "adapter_config.json";
const LENGTH_BYTES = 8;

/**
 * Writes a bf16 checkpoint anew with the products of its layers in FP8: weights with a scale for each
 * output channel, activations with one for each token as they come. The files are those of
 * compressed-tensors, which transformers and vLLM read.
 *
 * @param out a folder that is empty or not there
 * @throws PlannerError `E_INVALID_MODEL` on a model that cannot be in FP8 or is in it already;
 *   `E_UNREADABLE`, `E_INVALID_FILE`, `E_UNWRITABLE`, `E_INTERRUPTED`
 */
export async function quantiseCheckpoint(
  folder: string,
  out: string,
  hooks: QuantiseHooks,
): Promise<QuantisedCheckpoint> {
  requireCheckpoint(folder);
  requireEmpty(out);
  const { model, document } = bf16Model(join(folder, CONFIG));
  const stored = readStoredTensors(folder);
  checkTensors(folder, stored, model, model.layers);
  const warnings = doubtsOf(folder, model, document, stored);
  const products = productNames(withPrecision(model, { precision: "fp8" }));
  return intoFolder(out, async () => {
    const { files, weightMap, after, zeros } = await writeTensors(stored, products, out, hooks);
    if (files.size > 1 || existsSync(join(folder, INDEX)))
      writeJson(join(out, INDEX), { metadata: { total_size: after }, weight_map: weightMap });
    const { leftOut, doubts } = copyOthers(folder, out, new Set([CONFIG, ...files]));
    // Last of all: without it, a folder is no checkpoint, whatever ended the program.
    writeConfig(join(folder, CONFIG), out, compressedTensors(model.shape.mlp.kind === "moe"));
    const before = [...stored.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    return {
      quantised: products.size,
      bytes: { before, after },
      files: readdirSync(out).sort(),
      ...{ leftOut, zeros },
      warnings: [...warnings, ...doubts],
    };
  });
}

interface WrittenTensors {
  files: ReadonlySet<string>;
  /** Files by the tensors in them. */
  weightMap: Readonly<Record<string, string>>;
  /** Bytes of all tensors. */
  after: number;
  zeros: readonly string[];
}

async function writeTensors(
  stored: ReadonlyMap<string, StoredTensor>,
  products: ReadonlySet<string>,
  out: string,
  { signal, onProgress }: QuantiseHooks,
): Promise<WrittenTensors> {
  const places = new Map<string, string>();
  const zeros: string[] = [];
  let [done, after] = [0, 0];
  for (const [file, tensors] of byFile(stored)) {
    const entries = [...tensors].flatMap(([name, tensor]) => entriesOf(name, tensor, products));
    const descriptor = openSync(join(out, file), "wx");
    try {
      writeAll(descriptor, headerOf(entries));
      for (const [name, tensor] of tensors) {
        if (signal.aborted) throw interrupted(out);
        const { parts, isZero } = bytesOf(name, tensor, products);
        if (isZero) zeros.push(name);
        for (const part of parts) writeAll(descriptor, part);
        onProgress(++done, stored.size, name);
        // Signals are seen between tensors.
        await new Promise(setImmediate);
      }
    } finally {
      closeSync(descriptor);
    }
    for (const { name, bytes } of entries) {
      places.set(name, file);
      after += bytes;
    }
  }
  const files = new Set(places.values());
  return { files, weightMap: Object.fromEntries(places), after, zeros };
}

/** @throws PlannerError also `E_INVALID_FILE` at what other libraries could not read, such as YAML */
function bf16Model(path: string): { model: Model; document: Document } {
  const model = resolveModel(path);
  const text = readText(path);
  const document = parseJson(path, text);
  if (document === undefined) {
    throw new PlannerError(
      "E_INVALID_FILE",
      "the file is no JSON, and other libraries read no other",
      {
        position: { path },
        remedy: "Write it as JSON: without a comma behind the last value, and with double quotes.",
      },
    );
  }
  requireUsualFile(document);
  if (model.shape.precision === undefined) return { model, document };
  throw new PlannerError("E_INVALID_MODEL", "the checkpoint is in FP8 already", {
    position: { path },
    remedy: "Plan for it as it is.",
  });
}

function doubtsOf(
  folder: string,
  { warnings = [] }: Model,
  document: Document,
  stored: ReadonlyMap<string, StoredTensor>,
): string[] {
  const others = [...stored.keys()].filter(isElsewhere);
  const elsewhere =
    others.length === 0
      ? undefined
      : `${others.length} of ${stored.size} tensors, such as ${others[0]}, are of parts that are not computed here: they are copied as they are`;
  const found = [passedOver(folder), otherType(document), elsewhere];
  return [...warnings, ...found.filter((doubt) => doubt !== undefined)];
}

/** Weights of the layers' products, by their names in the checkpoint. */
function productNames({ shape, layers }: Model): ReadonlySet<string> {
  const products = layerWeightShards(shape, 1, 0).filter(({ format }) => format !== undefined);
  const sources = products.flatMap(({ slices }) => slices.map(({ source }) => source));
  const ofLayer = (layer: number, own: ModelShape) =>
    sources.map((source) => checkpointName(source, layer, own));
  return new Set(Array.from({ length: layers }, (_, layer) => ofLayer(layer, shape)).flat());
}

function byFile(
  stored: ReadonlyMap<string, StoredTensor>,
): ReadonlyMap<string, ReadonlyMap<string, StoredTensor>> {
  const files = new Map<string, Map<string, StoredTensor>>();
  for (const [name, tensor] of stored) {
    const file = basename(tensor.file);
    const known = files.get(file) ?? new Map<string, StoredTensor>();
    files.set(file, known.set(name, tensor));
  }
  return files;
}

function entriesOf(
  name: string,
  { dtype, shape, bytes }: StoredTensor,
  products: ReadonlySet<string>,
): Entry[] {
  if (!products.has(name)) return [{ name, dtype, shape, bytes }];
  const [rows = 0, columns = 0] = shape;
  return [
    { name, dtype: "F8_E4M3", shape, bytes: rows * columns },
    { name: scalesNameOf(name), dtype: "BF16", shape: [rows, 1], bytes: 2 * rows },
  ];
}

/** Bytes of the new checkpoint, part after part. */
function bytesOf(
  name: string,
  tensor: StoredTensor,
  products: ReadonlySet<string>,
): { parts: Buffer[]; isZero: boolean } {
  const bytes = readTensor(tensor);
  const isProduct = products.has(name);
  if (tensor.dtype === "BF16" && !areFinite(bytes)) {
    throw new PlannerError("E_INVALID_FILE", `\`${name}\` has elements that are no finite number`, {
      position: { path: tensor.file },
      remedy: "Use a checkpoint that is whole.",
    });
  }
  if (!isProduct) return { parts: [bytes], isZero: false };
  const { codes, scales } = quantisedWeight(bytes, tensor.shape[1] ?? 1);
  return { parts: [codes, scales], isZero: codes.every((code) => (code & 0x7f) === 0) };
}

/** The length of the header, and the header, padded so that the data is aligned as the format asks. */
function headerOf(entries: readonly Entry[]): Buffer {
  let end = 0;
  const listed = entries.map(({ name, dtype, shape, bytes }) => {
    const start = end;
    end += bytes;
    return [name, { dtype, shape, data_offsets: [start, end] }] as const;
  });
  const json = JSON.stringify({ __metadata__: { format: "pt" }, ...Object.fromEntries(listed) });
  const text = Buffer.from(json);
  const padded = Buffer.alloc(Math.ceil(text.length / LENGTH_BYTES) * LENGTH_BYTES, " ");
  text.copy(padded);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded]);
}

/** A call writes two gigabytes at most. */
function writeAll(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}

/** All else stays as it was written: libraries refuse a 0 where 0.0 stood. */
function writeConfig(configPath: string, out: string, quantisation: object): void {
  const text = readText(configPath);
  const formattingOptions = { insertSpaces: true, tabSize: 2 };
  const edits = jsonc.modify(text, [QUANTISATION_KEY], quantisation, { formattingOptions });
  writeFileSync(join(out, CONFIG), jsonc.applyEdits(text, edits));
}

function writeJson(path: string, value: object): void {
  writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`);
}

function requireCheckpoint(folder: string): void {
  if (!isFolder(folder)) {
    throw new PlannerError("E_UNREADABLE", `${folder || "the empty name"} is no folder`, {
      remedy: "Name the folder that holds config.json and its safetensors.",
    });
  }
  const path = join(folder, ADAPTER);
  if (!existsSync(path)) return;
  throw new PlannerError(
    "E_INVALID_MODEL",
    "an adapter is beside the weights, and would be left out",
    {
      position: { path },
      remedy: "Merge it into the weights first, or quantise a copy of the folder without it.",
    },
  );
}

function interrupted(out: string): PlannerError {
  return new PlannerError("E_INTERRUPTED", "interrupted before all tensors were written", {
    remedy: `What was written is removed. Quantise into ${out} again.`,
  });
}
