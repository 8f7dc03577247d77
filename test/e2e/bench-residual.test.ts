import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { fakeProfiler } from "../support/fake-profiler.ts";
import { runScript } from "../support/script.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/bench/residual.ts", import.meta.url));
const folder = temporaryFolder();

const bench = (flags: string[], ...args: string[]) =>
  runScript(SCRIPT, ["--native", fakeProfiler(folder, ...flags), ...args]);

describe("the benchmark of the residual addition", () => {
  it("sets the product that adds beside the norm that adds, in both formats", async () => {
    const { status, stdout } = await bench([], "--json", "--rounds", "2");
    expect(status).toBe(0);
    const { residual, silu } = JSON.parse(stdout);
    const names = residual.map(({ name }: { name: string }) => name);
    expect(names).toEqual(
      ["1024", "2048"].flatMap((rows) =>
        ["bf16 o", "bf16 down", "FP8 o", "FP8 down"].map((product) => `${product}, ${rows} rows`),
      ),
    );
    for (const { sides } of residual) {
      expect(sides.map(({ name }: { name: string }) => name)).toEqual([
        "in the product",
        "in the norm",
      ]);
      for (const { turnsUs } of sides) expect(turnsUs).toHaveLength(2);
    }
    expect(silu).toHaveLength(4);
  });

  it("asks for a product that adds, and a norm that does not", async () => {
    // The fake fails where both words stand in one job, and only there.
    const flags = ["--error-on=1.epilogue=residual-add"];
    const { status, stdout } = await bench(flags, "--rounds", "1");
    expect(status).toBe(0);
    expect(stdout).toMatch(/bf16 o, 1024 rows +mix .*2\.add=0.*launch failed/);
    expect(stdout).toMatch(/bf16 gate-up, 1024 rows +\d/);
  });
});
