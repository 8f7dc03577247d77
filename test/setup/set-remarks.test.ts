import { beforeAll, describe, expect, it } from "@jest/globals";
import { CostTable } from "../../src/cost/cost-table.ts";
import type { Document } from "../../src/files/document.ts";
import type { PlanSet } from "../../src/generated/plan-set.ts";
import { readPlanSet } from "../../src/plan-set/plan-set-file.ts";
import { gridOf } from "../../src/plan-set/set-grid.ts";
import { loadProfileOf } from "../../src/setup/plan-profile.ts";
import { setRemarks } from "../../src/setup/set-remarks.ts";

const PATH = "plans/h200-sxm/llama-3-8b-tp1-1024-512.plan-set.yaml";
/** Two of its programs: to simulate all takes a second. */
const KEPT = ["d1", "d683p1365"];

let set: PlanSet;
let document: Document;
let costs: CostTable;
let memoryBytes: number;

beforeAll(() => {
  const shipped = readPlanSet(PATH);
  document = shipped.document;
  const { profile } = loadProfileOf(PATH, shipped.set.programs[0].plan);
  costs = new CostTable(profile);
  memoryBytes = profile.gpu.memoryBytes;
  const programs = shipped.set.programs.filter(({ name }) => KEPT.includes(name));
  set = { ...shipped.set, programs: programs as PlanSet["programs"] };
});

function saidOf(change: (copy: PlanSet) => void): string[] {
  const copy = structuredClone(set);
  change(copy);
  return setRemarks(copy, document, costs, memoryBytes).map(
    ({ severity, message }) => `${severity}: ${message}`,
  );
}

describe("a set beside what its search makes", () => {
  const lacks = expect.stringMatching(/^note: it lacks programs that its search makes: d2, d4, /);

  it("lacks the programs that were taken out, and no others", () => {
    const [said, ...others] = saidOf(() => {});
    expect(others).toEqual([]);
    const missing = (said ?? "").split(": ").at(-1)?.split(", ") ?? [];
    expect(missing).toHaveLength(gridOf(set.workload).length - KEPT.length);
    for (const name of KEPT) expect(missing).not.toContain(name);
  });

  it.each<[what: string, change: (copy: PlanSet) => void, message: RegExp]>([
    [
      "a step less",
      ({ programs: [first] }) => first.steps.pop(),
      /^error: the simulator says other times of the steps of d1 than the set$/,
    ],
    [
      "a step for other tokens",
      ({ programs: [first] }) => first.steps[1]?.splice(0, 1, 700),
      /^error: the simulator says other times of the steps of d1/,
    ],
    [
      "a plan with other times",
      ({ programs: [, steady] }) =>
        Object.assign(steady?.plan.nanoOperations[0] ?? {}, { durationUs: 1 }),
      /^error: it says that \S+ takes 1 µs, but the simulator says/,
    ],
    [
      "fewer requests at a time",
      ({ workload }) => Object.assign(workload, { mostDecodeTokens: 690 }),
      /^note: 690 requests are said to generate .* but 1024\/512 makes it 703$/,
    ],
    [
      "another steady state",
      ({ workload }) => Object.assign(workload, { denseBatchTokens: 1920 }),
      /^note: it has programs that its search does not make: d683p1365$/,
    ],
  ])("is found with %s", (_, change, message) => {
    expect(saidOf(change)).toEqual(expect.arrayContaining([expect.stringMatching(message), lacks]));
  });

  it("is found with a smaller KV cache than the GPU has room for", () => {
    const said = saidOf(({ workload }) => Object.assign(workload, { kvCapacityTokens: 899_000 }));
    expect(said).toContain(
      "note: the KV cache is of 899,000 tokens, and the GPU has room for 900,086",
    );
  });
});
