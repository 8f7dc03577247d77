import { describe, expect, it } from "@jest/globals";
import { ReusedTable } from "../../../src/search/problem/reused-table.ts";

describe("a reused table", () => {
  it("gives zeros each time, of one memory while that is large enough", () => {
    const room = new ReusedTable();
    const first = room.zeros(100).fill(1);
    const smaller = room.zeros(9).fill(2);
    expect(smaller.buffer).toBe(first.buffer);
    expect(smaller).toHaveLength(9);
    const again = room.zeros(100);
    expect(again.buffer).toBe(first.buffer);
    expect(again.every((number) => number === 0)).toBe(true);
    expect(room.zeros(101)).toEqual(new Float64Array(101));
  });
});
