import { existsSync, lstatSync, readdirSync, readlinkSync } from "node:fs";
import { isAbsolute, join, normalize, sep } from "node:path";
import { PlannerError } from "../../../errors.ts";
import { type JsonFault, membersOf, parseJsonTree } from "../../../files/json-tree.ts";
import { readText } from "../../../files/read-document.ts";
import { readSafetensors, type StoredTensor } from "./safetensors.ts";

/** The file of a checkpoint in one. */
export const SINGLE = "model.safetensors";
const INDEX = "model.safetensors.index.json";

/** A shard's name, as `model-00001-of-00002.safetensors`. */
const SHARD = /-\d+-of-\d+\.safetensors$/;

/**
 * Tensors of a checkpoint, whether in one file or in several that an index lists. As transformers
 * 5.24.0 does, the one file comes first where both are there.
 *
 * @param folder with `model.safetensors` or `model.safetensors.index.json`
 * @throws PlannerError `E_UNREADABLE`; `E_INVALID_FILE` with tensor and file
 */
export function readStoredTensors(folder: string): ReadonlyMap<string, StoredTensor> {
  const index = join(folder, INDEX);
  const single = join(folder, SINGLE);
  for (const path of [single, index]) refuseDeadLink(path);
  if (existsSync(single)) return readSafetensors(single);
  if (!existsSync(index)) throw noWeights(folder, single);
  const listed = readIndex(index);
  for (const [name, file] of listed) {
    const path = join(folder, file);
    if (existsSync(path)) continue;
    refuseDeadLink(path);
    throw noShard(name, file, index);
  }
  return readShards(folder, index, listed, new Set(listed.values()));
}

/**
 * What of a folder's weights is passed over, as {@link readStoredTensors} chooses.
 *
 * @throws PlannerError `E_INVALID_FILE` at an index that is broken: the download is, too
 */
export function passedOver(folder: string): string | undefined {
  const index = join(folder, INDEX);
  if (![join(folder, SINGLE), index].every((path) => existsSync(path))) return undefined;
  const others = [...new Set(readIndex(index).values())].filter((file) => file !== SINGLE);
  if (others.length === 0) return undefined;
  return `${SINGLE} is read, as transformers does, and not ${others.slice(0, 2).join(", ")}, which ${INDEX} names`;
}

/** Caches of downloads keep links, some of them to what never came, or was removed. */
function refuseDeadLink(path: string): void {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (!isLink || existsSync(path)) return;
  throw noFile(
    path,
    `it is a link to ${readlinkSync(path)}, which is not there`,
    "Download the checkpoint again: a part of it is missing.",
  );
}

/** Says what there is instead. */
function noWeights(folder: string, single: string): PlannerError {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  const of = (pattern: RegExp) => names.filter((name) => pattern.test(name));
  const [shards, others, pickles] = [SHARD, /\.safetensors$/, /\.(bin|pt|pth)$/].map(of);
  if (shards?.length) {
    return noFile(
      folder,
      `${shards.length} parts of a checkpoint are there, such as ${shards[0]}, but not their index ${INDEX}`,
      `Download ${INDEX} too: it says which tensor is in which part.`,
    );
  }
  if (others?.length) {
    return noFile(
      folder,
      `there is no ${SINGLE}, but ${others.slice(0, 3).join(", ")}`,
      `If it holds the tensors under transformers' names, call it ${SINGLE}.`,
    );
  }
  if (pickles?.length) {
    return noFile(
      folder,
      `the weights are in ${pickles[0]}, not in safetensors`,
      "Save the model in safetensors: `model.save_pretrained(folder)` in transformers does.",
    );
  }
  return new PlannerError("E_UNREADABLE", `there is neither ${SINGLE} nor ${INDEX}`, {
    position: { path: single },
    remedy: "Name the folder of a checkpoint, with its weights in safetensors.",
  });
}

function noFile(path: string, message: string, remedy: string): PlannerError {
  return new PlannerError("E_INVALID_FILE", message, { position: { path }, remedy });
}

/** Which file of the folder holds each tensor. */
function readIndex(path: string): ReadonlyMap<string, string> {
  const text = readText(path, "Name the folder of a checkpoint.");
  const fault: JsonFault = (what, offset) => invalidIndex(path, text, what, offset);
  const root = parseJsonTree(text, fault);
  const map = membersOf(root, fault)?.get("weight_map");
  const members = map && membersOf(map, fault);
  if (members === undefined || members.size === 0) {
    const offset = (map ?? root).offset;
    throw fault("`weight_map` must list the file of each tensor", offset);
  }
  const files = new Map<string, string>();
  for (const [tensor, { type, value, offset }] of members) {
    if (type !== "string" || value === "") throw fault(`${tensor} has no file's name`, offset);
    if (!isInside(value)) {
      throw fault(`${tensor} is said to be in "${value}", which is not in the folder`, offset);
    }
    files.set(tensor, normalize(value));
  }
  return files;
}

/** By its name alone: download caches keep links to files elsewhere. Requests to load are lines. */
function isInside(name: string): boolean {
  return !name.includes("\n") && !isAbsolute(name) && normalize(name).split(sep)[0] !== "..";
}

function readShards(
  folder: string,
  index: string,
  listed: ReadonlyMap<string, string>,
  files: ReadonlySet<string>,
): ReadonlyMap<string, StoredTensor> {
  const tensors = new Map<string, StoredTensor>();
  for (const file of files) {
    for (const [name, tensor] of readSafetensors(join(folder, file))) {
      const other = tensors.get(name);
      if (other !== undefined) throw twice(name, other.file, tensor.file);
      tensors.set(name, tensor);
    }
  }
  for (const [name, file] of listed) {
    const path = join(folder, file);
    if (tensors.get(name)?.file !== path) throw notInShard(name, path, index);
  }
  return tensors;
}

function invalidIndex(path: string, text: string, what: string, offset: number): PlannerError {
  const before = text.slice(0, offset).split("\n");
  const column = (before.at(-1) ?? "").length + 1;
  return new PlannerError("E_INVALID_FILE", `the index of the checkpoint is wrong: ${what}`, {
    position: { path, line: before.length, column },
    remedy: "Download the index again with the checkpoint that it belongs to.",
  });
}

function noShard(name: string, file: string, index: string): PlannerError {
  return new PlannerError("E_INVALID_FILE", `the file of ${name}, ${file}, is not in the folder`, {
    position: { path: index },
    remedy: "Download it too.",
  });
}

function twice(name: string, file: string, other: string): PlannerError {
  return new PlannerError("E_INVALID_FILE", `${name} is also in ${other}`, {
    position: { path: file },
    remedy: "Download the checkpoint again, into an empty folder.",
  });
}

function notInShard(name: string, file: string, index: string): PlannerError {
  return new PlannerError(
    "E_INVALID_FILE",
    `the file lacks ${name}, which ${index} says is in it`,
    {
      position: { path: file },
      remedy: "Download the index and its files again.",
    },
  );
}
