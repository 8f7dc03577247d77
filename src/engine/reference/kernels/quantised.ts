import { e4m3Values, quantisedRows } from "../../../e4m3.ts";
import { input, type Kernel, type KernelCall, type Outputs } from "./call.ts";

/** output[i, j] = e4m3(input[i, j] / outputScales[i]), so that the largest of a row fills the range. */
export const quantiseRows: Kernel = (call) => {
  return rowsOutput(call, input(call, "input"), call.size("width"));
};

/** What a kernel writes: rows as they are, or quantised with their scales. */
export function rowsOutput({ formats }: KernelCall, rows: Float64Array, width: number): Outputs {
  if (formats.output === undefined) return { output: rows };
  const { codes, scales } = quantisedRows(rows, width);
  return {
    output: e4m3Values(codes),
    outputScales: Float64Array.from(scales),
  };
}

/** Rows that are kept quantised, as whoever reads them sees them. */
export function roundedRows(rows: Float64Array, width: number): Float64Array {
  const { codes, scales } = quantisedRows(rows, width);
  return e4m3Values(codes).map((value, at) => value * (scales[Math.floor(at / width)] as number));
}

/** Products of stored values, by the scales of their row and of their channel. */
export function scaledBack(
  products: Float64Array,
  rowScales: Float64Array,
  channelScales: Float64Array,
): Float64Array {
  const channels = channelScales.length;
  return products.map(
    (sum, at) =>
      sum *
      (rowScales[Math.floor(at / channels)] as number) *
      (channelScales[at % channels] as number),
  );
}
