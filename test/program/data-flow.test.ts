import { describe, expect, it } from "@jest/globals";
import type { Program } from "../../src/generated/program.ts";
import { dataFlow, nameOf, wholeStep } from "../../src/program/data-flow.ts";
import { lowerPlan } from "../../src/program/lower.ts";
import { findRaces } from "../../src/program/race-check.ts";
import { planFixture } from "../support/plan-fixture.ts";
import { EXPERTS } from "../support/small-programs.ts";

const SEQUENTIAL = lowerPlan(planFixture({ kind: "sequential" }), 3);

/** The program with a buffer moved onto another one. */
function overlaid(program: Program, id: string, onto: string): Program {
  const target = program.buffers.find((buffer) => buffer.id === onto);
  return {
    ...program,
    buffers: program.buffers.map((buffer) =>
      buffer.id === id ? { ...buffer, arenaOffset: target?.arenaOffset ?? 0 } : buffer,
    ),
  };
}

function readersOf(program: Program): string[] {
  const sequence = wholeStep(program);
  const names = dataFlow(program).staleReads.map(({ reader }) => {
    const instruction = sequence[reader];
    return instruction === undefined ? "" : nameOf(instruction);
  });
  return [...new Set(names)];
}

describe("data flow", () => {
  it("leads from writer to reader in what sound plans are lowered to", () => {
    for (const kind of ["sequential", "overlapped"] as const) {
      for (const tensorParallel of [1, 2] as const) {
        for (const options of [{}, { mlp: EXPERTS }]) {
          const plan = planFixture({ kind, tensorParallel, ...options });
          expect(dataFlow(lowerPlan(plan, 5)).staleReads).toEqual([]);
        }
      }
    }
  });

  it("lets somebody read whatever is written, except the choices of experts", () => {
    const program = lowerPlan(planFixture({ mlp: EXPERTS }), 3);
    const unread = dataFlow(program).versions.filter(({ readers }) => readers.length === 0);
    const ids = new Set(unread.map(({ buffer }) => program.buffers[buffer]?.id));
    expect([...ids].sort()).toEqual([
      "residual",
      "router_experts.0",
      "router_experts.1",
      "sampled_tokens",
    ]);
  });

  it("sees a buffer that loses its bytes to another one, though all is in order", () => {
    const program = overlaid(SEQUENTIAL, "gate_up_proj.0", "residual");
    expect(findRaces(program)).toEqual([]);
    expect(readersOf(program)).toContain("attention_norm.0");
  });

  it("sees rows that nobody wrote", () => {
    const instructions = SEQUENTIAL.instructions.map((instruction) =>
      instruction.nanoOperation === "silu_mul.0" && instruction.layer === 0
        ? { ...instruction, writes: instruction.writes.map((w) => ({ ...w, end: w.end - 1024 })) }
        : instruction,
    );
    const program = { ...SEQUENTIAL, instructions };
    expect(readersOf(program)).toEqual(["down_proj.0"]);
  });

  it("sees rows that are left from the layer before", () => {
    const instructions = SEQUENTIAL.instructions.map((instruction) =>
      instruction.nanoOperation === "qkv_proj.0" && instruction.layer === 2
        ? { ...instruction, writes: [] }
        : instruction,
    );
    expect(readersOf({ ...SEQUENTIAL, instructions })).toContain("rope_kv_append.0");
  });
});
