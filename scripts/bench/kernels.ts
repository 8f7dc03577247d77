/**
 * Benchmarks every kernel on the GPU at hand against ceilings that are measured in the same run, and prints a table.
 *
 * Usage: npm run bench:kernels [-- --json] [--device I] [--native PROGRAM]
 *
 * Exit codes: 0 done, 2 wrong usage, 5 no GPU, or native-profiler cannot be built.
 */
import { parseArgs } from "node:util";
import type { Hello } from "../../src/campaign/session/protocol.ts";
import { NativeServer } from "../../src/campaign/session/server.ts";
import { PlannerError } from "../../src/errors.ts";
import { buildNativeProfiler } from "../../src/native/build.ts";
import { GPU_OPTIONS, note, requireDevice, runBenchmark } from "./benchmark.ts";
import { measureCoRuns } from "./kernels/co-runs.ts";
import type { Entry } from "./kernels/entry.ts";
import { ask, measureRow } from "./kernels/measure.ts";
import { type Ceilings, ceilingsOf, tableText, withShare } from "./kernels/report.ts";
import { benchmarkRows } from "./kernels/rows.ts";

const USAGE = "Usage: npm run bench:kernels [-- --json] [--device I] [--native PROGRAM]";
const OPTIONS = { json: { type: "boolean", default: false }, ...GPU_OPTIONS } as const;

await runBenchmark(USAGE, readOptions, main);

function readOptions() {
  const { values } = parseArgs({ args: process.argv.slice(2), options: OPTIONS });
  requireDevice(values);
  return values;
}

async function main(options: ReturnType<typeof readOptions>, signal: AbortSignal): Promise<void> {
  const { json, device, native } = options;
  const binary = native ?? (await buildNativeProfiler({ env: process.env, signal, note }));
  const { server, hello } = await NativeServer.start({ binary, devices: [Number(device)], signal });
  try {
    const copy = await ask(server, "copy");
    if (copy.failure !== undefined) throw new PlannerError("E_NATIVE", `copy: ${copy.failure}`);
    const entries = await measureAll(server, hello);
    const ceilings = ceilingsOf(copy.bytesPerSecond ?? Number.NaN, entries);
    const rows = entries.map((entry) => withShare(entry, ceilings));
    process.stdout.write(json ? jsonText(hello, ceilings, rows) : text(hello, ceilings, rows));
  } finally {
    await server.close();
  }
}

async function measureAll(server: NativeServer, hello: Hello): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const row of benchmarkRows()) {
    note(`${row.operation} ${row.size} ${row.part}`);
    entries.push(...(await measureRow(server, row)));
  }
  note("gemm beside decode_attention");
  entries.push(...(await measureCoRuns(server, hello)));
  return entries;
}

function jsonText(hello: Hello, ceilings: Ceilings, rows: readonly Entry[]): string {
  const { gpu, smCount, driverVersion, cublasLtVersion } = hello;
  const document = { gpu, smCount, driverVersion, cublasLtVersion, ceilings, rows };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function text(hello: Hello, ceilings: Ceilings, rows: readonly Entry[]): string {
  const { gpu, smCount, driverVersion, cublasLtVersion } = hello;
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
