import Table from "cli-table3";
import type { Entry, MeasuredEntry } from "./entry.ts";

const COLUMNS = [
  "operation",
  "size",
  "part",
  "implementation",
  "µs",
  "rate",
  "of ceiling",
  "of copy",
  "",
];
/** Left out of the table's frame: rows of many words stay readable in a terminal. */
const PLAIN = {
  chars: Object.fromEntries(
    [
      "top",
      "top-mid",
      "top-left",
      "top-right",
      "bottom",
      "bottom-mid",
      "bottom-left",
      "bottom-right",
    ]
      .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"])
      .map((side) => [side, side === "middle" ? "  " : ""]),
  ),
  style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
};

/** The most that the GPU did in the run. */
export interface Ceilings {
  copyBytesPerSecond: number;
  gemmFlopsPerSecond: number;
}

/** Ceilings of the run: copy speed, and the fastest matrix product. */
export function ceilingsOf(copyBytesPerSecond: number, entries: readonly Entry[]): Ceilings {
  const rates = entries.map((entry) =>
    entry.failure === undefined ? (entry.flopsPerSecond ?? 0) : 0,
  );
  return { copyBytesPerSecond, gemmFlopsPerSecond: Math.max(...rates) };
}

/** Adds `ofCeiling` where an entry has a rate. */
export function withShare(
  entry: Entry,
  { copyBytesPerSecond, gemmFlopsPerSecond }: Ceilings,
): Entry {
  if (entry.failure !== undefined) return entry;
  if (entry.bytesPerSecond !== undefined)
    return { ...entry, ofCeiling: entry.bytesPerSecond / copyBytesPerSecond };
  if (entry.flopsPerSecond !== undefined)
    return { ...entry, ofCeiling: entry.flopsPerSecond / gemmFlopsPerSecond };
  return entry;
}

export function tableText(entries: readonly Entry[]): string {
  const table = new Table({ head: COLUMNS, ...PLAIN });
  for (const entry of entries) table.push(cells(entry));
  return table.toString();
}

function cells(entry: Entry): string[] {
  const { operation, size = "", part = "" } = entry;
  if (entry.failure !== undefined)
    return [operation, size, part, "", "", "", "", "", entry.failure];
  const { implementation = "", us, ofCeiling, ofCopy } = entry;
  return [
    operation,
    size,
    part,
    implementation,
    us.toFixed(1),
    rateText(entry),
    percent(ofCeiling),
    percent(ofCopy),
    remark(entry),
  ];
}

const percent = (share: number | undefined) =>
  share === undefined ? "" : `${(share * 100).toFixed(1)}%`;

function rateText({ bytesPerSecond, flopsPerSecond, sumOfRates }: MeasuredEntry): string {
  if (bytesPerSecond !== undefined) return `${(bytesPerSecond / 1e12).toFixed(2)} TB/s`;
  if (flopsPerSecond !== undefined) return `${(flopsPerSecond / 1e12).toFixed(0)} TFLOP/s`;
  return `${sumOfRates?.toFixed(3)} sum`;
}

function remark({ choice, overDefault, bytesPerSecond = 0, part, rates }: MeasuredEntry): string {
  if (rates !== undefined)
    return `GEMM ${rates.gemm.toFixed(3)}, attention ${rates.attention.toFixed(3)}`;
  if (choice === "default") return "cuBLAS's default";
  if (choice === "best")
    return overDefault === null || overDefault === undefined
      ? "best"
      : `best, ${(overDefault * 100).toFixed(1)}% over it`;
  const sms = Number(part.split(":")[1]);
  return sms > 0 ? `${(bytesPerSecond / sms / 1e9).toFixed(1)} GB/s per SM` : "";
}
