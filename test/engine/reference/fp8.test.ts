import { beforeAll, describe, expect, it } from "@jest/globals";
import { E4M3_MAX, e4m3Code, e4m3Value } from "../../../src/e4m3.ts";
import type {
  Matrix,
  MlpWeights,
  ModelWeights,
} from "../../../src/engine/reference/memory/model-weights.ts";
import { proveNumerically } from "../../../src/engine/reference/numerical-proof.ts";
import { unsplitLogits } from "../../../src/engine/reference/unsplit-model.ts";
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

/** Scales of a checkpoint need not be those that the largest of a row would give, nor be of a GPU's part. */
function stored(matrix: Matrix): Matrix {
  const { rows, columns, values } = matrix;
  const rowOf = (row: number) => values.subarray(row * columns, (row + 1) * columns);
  const scales = Float64Array.from({ length: rows }, (_, row) => {
    const largest = Math.max(...rowOf(row).map(Math.abs));
    return Math.fround(((1 + (row % 3)) * largest) / E4M3_MAX);
  });
  const of = (at: number) => scales[Math.floor(at / columns)] as number;
  const multiplied = values.map((value, at) => e4m3Value(e4m3Code(value / of(at))) * of(at));
  return { rows, columns, values: multiplied, scales };
}

/** A model with its products' weights changed. */
function withProducts(weights: ModelWeights, change: (matrix: Matrix) => Matrix): ModelWeights {
  const inner = ({ gate, up, down }: MlpWeights) => ({
    ...{ gate: change(gate), up: change(up), down: change(down) },
  });
  const layers = weights.layers.map((layer) => ({
    ...layer,
    ...{ query: change(layer.query), key: change(layer.key), value: change(layer.value) },
    output: change(layer.output),
    ...(layer.mlp !== undefined && { mlp: inner(layer.mlp) }),
    ...(layer.experts !== undefined && { experts: layer.experts.map(inner) }),
  }));
  return { ...weights, layers };
}

describe("weights that a checkpoint has in FP8", () => {
  const precision = { weights: FP8_BY_ROWS, activations: FP8_BY_ROWS };
  const experts = { mlp: { ...EXPERTS, sharedExpertIntermediateSize: 0 } };

  it.each<[string, 1 | 2, object]>([
    ["on one GPU", 1, {}],
    ["on two GPUs", 2, {}],
    ["with experts on two GPUs", 2, experts],
  ])("are multiplied with their own scales: %s", (_, tensorParallel, change) => {
    const small = caseOf(
      smallProgram(planFixture({ tensorParallel, shape: { precision }, ...change }), 2, 12),
    );
    const weights = withProducts(small.weights, stored);
    const logits = small.served.sequences.map((tokenIds) =>
      unsplitLogits(weights, tokenIds, { ranks: tensorParallel }),
    );
    const expected = small.served.steps.map(({ wanted }) =>
      wanted.map(({ id, position }) => logits[id]?.[position] ?? []),
    );
    expect(proveNumerically({ ...small, weights, expected }, [1, 2])).toMatchObject({
      ...{ equal: true, kvFaults: [] },
    });
    // Quantised anew, of the same values.
    const anew = withProducts(weights, ({ scales: _, ...matrix }) => matrix);
    expect(proveNumerically({ ...small, weights: anew, expected }, [1]).equal).toBe(false);
  });
});

/** One row further on, so that the last row has the scale of whatever lies behind. */
function laterScales(access: BufferAccess): BufferAccess {
  if (access.operand !== "inputScales") return access;
  return { ...access, start: access.start + 4, end: access.end + 4 };
}
