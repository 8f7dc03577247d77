import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { PlannerError } from "../../src/errors.ts";
import type { Plan } from "../../src/generated/plan.ts";
import { parsePlan, readPlan, writePlan } from "../../src/plan/plan-file.ts";
import { planHash, withHash } from "../../src/plan/plan-hash.ts";
import { planFixture } from "../support/plan-fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "plan-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

const plan = planFixture({ tensorParallel: 2 });
const text = writePlan(plan);

function failureOf(broken: string): PlannerError {
  try {
    parsePlan("plan.yaml", broken);
  } catch (error) {
    if (error instanceof PlannerError) return error;
    throw error;
  }
  throw new Error("the text was accepted");
}

function lineOf(needle: string): number {
  return text.split("\n").findIndex((line) => line.includes(needle)) + 1;
}

describe("plan file", () => {
  it("reads back what was written", () => {
    const path = join(folder, "plan.yaml");
    writeFileSync(path, text);
    expect(readPlan(path).plan).toEqual(plan);
  });

  it.each([
    [/startUs: [\d.]+/, "startUs: -1", "`startUs`: Predicted, from the period's start."],
    [/denseBatchTokens: \d+/, "denseBatchTokens: x", "`denseBatchTokens`: Decode and prefill"],
  ])("says what is due in the place of a wrong value: %s", (pattern, wrong, about) => {
    expect(failureOf(text.replace(pattern, wrong)).remedy).toContain(about);
  });

  it("is the same text whatever the order of keys in memory", () => {
    const reversed = Object.fromEntries(Object.entries(plan).reverse()) as unknown as Plan;
    expect(writePlan(reversed)).toBe(text);
  });

  it("explains each section in a comment above it", () => {
    for (const key of ["workload", "predicted", "nanoBatches", "lanes", "nanoOperations", "hash"]) {
      expect(text).toMatch(new RegExp(`\n\n# [^\n]+\n(# [^\n]+\n)*${key}:`));
    }
  });

  it("keeps small values on one line", () => {
    expect(text).toContain("- {id: 0, tokens: [0, 256], decodeTokens: 64, prefillTokens: 192}\n");
    expect(text).toContain("    partition: {side: group, smCount: 104}\n");
  });

  it("lists nano-operations in the order in which they start", () => {
    const starts = plan.nanoOperations.map(({ startUs }) => startUs);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  });

  it("tells where a value stands", () => {
    const { document } = parsePlan("plan.yaml", text);
    expect(document.positionOf(["predicted", "gap"]).line).toBe(lineOf("  gap:"));
  });

  it("is rejected when it is cut off", () => {
    const error = failureOf(text.slice(0, text.indexOf("waitsFor: [") + "waitsFor: [".length));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.position?.line).toBeGreaterThan(1);
  });

  it("is rejected at the key that it lacks", () => {
    const error = failureOf(text.slice(0, text.indexOf("nanoOperations:")));
    expect(error.message).toContain("`nanoOperations`");
  });

  it.each([
    ["a wrong type", "periodUs: 600", "periodUs: fast", "periodUs"],
    ["NaN", "periodUs: 600", "periodUs: .nan", "periodUs"],
    ["an infinite number", "lowerBoundUs: 588", "lowerBoundUs: .inf", "lowerBoundUs"],
    ["a negative duration", "durationUs: 40", "durationUs: -40", "durationUs"],
    ["an unknown key", "  periodUs:", "  duration: 1\n  periodUs:", "`predicted` has a key"],
    ["a malformed reference", "qkv_proj.0]", "qkv_proj]", "dependsOn"],
  ])("is rejected for %s, at its place", (_what, good, bad, key) => {
    expect(text).toContain(good);
    const error = failureOf(text.replace(good, bad));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toContain(key);
    expect(error.position?.line).toBe(lineOf(good));
  });

  it("calls a number that is none by its name", () => {
    expect(failureOf(text.replace("periodUs: 600", "periodUs: .nan")).message).toContain("is NaN");
  });

  it("says when a file is empty, or a folder", () => {
    expect(failureOf(" \n").message).toBe("the file is empty");
    expect(() => readPlan(folder)).toThrow(/it is a folder/);
  });

  it("says which plan file is missing", () => {
    expect(() => readPlan(join(folder, "none.yaml"))).toThrow(/none\.yaml: no such file/);
  });
});

describe("plan hash", () => {
  it("does not depend on the order of keys, nor on what was measured", () => {
    const reversed = Object.fromEntries(Object.entries(plan).reverse()) as unknown as Plan;
    expect(planHash(reversed)).toBe(plan.hash);
    const measured = {
      periodUs: 950,
      spread: 0.01,
      samples: 10,
      layers: 4,
      stepUs: 4000,
      clockMhz: 1500,
      powerW: null,
      gpu: "fixture",
      driverVersion: "580.0",
      cublasLtVersion: "13.1.0",
      measuredAt: "2026-01-01T00:00:00Z",
      command: "run --record",
    };
    expect(planHash({ ...plan, measured })).toBe(plan.hash);
  });

  it("changes with any other value", () => {
    expect(planHash({ ...plan, kind: "nano-batch-only" })).not.toBe(plan.hash);
    const search = { ...plan.search, seed: plan.search.seed + 1 };
    expect(planHash({ ...plan, search })).not.toBe(plan.hash);
  });

  it("is stamped on rounded numbers, and stays the same when stamped again", () => {
    const predicted = {
      ...plan.predicted,
      periodUs: 599.98765,
      gap: 0.0204081632,
      speedup: 1.26669,
    };
    const stamped = withHash({ ...plan, predicted });
    expect(stamped.predicted).toMatchObject({ periodUs: 599.99, gap: 0.02041, speedup: 1.267 });
    expect(withHash(stamped)).toEqual(stamped);
    expect(planHash(stamped)).toBe(stamped.hash);
  });
});
