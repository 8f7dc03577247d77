import { PlannerError } from "../errors.ts";
import type { Document } from "../files/document.ts";
import type { GpuSpec } from "../generated/gpu-spec.ts";

/** Two figures of a datasheet whose quotient is alike on all GPUs: a digit lost in one is found. */
interface Relation {
  /** The one that an error points to, and the one that it is compared with. */
  keys: readonly [key: readonly string[], other: readonly string[]];
  least: number;
  most: number;
  /** Unit of the quotient, where the two have different ones. */
  unit: string;
}

const BF16 = ["denseFlopsPerSecond", "bf16"];
const BANDWIDTH = ["memoryBytesPerSecond"];

/**
 * From the datasheets of data center and consumer GPUs of 2017 to 2026, V100, H20, Jetson and Gaudi 3
 * among them, with room on both sides.
 */
const RELATIONS: readonly Relation[] = [
  relation(["denseFlopsPerSecond", "fp16"], BF16, 0.9, 2.1, "times"),
  relation(["denseFlopsPerSecond", "fp8"], BF16, 0.9, 2.5, "times"),
  relation(["denseFlopsPerSecond", "fp4"], BF16, 0.9, 8.5, "times"),
  relation(BF16, BANDWIDTH, 20, 1500, "operations for each byte of"),
  relation(["linkBytesPerSecond"], BANDWIDTH, 0.0005, 1, "times"),
  relation(["memoryBytes"], BANDWIDTH, 0.004, 3, "seconds of"),
  relation(BF16, ["powerCapW"], 5e10, 1e13, "operations for each joule of"),
];

function relation(
  key: readonly string[],
  other: readonly string[],
  least: number,
  most: number,
  unit: string,
): Relation {
  return { keys: [key, other], least, most, unit };
}

/**
 * Refuses figures that contradict each other.
 *
 * @throws PlannerError `E_INVALID_FILE` at one of the two
 */
export function requireRelated(document: Document, spec: GpuSpec): void {
  for (const { keys, least, most, unit } of RELATIONS) {
    const [key, other] = keys;
    const [figure, base] = [figureAt(spec, key), figureAt(spec, other)];
    if (figure === undefined || base === undefined) continue;
    const quotient = figure / base;
    if (quotient >= least && quotient <= most) continue;
    throw new PlannerError(
      "E_INVALID_FILE",
      `\`${key.join(".")}\` is ${shown(quotient)} ${unit} \`${other.join(".")}\`, and GPUs have ${shown(least)} to ${shown(most)}`,
      {
        position: document.positionOf(key),
        remedy:
          "Correct the one that is wrong: bytes, bytes/s and FLOP/s, arithmetic dense with sums in float32, links one way.",
      },
    );
  }
}

function figureAt(spec: GpuSpec, key: readonly string[]): number | undefined {
  let value: unknown = spec;
  for (const part of key) value = (value as Readonly<Record<string, unknown>>)[part];
  return typeof value === "number" ? value : undefined;
}

function shown(quotient: number): string {
  return Number(quotient.toPrecision(3)).toLocaleString("en-US", { maximumSignificantDigits: 3 });
}
