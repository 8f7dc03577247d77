import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { fakeProfiler } from "../support/fake-profiler.ts";
import { runScript } from "../support/script.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/bench/fp8.ts", import.meta.url));
const TORCH = fileURLToPath(new URL("../support/fake-torch.mjs", import.meta.url));
const folder = temporaryFolder();

function fakeTorch(...flags: string[]): string {
  const path = join(folder, `torch-${Math.random().toString(36).slice(2)}`);
  writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${TORCH}' ${flags.join(" ")} "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

const bench = (torch: string, ...args: string[]) =>
  runScript(SCRIPT, ["--native", fakeProfiler(folder), "--torch", torch, ...args]);

describe("the benchmark of FP8 products beside PyTorch", () => {
  it("lets both take turns on 20 products, and compares within rounds", async () => {
    const { status, stdout } = await bench(fakeTorch(), "--json", "--rounds", "2");
    expect(status).toBe(0);
    const { torchVersion, cublasLtVersion, products } = JSON.parse(stdout);
    expect({ torchVersion, cublasLtVersion }).toEqual({
      torchVersion: "2.11.0",
      cublasLtVersion: expect.any(String),
    });
    expect(products).toHaveLength(20);
    const shapes = products.map(({ m, n, k }: Record<string, number>) => `${m} ${n} ${k}`);
    expect(new Set(shapes).size).toBe(20);
    for (const { m, sides, ratio, torch } of products) {
      expect(m).toBeGreaterThanOrEqual(1024);
      expect(m).toBeLessThanOrEqual(4096);
      const [here, theirs] = sides;
      expect(here.turnsUs).toHaveLength(2);
      const ratios = [0, 1].map((round) => theirs.turnsUs[round] / here.turnsUs[round]);
      expect(ratio.least).toBeCloseTo(Math.min(...ratios));
      expect(ratio.most).toBeCloseTo(Math.max(...ratios));
      expect(here.implementation).toMatch(/^tile\./);
      expect(torch).toEqual({ compiled: true, relativeError: 0.002 });
    }
  });

  it("names a product that fails in its row, and goes on", async () => {
    const torch = fakeTorch("--eager", "'--error-on=n=4096 k=4096'");
    const { status, stdout } = await bench(torch, "--products", "3", "--rounds", "1");
    expect(status).toBe(0);
    expect(stdout).toContain("2 products eagerly");
    expect(stdout).toMatch(/llama-3-8b o, 1024 rows +PyTorch, prepare .*: out of memory/);
    expect(stdout).toMatch(/llama-3-8b gate-up, 1024 rows +\d/);
    expect(stdout).toMatch(/here over torch: \d/);
  });

  it("times products alone", async () => {
    const torch = fakeTorch("--error-on=maker=norm");
    const native = fakeProfiler(folder, "--error-on=op=rms_norm");
    const args = ["--native", native, "--torch", torch, "--alone", "--json"];
    const { status, stdout } = await runScript(SCRIPT, [
      ...args,
      "--products",
      "2",
      "--rounds",
      "1",
    ]);
    expect(status).toBe(0);
    for (const { sides } of JSON.parse(stdout).products) expect(sides).toHaveLength(2);
  });

  it("says what to install where PyTorch does not answer", async () => {
    const { status, stderr } = await bench("/bin/false");
    expect(status).toBe(5);
    expect(stderr).toContain("Install PyTorch");
  });

  it("ends with exit code 2 on a time that is none", async () => {
    const { status, stderr } = await bench(fakeTorch(), "--seconds", "0");
    expect(status).toBe(2);
    expect(stderr).toContain("--seconds 0 is no time");
  });
});
