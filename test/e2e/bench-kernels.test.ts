import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { fakeProfiler } from "../support/fake-profiler.ts";
import { runScript } from "../support/script.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/bench/kernels.ts", import.meta.url));
const folder = temporaryFolder();

const bench = (...args: string[]) => runScript(SCRIPT, args);

interface Row {
  operation: string;
  choice?: string;
  overDefault?: number;
  us?: number;
  ofCeiling?: number;
  ofCopy?: number;
  sumOfRates?: number;
  failure?: string;
}

async function rowsOf(...flags: string[]): Promise<Row[]> {
  const { status, stdout } = await bench("--json", "--native", fakeProfiler(folder, ...flags));
  expect(status).toBe(0);
  return JSON.parse(stdout).rows;
}

describe("the kernel benchmark", () => {
  /** Of a profiler without trouble. */
  let plain: Row[] = [];

  beforeAll(async () => {
    plain = await rowsOf();
  });

  it("sets the fastest implementation of a product against cuBLAS's default", () => {
    const products = plain.filter(({ choice }) => choice !== undefined);
    const defaults = products.filter(({ choice }) => choice === "default");
    const best = products.filter(({ choice }) => choice === "best");
    expect(defaults.length).toBeGreaterThan(10);
    expect(best).toHaveLength(defaults.length);
    for (const [i, { us = 0, overDefault = 0 }] of best.entries()) {
      expect(us).toBeGreaterThan(0);
      expect((defaults[i]?.us ?? 0) / us - 1).toBeCloseTo(overDefault, 6);
      expect(overDefault).toBeGreaterThan(0);
    }
  });

  it("gives every rate as a share of a ceiling, none of a product above it", () => {
    const rows = plain.filter(({ sumOfRates }) => sumOfRates === undefined);
    for (const { ofCeiling } of rows) expect(ofCeiling).toBeGreaterThan(0);
    const products = rows.filter(({ operation }) => operation === "gemm");
    for (const { ofCeiling } of products) expect(ofCeiling).toBeLessThanOrEqual(1);
  });

  it("sets short operations against a copy of as many bytes", () => {
    const [norm] = plain.filter(({ operation }) => operation === "rms_norm");
    const [product] = plain.filter(({ operation }) => operation === "gemm");
    // By the formula of the stand-in: 3 us, and what a row of so many elements takes at 3 TB/s.
    const us = (tokens: number, hidden: number) => 3 + (tokens * (8 + 8 * hidden)) / 3e6;
    expect(norm?.ofCopy).toBeCloseTo(us(1, 1) / us(2048, 4096), 6);
    expect(product?.ofCopy).toBeUndefined();
  });

  it("leaves that share out where the profiler knows no such copy", async () => {
    const rows = await rowsOf("--error-on=op=copy");
    const [norm] = rows.filter(({ operation }) => operation === "rms_norm");
    expect(norm?.us).toBeGreaterThan(0);
    expect(norm?.ofCopy).toBeUndefined();
  });

  it("gives the sum of rates of products beside decode attention", () => {
    const pairs = plain.filter(({ operation }) => operation === "gemm beside decode_attention");
    expect(pairs).toHaveLength(8);
    for (const { sumOfRates } of pairs) expect(sumOfRates).toBeGreaterThan(1);
  });

  it("goes on after an operation that fails, and says why", async () => {
    const rows = await rowsOf("--error-on=op=rms_norm");
    const failed = rows.filter(({ failure }) => failure !== undefined);
    expect(failed.length).toBeGreaterThan(0);
    for (const row of failed) {
      expect(row.operation).toBe("rms_norm");
      expect(row.failure).toBe("launch failed");
    }
    expect(rows.length).toBeGreaterThan(failed.length);
  });

  it("prints a table of everything without --json", async () => {
    const { status, stdout } = await bench("--native", fakeProfiler(folder));
    expect(status).toBe(0);
    for (const text of ["decode_attention", "cuBLAS's default", "GB/s per SM", "sum"])
      expect(stdout).toContain(text);
  });

  it("ends with exit code 5 and a remedy without a GPU", async () => {
    const { status, stdout, stderr } = await bench(
      "--native",
      fakeProfiler(folder, "--fatal=NO_GPU"),
    );
    expect(status).toBe(5);
    expect(stdout).toBe("");
    expect(stderr).toContain("nvidia-smi");
  });

  it("ends with exit code 2 and its usage on an option that it does not know, as a process", () => {
    const argv = ["--import", "tsx", SCRIPT, "--nonsense"];
    const { status, stderr } = spawnSync(process.execPath, argv, { encoding: "utf8" });
    expect(status).toBe(2);
    expect(stderr).toContain("Usage:");
  });
});
