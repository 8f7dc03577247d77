import { basename } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { loadProfile } from "../../src/profile/load.ts";
import { SHIPPED_FOLDER, shippedSessions } from "../../src/profile/shipped.ts";
import { SESSION_ENDING } from "../../src/store/session-text.ts";
import { runProgram } from "../support/fake-process.ts";
import { shippedPlans } from "../support/shipped-plans.ts";
import { sessionsOfBuiltInModels } from "../support/shipped-sessions.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const SHIPPED = shippedSessions();
/** Most have committed plans, whose searches the gate repeats. */
const OF_A_MODEL = sessionsOfBuiltInModels();
const PLANNED = new Set(shippedPlans().flatMap(([, plan]) => plan.profile.sessions ?? []));
const WITHOUT_PLANS = OF_A_MODEL.filter(({ file }) => !PLANNED.has(basename(file, SESSION_ENDING)));

it("ships profiles", () => {
  expect(SHIPPED.length).toBeGreaterThan(0);
});

it.each(SHIPPED)("$file is of what its name says", ({ file, gpuId, modelId, tensorParallel }) => {
  const { profile } = loadProfile(`${SHIPPED_FOLDER}${file}`);
  expect(profile.gpu.id).toBe(gpuId);
  expect(profile.model).toEqual({ id: modelId, tensorParallel });
});

describe.each(WITHOUT_PLANS)("$file", ({ gpuId, modelId, tensorParallel }) => {
  it("leads to a sound plan that runs at the predicted period, and to a schedule within 1% of the bound", async () => {
    const cwd = temporaryFolder();
    const planning = ["--model", modelId, "--gpu", gpuId, "--tp", String(tensorParallel)];
    const small = ["--batches", "1", "--parts", "1", "--gap", "0.5", "--threads", "1"];
    const search = ["search", ...planning, ...small, "--out", "plan.yaml", "--json"];
    const made = await runProgram(search, { cwd });
    expect(made.exitCode).toBe(0);
    const { predicted, search: found } = JSON.parse(made.stdout);
    expect(found.gapOfBest).toBeLessThanOrEqual(0.01);

    const verified = await runProgram(["verify", "plan.yaml"], { cwd });
    expect(verified).toMatchObject({ exitCode: 0, stdout: "plan.yaml: sound\n" });
    const ran = await runProgram(["run", "plan.yaml", "--json"], { cwd });
    const { simulated } = JSON.parse(ran.stdout);
    expect(Math.abs(simulated.periodUs / predicted.periodUs - 1)).toBeLessThan(0.001);
  }, 120_000);
});
