import { describe, expect, it } from "@jest/globals";
import { violations } from "../../src/files/schemas.ts";
import type { Plan } from "../../src/generated/plan.ts";
import type { Program } from "../../src/generated/program.ts";
import { arcsOf } from "../../src/plan/arcs.ts";
import { happensBefore } from "../../src/program/happens-before.ts";
import { lowerPlan } from "../../src/program/lower.ts";
import { planFixture } from "../support/plan-fixture.ts";
import { plannerError } from "../support/planner-error.ts";
import { EXPERTS } from "../support/small-programs.ts";

const PLAN = planFixture({ tensorParallel: 2 });
const PROGRAM = lowerPlan(PLAN, 5);

function find({ instructions }: Program, id: string, layer: number) {
  const instruction = instructions.find(
    (each) => each.nanoOperation === id && each.layer === layer,
  );
  if (instruction === undefined) throw new Error(`no ${id} in layer ${layer}`);
  return instruction;
}

function buffersRead({ buffers, instructions }: Program, id: string, layer: number) {
  const { reads } = find({ buffers, instructions } as Program, id, layer);
  return reads.map(({ buffer, start, end }) => ({ id: buffers[buffer]?.id, start, end }));
}

/** The plan with an operation in one piece; for its data, not for its order. */
function withJoined(plan: Plan, operation: string): Plan {
  const nanoOperations = plan.nanoOperations
    .filter((each) => each.operation !== operation || each.nanoBatch === 0)
    .map((each) =>
      each.operation === operation
        ? { ...each, tokens: [0, 512] as [number, number], stage: 0 }
        : each,
    );
  const ids = nanoOperations.map(({ id }) => id);
  const lanes = Object.fromEntries(
    Object.entries(plan.lanes).map(([lane, list]) => [lane, list.filter((id) => ids.includes(id))]),
  );
  return { ...plan, lanes, nanoOperations: nanoOperations as Plan["nanoOperations"] };
}

