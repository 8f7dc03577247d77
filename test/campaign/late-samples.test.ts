import { expect, it } from "@jest/globals";
import { lateSamplesText } from "../../src/campaign/session/protocol.ts";
import { campaignRun } from "../support/campaign-run.ts";

it("says how many samples of a campaign were thrown away, since the host was late", async () => {
  const { run, jobs, notes } = campaignRun();
  await run({ flags: ["--late-on=op=rms_norm"] });
  const hit = jobs().filter((line) => line.includes("op=rms_norm"));
  expect(hit.length).toBeGreaterThan(1);
  expect(notes).toContainEqual(
    expect.stringMatching(new RegExp(`^${2 * hit.length} samples were thrown away`)),
  );
});

it("says nothing where none was, as in journals of older versions", () => {
  expect(lateSamplesText([{ status: "ok" }, { status: "error" }])).toBeUndefined();
});

it("says so of a single one", () => {
  expect(lateSamplesText([{ status: "ok", lateSamples: 1 }])).toMatch(/^1 sample was thrown away/);
});
