/**
 * Benchmarks every kernel on the GPU at hand against ceilings that are measured in the same run, and prints a table.
 *
 * Usage: npm run bench:kernels [-- --json] [--device I] [--native PROGRAM]
 *
 * Exit codes: 0 done, 2 wrong usage, 5 no GPU, or native-profiler cannot be built.
 */
import { parseArgs } from "node:util";

import { NativeServer } from "../../src/campaign/session/server.ts";
import { PlannerError } from "../../src/errors.ts";
import { buildNativeProfiler } from "../../src/native/build.ts";
import { measureCompany } from "./kernels/company.ts";
import { ask, measureRow } from "./kernels/measure.ts";
import { ceilingsOf, tableText, withShare } from "./kernels/report.ts";
import { benchmarkRows } from "./kernels/rows.ts";

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => interruption.abort(signal));

try {
  await main(readOptions());
} catch (error) {
  if (!(error instanceof PlannerError)) throw error;
  fail(error.exitCode, error.message, error.remedy);
}

function readOptions() {
  const options = {
    json: { type: "boolean", default: false },
    device: { type: "string", default: "0" },
    native: { type: "string" },
  };
  try {
    const { values } = parseArgs({ options });
    if (/^\d+$/.test(values.device)) return values;
    throw new Error(`--device ${values.device} is no index of a GPU`);
  } catch (error) {
    fail(
      2,
      error.message,
      "Usage: npm run bench:kernels [-- --json] [--device I] [--native PROGRAM]",
    );
  }
}

async function main({ json, device, native }) {
  const { signal } = interruption;
  const note = (line) => process.stderr.write(`${line}\n`);
  const binary = native ?? (await buildNativeProfiler({ env: process.env, signal, note }));
  const { server, hello } = await NativeServer.start({ binary, devices: [Number(device)], signal });
  try {
    const copy = await ask(server, "copy");
    if (copy.failure !== undefined) throw new PlannerError("E_NATIVE", `copy: ${copy.failure}`);
    const entries = [];
    for (const row of benchmarkRows()) {
      note(`${row.operation} ${row.size} ${row.part}`);
      entries.push(...(await measureRow(server, row)));
    }
    note("gemm beside decode_attention");
    entries.push(...(await measureCompany(server, hello)));
    const ceilings = ceilingsOf(copy.bytesPerSecond, entries);
    const rows = entries.map((entry) => withShare(entry, ceilings));
    process.stdout.write(json ? jsonText(hello, ceilings, rows) : text(hello, ceilings, rows));
  } finally {
    await server.close();
  }
}

function jsonText({ gpu, smCount, driverVersion, cublasLtVersion }, ceilings, rows) {
  const document = { gpu, smCount, driverVersion, cublasLtVersion, ceilings, rows };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function text({ gpu, smCount, driverVersion, cublasLtVersion }, ceilings, rows) {
  const copy = (ceilings.copyBytesPerSecond / 1e12).toFixed(2);
  const gemm = (ceilings.gemmFlopsPerSecond / 1e12).toFixed(0);
  return [
    `${gpu}, ${smCount} SMs, driver ${driverVersion}, cuBLASLt ${cublasLtVersion}`,
    `Ceilings: copy ${copy} TB/s (read plus written), matrix products ${gemm} TFLOP/s`,
    "",
    tableText(rows),
    "",
  ].join("\n");
}

function fail(exitCode, message, remedy) {
  process.stderr.write(`error: ${message}\n${remedy === undefined ? "" : `  ${remedy}\n`}`);
  process.exit(exitCode);
}
