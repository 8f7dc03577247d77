import { PlannerError } from "../../../errors.ts";
import {
  type JsonFault,
  type JsonNode,
  membersOf,
  parseJsonTree,
} from "../../../files/json-tree.ts";

/** What a header says of a tensor. */
export interface HeaderEntry {
  name: string;
  dtype: string;
  shape: readonly number[];
  /** First byte and the one behind the last, counted from the end of the header. */
  start: number;
  end: number;
}

/** Bits of an element, of every type that safetensors 0.8 knows. */
const BITS: Readonly<Record<string, number>> = {
  ...{ F4: 4, F6_E2M3: 6, F6_E3M2: 6 },
  ...{ BOOL: 8, U8: 8, I8: 8 },
  ...{ F8_E4M3: 8, F8_E5M2: 8, F8_E8M0: 8, F8_E4M3FNUZ: 8, F8_E5M2FNUZ: 8 },
  ...{ U16: 16, I16: 16, F16: 16, BF16: 16, U32: 32, I32: 32, F32: 32 },
  ...{ U64: 64, I64: 64, F64: 64, C64: 64 },
};
const METADATA = "__metadata__";

/**
 * Tensors of a safetensors header in the order of their bytes, once they are sound: each range is as
 * long as its shape says, and together they fill the data without a gap or an overlap.
 *
 * @param file for messages
 * @param dataBytes of the file behind the header
 * @throws PlannerError `E_INVALID_FILE` with the tensor
 */
export function parseTensorHeader(file: string, text: string, dataBytes: number): HeaderEntry[] {
  const fault: JsonFault = (what, offset) =>
    invalidTensors(file, `its header is wrong at character ${offset + 1}: ${what}`);
  const members = membersOf(parseJsonTree(text, fault), fault);
  if (members === undefined) throw fault("an object is expected", 0);
  const entries: HeaderEntry[] = [];
  for (const [name, node] of members) {
    // Names are printed, and requests to load are lines.
    if (name === "" || /\p{Cc}/u.test(name))
      throw fault("a tensor's name is empty, or holds control characters", node.offset);
    if (name === METADATA) requireMetadata(file, node, fault);
    else entries.push(entryOf(file, name, node, text, fault));
  }
  entries.sort((a, b) => a.start - b.start || a.end - b.end);
  requireCover(file, entries, dataBytes);
  return entries;
}

export const SAVE_AGAIN = "Download the file again, or save the checkpoint again as safetensors.";

/** A file that is no sound safetensors file. */
export function invalidTensors(file: string, message: string, cause?: unknown): PlannerError {
  return new PlannerError("E_INVALID_FILE", message, {
    position: { path: file },
    remedy: SAVE_AGAIN,
    cause,
  });
}

/** What transformers calls files of other frameworks, which lay matrices out the other way round. */
const OTHER_LAYOUTS: readonly unknown[] = ["tf", "flax"];

function requireMetadata(file: string, node: JsonNode, fault: JsonFault): void {
  if (node.type === "null") return;
  const members = membersOf(node, fault);
  if (members === undefined || [...members.values()].some(({ type }) => type !== "string"))
    throw fault(`\`${METADATA}\` must be an object of strings`, node.offset);
  const format = members.get("format")?.value;
  if (!OTHER_LAYOUTS.includes(format)) return;
  throw new PlannerError(
    "E_INVALID_FILE",
    `the file says that its tensors are laid out as in ${format}, and not as in PyTorch`,
    {
      position: { path: file },
      remedy: "Save the model from PyTorch: `save_pretrained` of transformers says `pt` there.",
    },
  );
}

function entryOf(
  file: string,
  name: string,
  node: JsonNode,
  text: string,
  fault: JsonFault,
): HeaderEntry {
  const members = membersOf(node, fault);
  if (members === undefined) throw invalidTensors(file, `${name} is no object in the header`);
  const dtype = members.get("dtype")?.value;
  const bits = typeof dtype === "string" && Object.hasOwn(BITS, dtype) ? BITS[dtype] : undefined;
  if (bits === undefined) {
    const found = typeof dtype === "string" ? `type "${dtype}", which is not known` : "no type";
    throw invalidTensors(file, `${name} has ${found}`);
  }
  const shape = wholeNumbers(members.get("shape"), text);
  if (shape === undefined) {
    throw invalidTensors(file, `the shape of ${name} is no list of whole numbers`);
  }
  const offsets = wholeNumbers(members.get("data_offsets"), text);
  const [start, end] = offsets ?? [];
  if (start === undefined || end === undefined || offsets?.length !== 2 || start > end) {
    throw invalidTensors(file, `${name} has no \`data_offsets\` of a first byte and an end`);
  }
  requireBytes(file, { name, dtype, shape, start, end }, bits);
  return { name, dtype, shape, start, end };
}

/** Below 2^53; as digits only, as the format's own reader wants them. */
function wholeNumbers(node: JsonNode | undefined, text: string): number[] | undefined {
  if (node?.type !== "array") return undefined;
  const items = node.children ?? [];
  const isWhole = ({ type, value, offset, length }: JsonNode) =>
    type === "number" &&
    Number.isSafeInteger(value) &&
    /^\d+$/.test(text.slice(offset, offset + length));
  return items.every(isWhole) ? items.map(({ value }) => value) : undefined;
}

/** In exact arithmetic: a product of sizes may pass 2^53. */
function requireBytes(file: string, { name, dtype, shape, start, end }: HeaderEntry, bits: number) {
  const elements = shape.reduce((product, size) => product * BigInt(size), 1n);
  const wanted = elements * BigInt(bits);
  if (wanted === BigInt(end - start) * 8n) return;
  const bytes = wanted % 8n === 0n ? `${wanted / 8n} bytes` : `${wanted} bits`;
  throw invalidTensors(
    file,
    `${name} is ${dtype} of ${sizesText(shape)}, which takes ${bytes}, but its data has ${end - start}`,
  );
}

function requireCover(file: string, entries: readonly HeaderEntry[], dataBytes: number): void {
  let filled = 0;
  let previous = "";
  for (const { name, start, end } of entries) {
    if (end > dataBytes) {
      throw invalidTensors(
        file,
        `the file is cut off: ${name} ends at byte ${end} of its data, which has ${dataBytes}`,
      );
    }
    if (start < filled) throw invalidTensors(file, `the bytes of ${name} and ${previous} overlap`);
    if (start > filled) {
      throw invalidTensors(file, `${start - filled} bytes before ${name} belong to no tensor`);
    }
    filled = end;
    previous = name;
  }
  if (filled === dataBytes) return;
  const last = previous === "" ? "its header" : previous;
  throw invalidTensors(file, `${dataBytes - filled} bytes behind ${last} belong to no tensor`);
}

/** `64 x 128`, or `no dimensions`. */
export function sizesText(shape: readonly number[]): string {
  return shape.length === 0 ? "no dimensions" : shape.join(" x ");
}
