import { describe, expect, it } from "@jest/globals";
import { contains, cross, overlap, passesThrough } from "../../../src/report/chart/geometry.ts";
import {
  layOutRoofline,
  type MeasuredOperation,
  RADIUS,
  type RooflineLayout,
} from "../../../src/report/chart/roofline-layout.ts";

const CEILINGS = {
  gemmFlopsPerSecond: 8e14,
  copyBytesPerSecond: 3e12,
  networkBytesPerSecond: 4e11,
};

/** What lies over what. */
function collisions({ frame, roof, points }: RooflineLayout): string[] {
  const faults: string[] = [];
  for (const { operation, label, leader } of points) {
    const check = (wrong: boolean, what: string) => {
      if (wrong) faults.push(`${operation.name} ${what}`);
    };
    check(!contains(frame, label), "leaves the frame");
    check(
      roof.some((line) => passesThrough(line, label)),
      "lies on the roof",
    );
    for (const other of points) {
      const disc = {
        x: other.x - RADIUS,
        y: other.y - RADIUS,
        width: 2 * RADIUS,
        height: 2 * RADIUS,
      };
      const { name } = other.operation;
      check(overlap(label, disc), `covers the point of ${name}`);
      if (other.operation === operation) continue;
      check(overlap(label, other.label), `covers ${name}`);
      if (leader === undefined) continue;
      check(passesThrough(leader, other.label), `has a line through ${name}`);
      check(
        other.leader !== undefined && cross(leader, other.leader),
        `has a line across that of ${name}`,
      );
    }
  }
  return faults;
}

function operation(name: string, intensity: number, share: number): MeasuredOperation {
  const flops = 1e12;
  const roof = Math.min(CEILINGS.gemmFlopsPerSecond, CEILINGS.copyBytesPerSecond * intensity);
  return {
    name,
    flops,
    memoryBytes: flops / intensity,
    measuredUs: (flops / (roof * share)) * 1e6,
  };
}

describe("layOutRoofline", () => {
  it.each([
    ["apart", [0.6, 4, 20, 100, 700], 0.8],
    ["crowded under the slope", [0.6, 0.61, 0.62, 0.63, 0.64, 0.66], 0.9],
    ["crowded under the flat roof", [650, 700, 710, 720, 730, 750], 0.97],
    ["on one another", [4, 4, 4, 4], 0.9],
    ["on the roof", [0.6, 4, 20, 266, 700, 705], 1],
    ["at the edges", [0.001, 0.002, 90_000, 100_000], 0.5],
  ])("keeps names off points, names, lines and the roof: %s", (_, intensities, share) => {
    const layout = layOutRoofline(
      intensities.map((intensity, index) =>
        operation(`some_operation_${index}`, intensity, share - index * 0.002),
      ),
      CEILINGS,
    );
    expect(collisions(layout)).toEqual([]);
    const names = layout.points.map(({ operation, text }) => {
      const entry = layout.key.find(({ number }) => String(number) === text);
      return [operation.name, entry?.name ?? text];
    });
    expect(names).toHaveLength(intensities.length);
    for (const [name, shown] of names) expect(shown).toBe(name);
  });

  it("leaves a lonely name beside its point, without a line", () => {
    const { points } = layOutRoofline([operation("lonely", 20, 0.3)], CEILINGS);
    expect(points[0]?.leader).toBeUndefined();
  });

  it("leaves out what moves no bytes or computes nothing", () => {
    const idle = { name: "idle", flops: 0, memoryBytes: 1, measuredUs: 1 };
    expect(layOutRoofline([idle], CEILINGS).points).toEqual([]);
  });
});
