import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { runProgram } from "../../support/fake-process.ts";
import { writeChanged, writePlanFiles } from "../../support/plan-file.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
const { plan, planPath } = writePlanFiles(folder);

async function simulate(...argv: string[]) {
  const { exitCode, stdout, stderr } = await runProgram(["run", ...argv, "--json"]);
  return { exitCode, stderr, document: JSON.parse(stdout) };
}

describe("run", () => {
  it("carries the fields of the contract", async () => {
    const { exitCode, stderr, document } = await simulate(planPath, "--engine", "simulator");
    expect(exitCode).toBe(0);
    expect(stderr).toBe("");
    expect(document).toEqual({
      engine: "simulator",
      file: planPath,
      layers: plan.model.layers,
      predicted: { periodUs: plan.predicted.periodUs },
      simulated: {
        periodUs: expect.any(Number),
        totalUs: expect.any(Number),
        clockMhz: expect.any(Number),
        powerW: expect.any(Number),
      },
    });
  });

  it("takes longer for more layers, one period each", async () => {
    const few = await simulate(planPath, "--layers", "8");
    const many = await simulate(planPath, "--layers", "12");
    const { periodUs, totalUs } = many.document.simulated;
    expect(totalUs - few.document.simulated.totalUs).toBeCloseTo(4 * periodUs, 0);
  });

  it("compares the plan with the same work without overlap", async () => {
    const { exitCode, document } = await simulate(planPath, "--compare");
    expect(exitCode).toBe(0);
    expect(document.plan).toEqual(document.simulated);
    expect(document.sequential.periodUs).toBeGreaterThan(0);
    // Two halves read the weights twice, so they cannot be faster than the whole.
    expect(document.nanoBatchOnly.periodUs).toBeGreaterThan(document.sequential.periodUs);
  });

  it("prints a table", async () => {
    const { exitCode, stdout } = await runProgram(["run", planPath, "--compare"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^plan +[\d.]+ µs/m);
    expect(stdout).toMatch(/^sequential +[\d.]+ µs/m);
  });

  it("proves a plan's logits on a small model", async () => {
    const argv = [planPath, "--engine", "reference", "--layers", "3", "--iterations", "2"];
    const { exitCode, stderr, document } = await simulate(...argv);
    expect(exitCode).toBe(0);
    expect(stderr).toBe("");
    expect(document).toEqual({
      engine: "reference",
      file: planPath,
      layers: 3,
      orders: 2,
      steps: 4,
      seed: 1,
      scaled: {
        shape: expect.objectContaining({ family: "llama" }),
        tokens: { plan: 512, run: 48 },
      },
      rows: expect.any(Number),
      maxRelativeError: expect.any(Number),
      tolerance: 1e-9,
      sameTokens: true,
      equal: true,
    });
    expect(document.maxRelativeError).toBeLessThan(1e-12);
    expect((await simulate(...argv)).document).toEqual(document);
    const other = await simulate(...argv, "--seed", "7");
    expect(other.document).toMatchObject({ seed: 7, equal: true });
    expect(other.document.rows).not.toBe(document.rows);
  });

  it("says what the small model is", async () => {
    const { stdout } = await runProgram(["run", planPath, "--engine", "reference"]);
    expect(stdout).toMatch(/4 layers of tiny in float64, cut down to hidden 24/);
    expect(stdout).toMatch(/20 random orders of 4 steps, [\d,]+ rows of logits/);
    expect(stdout).toMatch(/Equal to the unsplit model, whatever the order\./);
  });

  it("refuses a plan that is not sound, at the place", async () => {
    const path = writeChanged(join(folder, "unsound.yaml"), plan, (copy) => {
      copy.nanoOperations[0].implementation = "x";
    });
    const { exitCode, document } = await simulate(path);
    expect(exitCode).toBe(2);
    expect(document.error.code).toBe("E_UNSOUND_PLAN");
    expect(document.error.position).toEqual({
      path,
      line: expect.any(Number),
      column: expect.any(Number),
    });
  });

  it.each([
    ["--record", ["--record"], "add --engine cuda"],
    ["--trace", ["--trace", "trace.json"], "add --engine cuda"],
    ["--iterations", ["--iterations", "9"], "add --engine reference or --engine cuda"],
    ["--compare", ["--engine", "reference", "--compare"], "--engine simulator or --engine cuda"],
  ])("does not ignore %s where the engine has no use for it", async (name, options, remedy) => {
    const { exitCode, document } = await simulate(planPath, ...options);
    expect(exitCode).toBe(2);
    expect(document.error).toMatchObject({ code: "E_USAGE" });
    expect(document.error.message).toContain(`${name} is not for --engine`);
    expect(document.error.remedy).toContain(remedy);
  });

  it.each([
    ["an engine that there is not", ["--engine", "tpu"], "Allowed choices are simulator"],
    ["no layers", ["--layers", "0"], "whole number from 1 to 1000"],
    ["more layers than any model has", ["--layers", "100000"], "whole number from 1 to 1000"],
    ["more iterations than anyone waits for", ["--iterations", "1000000000"], "1 to 10000"],
    ["a seed beyond 32 bits", ["--seed", "4294967296"], "from 0 to 4294967295"],
    ["a GPU that no host has", ["--device", "99999999"], "from 0 to 255"],
  ])("rejects %s", async (_, options, remedy) => {
    const { exitCode, document } = await simulate(planPath, ...options);
    expect(exitCode).toBe(2);
    expect(document.error).toMatchObject({ code: "E_USAGE" });
    expect(document.error.remedy).toContain(remedy);
  });
});
