import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { runProgram } from "../support/fake-process.ts";
import { sessionsOfBuiltInModels } from "../support/shipped-sessions.ts";
import { inBrowser } from "./browser.ts";
import { overlappingTexts } from "./in-page.ts";

const SESSIONS = sessionsOfBuiltInModels().map(({ file, modelId }) => [file, modelId] as const);

inBrowser("the page of an analysis", ({ page, errors, open }) => {
  it.each(SESSIONS)(
    "loads without an error and without overlapping labels: %s",
    async (file, model) => {
      const { exitCode, stdout } = await runProgram([
        ...["analyze", "--model", model, "--profile", join("profiles", file), "--format", "html"],
      ]);
      expect(exitCode).toBe(0);
      await open("analysis.html", stdout);
      expect(await page().evaluate(overlappingTexts)).toEqual([]);
      expect(errors).toEqual([]);
    },
  );
});
