import Table from "cli-table3";

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

/** Ceilings of the run: copy speed, and the fastest matrix product. */
export function ceilingsOf(copyBytesPerSecond, entries) {
  const rates = entries.map(({ flopsPerSecond }) => flopsPerSecond ?? 0);
  return { copyBytesPerSecond, gemmFlopsPerSecond: Math.max(...rates) };
}

/** Adds `ofCeiling` where an entry has a rate. */
export function withShare(entry, { copyBytesPerSecond, gemmFlopsPerSecond }) {
  if (entry.bytesPerSecond !== undefined)
    return { ...entry, ofCeiling: entry.bytesPerSecond / copyBytesPerSecond };
  if (entry.flopsPerSecond !== undefined)
    return { ...entry, ofCeiling: entry.flopsPerSecond / gemmFlopsPerSecond };
  return entry;
}

export function tableText(entries) {
  const table = new Table({ head: COLUMNS, ...PLAIN });
  for (const entry of entries) table.push(cells(entry));
  return table.toString();
}

function cells(entry) {
  const { operation, size, part = "", implementation = "", us, ofCeiling, ofCopy, failure } = entry;
  if (failure !== undefined) return [operation, size ?? "", part, "", "", "", "", "", failure];
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

const percent = (share) => (share === undefined ? "" : `${(share * 100).toFixed(1)}%`);

function rateText({ bytesPerSecond, flopsPerSecond, sumOfRates }) {
  if (bytesPerSecond !== undefined) return `${(bytesPerSecond / 1e12).toFixed(2)} TB/s`;
  if (flopsPerSecond !== undefined) return `${(flopsPerSecond / 1e12).toFixed(0)} TFLOP/s`;
  return `${sumOfRates.toFixed(3)} sum`;
}

function remark({ choice, overDefault, bytesPerSecond, part, rates }) {
  if (rates !== undefined)
    return `GEMM ${rates.gemm.toFixed(3)}, attention ${rates.attention.toFixed(3)}`;
  if (choice === "default") return "cuBLAS's default";
  if (choice === "best")
    return overDefault === null ? "best" : `best, ${(overDefault * 100).toFixed(1)}% over it`;
  const sms = Number(part.split(":")[1]);
  return sms > 0 ? `${(bytesPerSecond / sms / 1e9).toFixed(1)} GB/s per SM` : "";
}
