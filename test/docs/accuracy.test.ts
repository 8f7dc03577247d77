import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
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

  it("names every run that is kept", () => {
    const runs = readdirSync(new URL("docs/accuracy/", root));
    expect(runs.length).toBeGreaterThan(10);
    for (const run of runs) expect(page).toContain(`(accuracy/${run})`);
  });
});
