import { beforeAll, describe, expect, it } from "@jest/globals";
import type { Plan } from "../../../src/generated/plan.ts";
import type { BufferAccess } from "../../../src/generated/program.ts";
import { FP8_BY_ROWS, type PrecisionOptions } from "../../../src/model/precision.ts";
import { layersToSeeAll } from "../../../src/program/lower.ts";
import { findRaces } from "../../../src/program/race-check.ts";
import { searchPlan } from "../../../src/search/search.ts";
import { planFixture } from "../../support/plan-fixture.ts";
import { searchRequest } from "../../support/search-request.ts";
import { caseOf, EXPERTS, goesWrong, prove, smallProgram } from "../../support/small-programs.ts";

const FREE = { interference: 0, capW: null };

async function planIn(precision: PrecisionOptions): Promise<Plan> {
  return (await searchPlan(searchRequest("llama-3-8b", 1, FREE, undefined, precision))).plan;
}

describe("a plan in FP8", () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planIn({ precision: "fp8", kvCache: "fp8" });
  });

  it("is overlapped, and says its number formats", () => {
    expect(plan.kind).toBe("overlapped");
    expect(plan.model.shape.precision).toEqual({
      weights: FP8_BY_ROWS,
      activations: FP8_BY_ROWS,
      kv: FP8_BY_ROWS,
      accumulation: "fast",
    });
  });

  it("computes what the unsplit model in FP8 does, in any order", () => {
    const proof = prove(smallProgram(plan, layersToSeeAll(plan), 12), 2);
    expect(proof).toMatchObject({ equal: true, kvFaults: [] });
    expect(proof.maxRelativeError).toBeLessThan(1e-12);
  });

  it("computes something else than the model in bf16", () => {
    const { program, shape } = smallProgram(plan, 2, 12);
    const { precision: _, ...bf16 } = shape;
    expect(prove({ program, shape: bf16 }, 1).equal).toBe(false);
  });

  it("has no race, and goes wrong where a product reads the scales of other rows", () => {
    const small = caseOf(smallProgram(plan, 2, 12));
    const { program } = small;
    expect(findRaces(program)).toEqual([]);
    expect(goesWrong(small, program, 2)).toBe(false);
    const at = program.instructions.findIndex(
      ({ operation, tokens }) => operation === "gate_up_proj" && tokens[1] - tokens[0] > 1,
    );
    const turned = program.instructions.map((instruction, index) =>
      index === at ? { ...instruction, reads: instruction.reads.map(laterScales) } : instruction,
    );
    expect(goesWrong(small, { ...program, instructions: turned }, 2)).toBe(true);
  });
});

describe("a plan of experts in FP8", () => {
  it("computes what the unsplit model in FP8 does, in any order", () => {
    const precision = { weights: FP8_BY_ROWS, activations: FP8_BY_ROWS, kv: FP8_BY_ROWS };
    const mlp = { ...EXPERTS, sharedExpertIntermediateSize: 0 };
    const small = smallProgram(planFixture({ mlp, shape: { precision } }), 2, 12);
    const { kernel } =
      small.program.instructions.find(({ operation }) => operation === "moe_permute") ?? {};
    expect(kernel?.variant?.output).toBe("fp8-e4m3");
    const proof = prove(small, 3);
    expect(proof).toMatchObject({ equal: true, kvFaults: [] });
    const { precision: _, ...bf16 } = small.shape;
    expect(prove({ program: small.program, shape: bf16 }, 1).equal).toBe(false);
  });
});

describe("a plan in FP8 for two GPUs", () => {
  const precision = { weights: FP8_BY_ROWS, activations: FP8_BY_ROWS, kv: FP8_BY_ROWS };

  it.each([
    ["dense", {}],
    ["with experts", { mlp: { ...EXPERTS, sharedExpertIntermediateSize: 0 } }],
  ])("computes what the model does whose parts have scales of their own: %s", (_, change) => {
    const small = smallProgram(
      planFixture({ tensorParallel: 2, shape: { precision }, ...change }),
      2,
      12,
    );
    expect(prove(small, 2)).toMatchObject({ equal: true, kvFaults: [] });
  });
});

/** One row further on, so that the last row has the scale of whatever lies behind. */
function laterScales(access: BufferAccess): BufferAccess {
  if (access.operand !== "inputScales") return access;
  return { ...access, start: access.start + 4, end: access.end + 4 };
}
