/** A tensor of a safetensors header, as far as it can be read. */
export interface HeaderTensor {
  name: string;
  type: string;
  shape: readonly number[];
}

/** An entry of a header: it holds no other object. */
const ENTRY = /"([^"]+)"\s*:\s*(\{[^{}]*"dtype"[^{}]*\})/g;
/** Types that libraries keep scales in. */
const TYPES = ["F32", "BF16"];

/** The tensors of a header; nothing of an entry that is broken. */
export function headerTensors(text: string): HeaderTensor[] {
  return [...text.matchAll(ENTRY)].flatMap(([, name = "", entry = ""]) => {
    const { dtype: type, shape } = parsed(entry);
    return typeof type === "string" && isSizes(shape) ? [{ name, type, shape }] : [];
  });
}

/**
 * A scale of an FP8 weight that is neither one for all of it nor one for each of its rows. Of weights
 * without any, loading tells: their scales may lie in a file that is not here.
 *
 * @returns its name, and what is wrong with it in a clause
 */
export function wrongScale(
  tensors: ReadonlyMap<string, HeaderTensor>,
): { name: string; how: string } | undefined {
  for (const { name, type, shape } of tensors.values()) {
    const weight = tensors.get(name.replace(/_scale$/, ""));
    if (!name.endsWith("_scale") || weight?.type !== "F8_E4M3") continue;
    const [rows = 0] = weight.shape;
    const isOne = shape.length <= 1 && shape.every((size) => size === 1);
    const isEachRow = shape.length === 2 && shape[0] === rows && shape[1] === 1;
    if (TYPES.includes(type) && (isOne || isEachRow)) continue;
    const how = `\`${name}\` is ${type} of [${shape.join(", ")}], where [${rows}, 1] or one number in ${TYPES.join(" or ")} is read`;
    return { name, how };
  }
  return undefined;
}

function parsed(entry: string): { dtype?: unknown; shape?: unknown } {
  try {
    return JSON.parse(entry);
  } catch {
    return {};
  }
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(Number.isSafeInteger);
}
