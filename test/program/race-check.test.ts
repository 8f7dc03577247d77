import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { BufferAccess, Program } from "../../src/generated/program.ts";
import { lowerPlan } from "../../src/program/lower.ts";
import { findRaces } from "../../src/program/race-check.ts";
import { planFixture } from "../support/plan-fixture.ts";

const PROGRAMS = [
  lowerPlan(planFixture(), 3),
  lowerPlan(planFixture({ tensorParallel: 2 }), 3),
  lowerPlan(planFixture({ kind: "sequential", tensorParallel: 2 }), 3),
];

/** The program without some of its waits, chosen by their number. */
function withoutWaits(program: Program, dropped: ReadonlySet<number>): Program {
  let number = 0;
  return {
    ...program,
    instructions: program.instructions.map((instruction) => ({
      ...instruction,
      waits: instruction.waits.filter(() => !dropped.has(number++)),
    })),
  };
}

/**
 * Carries out the program in some order that its streams and waits allow.
 *
 * @param choose position in the list of ready instructions, or undefined to give up
 */
function interleave(
  { streams, instructions }: Program,
  choose: (ready: readonly number[]) => number | undefined,
): number[] {
  const queues = streams.map((_, stream) =>
    [...instructions.keys()].filter((position) => instructions[position]?.stream === stream),
  );
  const done = new Set<number>();
  while (done.size < instructions.length) {
    const ready = queues
      .map((queue) => queue.find((position) => !done.has(position)))
      .filter((position) => position !== undefined)
      .filter((position) => instructions[position]?.waits.every((wait) => done.has(wait)));
    const chosen = choose(ready);
    if (chosen === undefined) break;
    done.add(chosen);
  }
  return [...done];
}

/** For each instruction, the last writers of the bytes that it reads, in a given order. */
function observe({ buffers, instructions }: Program, sequence: readonly number[]): string[] {
  const place = ({ buffer, start, end }: BufferAccess) => {
    const { id, arenaOffset } = buffers[buffer] ?? { id: "", arenaOffset: 0 };
    const base = arenaOffset ?? 0;
    return { memory: arenaOffset === null ? id : "arena", start: base + start, end: base + end };
  };
  const places = instructions.flatMap(({ reads, writes }) => [...reads, ...writes].map(place));
  const edges = [...new Set(places.flatMap(({ start, end }) => [start, end]))].sort(
    (a, b) => a - b,
  );
  const cellsOf = (access: BufferAccess) => {
    const { memory, start, end } = place(access);
    return edges.filter((edge) => edge >= start && edge < end).map((edge) => `${memory} ${edge}`);
  };
  const owner = new Map<string, number>();
  const seen: string[] = [];
  for (const position of sequence) {
    const { reads, writes } = instructions[position] ?? { reads: [], writes: [] };
    const owners = reads.flatMap(cellsOf).map((cell) => owner.get(cell) ?? "input");
    seen[position] = owners.join(" ");
    for (const cell of writes.flatMap(cellsOf)) owner.set(cell, position);
  }
  return seen;
}

const someProgram = fc.constantFrom(...PROGRAMS);
const someWaits = fc.uniqueArray(fc.nat(60), { maxLength: 2 }).map((list) => new Set(list));

describe("race check", () => {
  it("finds no race in what a sound plan is lowered to", () => {
    for (const program of PROGRAMS) expect(findRaces(program)).toEqual([]);
  });

  it("agrees with random interleavings: without races, every order gives the same data", () => {
    fc.assert(
      fc.property(someProgram, someWaits, fc.infiniteStream(fc.nat()), (base, dropped, random) => {
        const program = withoutWaits(base, dropped);
        fc.pre(findRaces(program).length === 0);
        const expected = observe(program, [...program.instructions.keys()]);
        const sequence = interleave(
          program,
          (ready) => ready[(random.next().value ?? 0) % ready.length],
        );
        expect(observe(program, sequence)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it("agrees with directed interleavings: each race can go either way", () => {
    fc.assert(
      fc.property(someProgram, someWaits, (base, dropped) => {
        const program = withoutWaits(base, dropped);
        for (const { first, second } of findRaces(program).slice(0, 3)) {
          const holdBack = (held: number, other: number) =>
            interleave(program, (ready) => ready.find((each) => each !== held)).includes(other);
          expect(holdBack(first, second)).toBe(true);
          expect(holdBack(second, first)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("finds a race when a wait that orders data is dropped", () => {
    const [program] = PROGRAMS;
    if (program === undefined) throw new Error("no program");
    const races = findRaces(withoutWaits(program, new Set([0])));
    expect(races.length).toBeGreaterThan(0);
  });

  it("sees two buffers that share bytes of the arena", () => {
    const [program] = PROGRAMS;
    if (program === undefined) throw new Error("no program");
    const buffers = program.buffers.map((buffer) =>
      buffer.arenaOffset === null ? buffer : { ...buffer, arenaOffset: 0 },
    );
    const races = findRaces({ ...program, buffers });
    expect(races.some(({ firstBuffer, secondBuffer }) => firstBuffer !== secondBuffer)).toBe(true);
  });

  it("rejects a wait for a later instruction", () => {
    const [program] = PROGRAMS;
    if (program === undefined) throw new Error("no program");
    const instructions = program.instructions.map((instruction, position) =>
      position === 0 ? { ...instruction, waits: [5] } : instruction,
    );
    expect(() => findRaces({ ...program, instructions })).toThrow(/waits for instruction 5/);
  });
});
