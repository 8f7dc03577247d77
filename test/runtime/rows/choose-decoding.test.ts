import { describe, expect, it } from "@jest/globals";
import { below, randomFrom } from "../../../src/random.ts";
import type { Sequence } from "../../../src/runtime/requests/sequence.ts";
import { chooseDecoding } from "../../../src/runtime/rows/choose-decoding.ts";
import { sequenceOf } from "../../support/sequences.ts";

function decoding(count: number, priorityOf: (id: number) => number = () => 0): Sequence[] {
  return Array.from({ length: count }, (_, id) => sequenceOf(id, { priority: priorityOf(id) }));
}

const rising = (a: number, b: number) => a - b;

/** How often each had a row in so many steps, and how long one waited at most. */
function served(sequences: readonly Sequence[], rows: number, steps: number) {
  const rowsOf = sequences.map(() => 0);
  const lastStep = sequences.map(() => 0);
  let [turns, longest] = [0, 0];
  for (let step = 1; step <= steps; step++) {
    const chosen = chooseDecoding(sequences, rows);
    expect(chosen.length).toBe(Math.min(rows, sequences.length));
    expect(new Set(chosen).size).toBe(chosen.length);
    for (const sequence of chosen) {
      const { id } = sequence;
      longest = Math.max(longest, step - (lastStep[id] as number));
      lastStep[id] = step;
      sequence.turn = ++turns;
      rowsOf[id] = (rowsOf[id] as number) + 1;
    }
  }
  return { rowsOf, longest };
}

describe("decoding requests", () => {
  it("all get a row where there are enough", () => {
    expect(served(decoding(5), 5, 10).rowsOf).toEqual([10, 10, 10, 10, 10]);
  });

  for (const [count, rows] of [
    [10, 9],
    [10, 6],
    [10, 3],
    [7, 1],
  ] as const) {
    it(`take turns: ${count} of them on ${rows} rows`, () => {
      const { rowsOf, longest } = served(decoding(count), rows, 1000);
      expect(longest).toBeLessThanOrEqual(Math.ceil(count / rows));
      const mean = (1000 * rows) / count;
      for (const each of rowsOf) expect(Math.abs(each - mean)).toBeLessThanOrEqual(1);
    });
  }

  it("are those whose last row lies farthest back, where some never had one", () => {
    const random = randomFrom(7);
    for (let round = 0; round < 200; round++) {
      const sequences = decoding(1 + below(random, 40));
      for (const sequence of sequences) sequence.turn = below(random, 12);
      const rows = below(random, sequences.length + 1);
      const turnsOf = (some: readonly Sequence[]) => some.map(({ turn }) => turn).sort(rising);
      const chosen = chooseDecoding(sequences, rows);
      expect(turnsOf(chosen)).toEqual(turnsOf(sequences).slice(0, rows));
      expect(new Set(chosen).size).toBe(rows);
    }
  });

  it("go by priority first", () => {
    const { rowsOf } = served(
      decoding(6, (id) => Number(id >= 2)),
      5,
      100,
    );
    expect(rowsOf.slice(2)).toEqual([100, 100, 100, 100]);
    expect(rowsOf[0]).toBe(50);
  });
});