describe("lowerPlan", () => {
  it("gives a valid program", () => {
    expect(violations("program", PROGRAM)).toEqual([]);
    expect(PROGRAM.planHash).toBe(PLAN.hash);
  });

  it("runs each nano-operation once in each layer and in no other", () => {
    const names = PROGRAM.instructions.map(
      ({ nanoOperation, layer }) => `${nanoOperation} ${layer}`,
    );
    const expected = PLAN.nanoOperations.flatMap(({ id }) =>
      Array.from({ length: 5 }, (_, layer) => `${id} ${layer}`),
    );
    expect(names.sort()).toEqual(expected.sort());
  });

  it("keeps every arc of the plan between instructions that exist", () => {
    const before = happensBefore(PROGRAM);
    const positions = new Map(
      PROGRAM.instructions.map((each, index) => [`${each.nanoOperation} ${each.layer}`, index]),
    );
    for (const { from, to, distance } of arcsOf(PLAN)) {
      for (let layer = 0; layer < 5; layer++) {
        const producer = positions.get(`${from} ${layer - distance}`);
        const consumer = positions.get(`${to} ${layer}`);
        if (producer === undefined || consumer === undefined) continue;
        expect(before(producer, consumer)).toBe(true);
      }
    }
  });

  it("has one stream for each lane and partition", () => {
    expect(PROGRAM.partitions).toEqual([
      { side: "group", smCount: 104 },
      { side: "remainder", smCount: 28 },
    ]);
    expect(PROGRAM.streams).toEqual([
      { lane: "compute", partition: 0 },
      { lane: "memory", partition: 1 },
      { lane: "network", partition: 1 },
    ]);
  });

  it("keeps sides of equal size by different mechanisms apart", () => {
    const nanoOperations = PLAN.nanoOperations.map((operation) =>
      operation.id === "o_proj.0"
        ? { ...operation, partition: { ...operation.partition, mechanism: "cta-limit" as const } }
        : operation,
    ) as typeof PLAN.nanoOperations;
    const { partitions, streams } = lowerPlan({ ...PLAN, nanoOperations }, 5);
    const limited = partitions.findIndex(({ mechanism }) => mechanism === "cta-limit");
    expect(partitions[limited]).toEqual({ side: "group", smCount: 104, mechanism: "cta-limit" });
    expect(partitions).toContainEqual({ side: "group", smCount: 104 });
    expect(streams.filter(({ partition }) => partition === limited)).toHaveLength(1);
  });

  it("lets a stream without neighbours wait for none", () => {
    const [first] = PROGRAM.instructions;
    expect(first?.waits).toEqual([]);
    // Decode attention awaits the KV append of the compute stream, and nothing else at the start.
    const attention = find(PROGRAM, "decode_attention.0", 0);
    expect(attention.waits.map((wait) => PROGRAM.instructions[wait]?.nanoOperation)).toEqual([
      "rope_kv_append.0",
    ]);
  });

  it("gives attention its requests and context, and other kernels their tokens", () => {
    expect(find(PROGRAM, "decode_attention.1", 2)).toMatchObject({
      tokens: [256, 320],
      size: { tokens: 64, context: 300 },
    });
    expect(find(PROGRAM, "prefill_attention.0", 2)).toMatchObject({
      tokens: [64, 256],
      size: { tokens: 192, context: 100 },
    });
    // The prompt tokens of the first nano-batch are context of the second.
    expect(find(PROGRAM, "prefill_attention.1", 2).size).toEqual({ tokens: 192, context: 292 });
    expect(find(PROGRAM, "o_proj.0", 2).size).toEqual({ tokens: 256, context: 0 });
  });

  it("lets both kinds of attention fill the rows that o_proj reads", () => {
    const rowBytes = 4 * 32 * 2;
    const written = ["decode_attention.1", "prefill_attention.1"].map(
      (id) => find(PROGRAM, id, 0).writes,
    );
    expect(written.flat()).toMatchObject([
      { start: 0, end: 64 * rowBytes },
      { start: 64 * rowBytes, end: 256 * rowBytes },
    ]);
    expect(buffersRead(PROGRAM, "o_proj.1", 0)).toEqual([
      { id: "attention.1", start: 0, end: 256 * rowBytes },
    ]);
  });

  it("reads the KV of earlier tokens for prefill, and of its own requests for decode", () => {
    const kvBytes = 2 * 2 * 32 * 2;
    const kv = (id: string) =>
      buffersRead(PROGRAM, id, 3).filter((access) => access.id?.startsWith("kv"));
    expect(kv("prefill_attention.1")).toEqual([{ id: "kv.3", start: 0, end: 512 * kvBytes }]);
    expect(kv("decode_attention.1")).toEqual([
      { id: "kv.3", start: 256 * kvBytes, end: 320 * kvBytes },
    ]);
  });

  it("reads in the first layer no output of a layer before it", () => {
    const first = PLAN.nanoOperations.find(({ dependsOn }) => dependsOn[0]?.endsWith("@-1"))?.id;
    const names = (layer: number) =>
      buffersRead(PROGRAM, first ?? "", layer).map((access) => access.id);
    expect(names(0)).toEqual(["residual"]);
    expect(names(1)).toContain("mlp_all_reduce");
  });

  it("places buffers within the arena, and reuses bytes", () => {
    const inArena = PROGRAM.buffers.filter(({ arenaOffset }) => arenaOffset !== null);
    const ends = inArena.map(({ arenaOffset, bytes }) => (arenaOffset ?? 0) + bytes);
    expect(Math.max(...ends)).toBeLessThanOrEqual(PROGRAM.arenaBytes);
    expect(PROGRAM.arenaBytes).toBeLessThan(inArena.reduce((sum, { bytes }) => sum + bytes, 0) / 2);
  });

  it("keeps what the final norm will read from being overwritten", () => {
    const rangeOf = (id: string): [number, number] => {
      const buffer = PROGRAM.buffers.find((each) => each.id === id);
      const start = buffer?.arenaOffset ?? 0;
      return [start, start + (buffer?.bytes ?? 0)];
    };
    for (const output of ["mlp_all_reduce", "residual"]) {
      const [start, end] = rangeOf(output);
      for (const { id, arenaOffset } of PROGRAM.buffers) {
        if (id === output || arenaOffset === null) continue;
        const [otherStart, otherEnd] = rangeOf(id);
        expect(otherEnd <= start || otherStart >= end).toBe(true);
      }
    }
  });

  it("gives an operand one range, by whatever cuts its producers and consumers work", () => {
    const joined = withJoined(planFixture(), "o_proj");
    const program = lowerPlan(joined, 1);
    const rowBytes = 8 * 32 * 2;
    expect(buffersRead(program, "o_proj.0", 0)).toEqual([
      { id: "attention.0", start: 0, end: 512 * rowBytes },
    ]);
    const [written] = find(program, "prefill_attention.1", 0).writes;
    expect(written).toMatchObject({ start: 320 * rowBytes, end: 512 * rowBytes });
    expect(program.buffers[written?.buffer ?? -1]?.id).toBe("attention.0");
  });

  it("refuses to cut rows that are sorted by expert", () => {
    const plan = withJoined(planFixture({ mlp: EXPERTS }), "router");
    const error = plannerError(() => lowerPlan(plan, 1));
    expect(error).toMatchObject({ code: "E_UNSOUND_PLAN" });
    expect(error.message).toMatch(/works on a part of rows that are sorted by expert/);
  });

  it("lists the rows of each kind, and bounds what a step may ask for", () => {
    expect(PROGRAM.batch).toEqual({
      decodeRows: [
        [0, 64],
        [256, 320],
      ],
      prefillRows: [
        [64, 256],
        [320, 512],
      ],
      prefillChunks: 64,
      sampledRows: 128 + 64,
    });
  });

  it("leads from token ids to sampled tokens", () => {
    const names = ({ operation }: { operation: string }) => operation;
    expect(PROGRAM.before.map(names)).toEqual(["embedding", "embedding_all_reduce"]);
    expect(PROGRAM.after.map(names)).toEqual(["final_norm", "sampled_rows", "lm_head", "sampling"]);
    expect(lowerPlan(planFixture(), 1).before.map(names)).toEqual(["embedding"]);
  });

  it("frees the permuted rows of experts before the rows are summed up", () => {
    const program = lowerPlan(planFixture({ kind: "sequential", mlp: EXPERTS }), 3);
    const buffers = find(program, "moe_combine.0", 1).reads.map(
      ({ buffer }) => program.buffers[buffer]?.id,
    );
    expect(buffers).toEqual(
      expect.arrayContaining(["moe_down.0", "router_weights.0", "router_rows.0"]),
    );
    expect(buffers).not.toContain("moe_permute.0");
  });
});
