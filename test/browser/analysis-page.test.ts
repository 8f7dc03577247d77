import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { shippedProfiles } from "../../src/profile/shipped.ts";
import { runProgram } from "../support/fake-process.ts";
import { inBrowser } from "./browser.ts";
import { overlappingTexts } from "./in-page.ts";

const PROFILES = shippedProfiles().map(({ file }) => file);

inBrowser("the page of an analysis", ({ page, errors, open }) => {
  it.each(PROFILES)("loads without an error and without overlapping labels: %s", async (file) => {
    const model = /([a-z0-9.-]+)-tp\d+\.json$/.exec(file)?.[1] ?? "";
    const { exitCode, stdout } = await runProgram([
      ...["analyze", "--model", model, "--profile", join("profiles", file), "--format", "html"],
    ]);
    expect(exitCode).toBe(0);
    await open("analysis.html", stdout);
    expect(await page().evaluate(overlappingTexts)).toEqual([]);
    expect(errors).toEqual([]);
  });
});
