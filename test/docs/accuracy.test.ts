import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { isHeldOut } from "../../scripts/docs/ledger.ts";
import { readPlan } from "../../src/plan/plan-file.ts";
import { formatSpeedup } from "../../src/text/units.ts";
import { runScript } from "../support/script.ts";

const root = new URL("../../", import.meta.url);
const page = readFileSync(new URL("docs/accuracy.md", root), "utf8");

describe("the ledger of runs", () => {
  it("is as the page shows it, by a model that errs no more than the page states", async () => {
    const script = fileURLToPath(new URL("scripts/docs/refresh-accuracy.ts", root));
    const { status, stderr } = await runScript(script, ["--check"]);
    expect(stderr).toBe("");
    expect(status).toBe(0);
  }, 120_000);

  it("is summed up in the README", () => {
    const folder = new URL("docs/accuracy/", root);
    const heldOut = readdirSync(folder)
      .map((run) => readPlan(fileURLToPath(new URL(run, folder))).plan)
      .filter(({ kind, measured }) => kind === "overlapped" && measured && isHeldOut({ measured }));
    const speedups = (verdict: string) =>
      heldOut
        .flatMap(({ measured }) => measured?.sequential ?? [])
        .filter((each) => each.verdict === verdict)
        .map(({ speedup }) => speedup)
        .sort((a, b) => a - b)
        .map(formatSpeedup);
    const [faster, slower] = [speedups("faster"), speedups("slower")];
    const models = new Set(heldOut.map(({ model }) => model.id)).size;
    const readme = readFileSync(new URL("README.md", root), "utf8");
    expect(readme).toContain(
      `Of ${heldOut.length} trusted plans of ${models} models that nothing was fitted on, ${faster.length} were faster, ${faster[0]} to ${faster.at(-1)}.`,
    );
    expect(readme).toContain(`were slower, ${slower.join(" and ")};`);
  });

  it("names every run that is kept", () => {
    const runs = readdirSync(new URL("docs/accuracy/", root));
    expect(runs.length).toBeGreaterThan(10);
    for (const run of runs) expect(page).toContain(`(accuracy/${run})`);
  });
});
