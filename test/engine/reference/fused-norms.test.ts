import { describe, expect, it } from "@jest/globals";
import { violations } from "../../../src/files/schemas.ts";
import type { Program } from "../../../src/generated/program.ts";
import { dataFlow } from "../../../src/program/data-flow.ts";
import { layersToSeeAll } from "../../../src/program/lower.ts";
import { findRaces } from "../../../src/program/race-check.ts";
import { type FixtureOptions, planFixture } from "../../support/plan-fixture.ts";
import { caseOf, EXPERTS, goesWrong, prove, smallProgram } from "../../support/small-programs.ts";

const FUSED = { tensorParallel: 2, norms: "fused" } as const;

function programOf(options: FixtureOptions = {}) {
  const plan = planFixture({ ...FUSED, ...options });
  return smallProgram(plan, layersToSeeAll(plan), 32);
}

describe("plans whose norms run within the all-reduces", () => {
  it.each<[string, FixtureOptions]>([
    ["overlapped", {}],
    ["cut up to the attention only", { cutsAttentionOnly: true }],
    ["with experts", { mlp: EXPERTS }],
  ])("compute what the model does: %s", (_, options) => {
    const small = programOf(options);
    expect(violations("program", small.program)).toEqual([]);
    expect(findRaces(small.program)).toEqual([]);
    expect(dataFlow(small.program).staleReads).toEqual([]);
    const proof = prove(small, 2);
    expect(proof).toMatchObject({ equal: true, kvFaults: [] });
    expect(proof.maxRelativeError).toBeLessThan(1e-12);
  });

  it("go wrong where a kernel reads a residual that another GPU holds", () => {
    const small = programOf({ kind: "sequential" });
    const { program } = small;
    const norm = program.before.find(({ operation }) => operation === "first_norm");
    expect(norm).toBeDefined();
    // As a norm of its own at the end would, which reads the residual of all tokens.
    const after = [{ ...norm, operation: "final_norm" }, ...program.after];
    expect(goesWrong(caseOf(small), { ...program, after } as Program, 2)).toBe(true);
  });

  it("race where an all-reduce no longer waits for the residual of the one before it", () => {
    const { program } = programOf();
    const instructions = program.instructions.map((instruction) =>
      instruction.operation === "attention_all_reduce"
        ? { ...instruction, waits: [] }
        : instruction,
    );
    expect(findRaces({ ...program, instructions })).not.toEqual([]);
  });
});
