import type { GpuSpec } from "../generated/gpu-spec.ts";
import { DATASHEETS } from "./datasheets.ts";

/** A quotient of two figures that no card known here has, and what may be wrong then. */
interface Doubt {
  quotient(spec: GpuSpec): number | undefined;
  least: number;
  most: number;
  /** What the quotient is. */
  what: string;
  tooLow?: string;
  tooHigh?: string;
}

/**
 * Between what contradicts itself (`gpu-spec-relations.ts`) and what cards have: by datasheets of 2017
 * to 2026, Jetson and cards with GDDR among them, with a little room.
 */
const DOUBTS: readonly Doubt[] = [
  {
    quotient: ({ memoryBytes, memoryBytesPerSecond }) => memoryBytes / memoryBytesPerSecond,
    least: 0.014,
    most: 0.6,
    what: "seconds in which all memory is read",
    tooLow: "Is `memoryBytesPerSecond` in bits?",
    tooHigh: "Is a digit of `memoryBytesPerSecond` lost?",
  },
  {
    quotient: ({ denseFlopsPerSecond, memoryBytesPerSecond }) =>
      denseFlopsPerSecond.bf16 / memoryBytesPerSecond,
    least: 30,
    most: 550,
    what: "operations in bf16 for each byte of memory bandwidth",
    tooLow: "Is `bf16` the figure of float32?",
    tooHigh: "Is `bf16` the figure with sparsity?",
  },
  {
    quotient: ({ denseFlopsPerSecond, powerCapW }) =>
      powerCapW === null ? undefined : denseFlopsPerSecond.bf16 / powerCapW / 1e12,
    least: 0.1,
    most: 2.6,
    what: "TFLOP in bf16 for each joule",
    tooHigh: "Is `bf16` the figure with sparsity?",
  },
  {
    quotient: ({ linkBytesPerSecond, memoryBytesPerSecond }) =>
      linkBytesPerSecond === null ? undefined : linkBytesPerSecond / memoryBytesPerSecond,
    least: 0.005,
    most: 0.2,
    what: "times the memory bandwidth is that of the links",
    tooHigh: "Does `linkBytesPerSecond` count both ways, or bits?",
  },
];

/** By rounding, figures for one card differ by less. Some cards come with several sizes of memory. */
const SAME = 0.1;

/** What a user must know of figures that may be right, and are those of no card known here. */
export function specDoubts(spec: GpuSpec): string[] {
  return [
    ...otherThanKnown(spec),
    ...DOUBTS.flatMap(({ quotient, least, most, what, tooLow, tooHigh }) => {
      const found = quotient(spec);
      if (found === undefined || (found >= least && found <= most)) return [];
      const question = found < least ? tooLow : tooHigh;
      const bounds = `${shown(least)} to ${shown(most)}`;
      return [
        `${shown(found)} ${what}, where cards have ${bounds}${question === undefined ? "" : `. ${question}`}`,
      ];
    }),
  ];
}

/** A file that calls its GPU by the id or the name of one whose datasheet is here, with other figures. */
function otherThanKnown(spec: GpuSpec): string[] {
  const known = Object.entries(DATASHEETS).find(
    ([id, { name }]) => id === spec.id || name.toLowerCase() === spec.name.trim().toLowerCase(),
  );
  if (known === undefined) return [];
  const [id, { name, gigabytes, terabytesPerSecond, linkGbPerSecond, watts, teraflops }] = known;
  const pairs: [key: string, own: number | null, theirs: number | undefined][] = [
    ["memoryBytes", spec.memoryBytes, gigabytes * 1e9],
    ["memoryBytesPerSecond", spec.memoryBytesPerSecond, terabytesPerSecond * 1e12],
    ["denseFlopsPerSecond.bf16", spec.denseFlopsPerSecond.bf16, scaled(teraflops?.bf16, 1e12)],
    ["linkBytesPerSecond", spec.linkBytesPerSecond, scaled(linkGbPerSecond, 1e9)],
    ["powerCapW", spec.powerCapW, watts],
  ];
  const other = pairs.find(
    ([, own, theirs]) => own !== null && theirs !== undefined && Math.abs(own / theirs - 1) > SAME,
  );
  if (other === undefined) return [];
  const [key, own, theirs] = other;
  return [
    `the file calls its GPU ${spec.id === id ? id : name}, and its \`${key}\` is ${own}, not ${theirs} as in the datasheet of that card: the file's figures are taken`,
  ];
}

function scaled(figure: number | undefined, unit: number): number | undefined {
  return figure === undefined ? undefined : figure * unit;
}

function shown(quotient: number): string {
  return Number(quotient.toPrecision(3)).toLocaleString("en-US", { maximumSignificantDigits: 3 });
}
