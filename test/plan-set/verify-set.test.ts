import { beforeAll, describe, expect, it } from "@jest/globals";
import { parseText } from "../../src/files/read-document.ts";
import type { PlanSet } from "../../src/generated/plan-set.ts";
import { withHash } from "../../src/plan/plan-hash.ts";
import { planSetHash, readPlanSet, writePlanSet } from "../../src/plan-set/plan-set-file.ts";
import { coverageText, verifyPlanSet } from "../../src/plan-set/verify-set.ts";
import type { LoadedProfile } from "../../src/profile/load.ts";
import { loadProfileOf } from "../../src/setup/plan-profile.ts";

type Program = PlanSet["programs"][number];

let set: PlanSet;
let profile: LoadedProfile;

/** Four programs of the committed set, which are a set too. */
beforeAll(() => {
  const path = "plans/h200-sxm/llama-3-8b-tp1-1024-512.plan-set.yaml";
  const whole = readPlanSet(path).set;
  const names = ["d1", "d703", "p2048", "d683p1365"];
  set = stamped({
    ...whole,
    search: { ...whole.search, searched: 1 },
    programs: whole.programs.filter(({ name }) => names.includes(name)) as PlanSet["programs"],
  });
  profile = loadProfileOf(path, set.programs[0].plan);
});

function stamped(changed: PlanSet): PlanSet {
  return { ...changed, hash: planSetHash(changed) };
}

/** What is found in a copy of the set that was changed and stamped anew. */
function findingsOf(change: (copy: PlanSet) => void, stamp = stamped) {
  const copy = structuredClone(set);
  change(copy);
  const text = writePlanSet(stamp(copy));
  const document = parseText("a.yaml", text);
  return { text, findings: verifyPlanSet(document, document.value as PlanSet, profile) };
}

function errorsOf(change: (copy: PlanSet) => void) {
  const { text, findings } = findingsOf(change);
  const lines = text.split("\n");
  return findings
    .filter(({ severity }) => severity === "error")
    .map(({ message, position }) => ({ message, line: lines[(position.line ?? 0) - 1] ?? "" }));
}

function programOf({ programs }: PlanSet, name: string): Program {
  return programs.find((program) => program.name === name) as Program;
}

describe("verification of a plan set", () => {
  it("finds the committed programs sound, and says once which of their times are bounds", () => {
    const { findings } = findingsOf(() => {});
    expect(findings).toMatchObject([{ severity: "note", code: "coverage" }]);
    expect(coverageText(set)).toMatch(/: d1, p2048$/);
  });

  it.each<[what: string, change: (copy: PlanSet) => void, message: RegExp, line: RegExp]>([
    [
      "a name that is another program's",
      (copy) => Object.assign(programOf(copy, "d1"), { name: "d2" }),
      /the plan of d2 is for d1/,
      /name: d2/,
    ],
    [
      "a time that is not its plan's",
      (copy) => {
        const { steps } = programOf(copy, "p2048");
        steps[0][1] *= 1.01;
      },
      /p2048 lacks the time that its plan predicts/,
      /- \[0, \d/,
    ],
    [
      "KV tokens that do not rise",
      (copy) => programOf(copy, "d1").steps.reverse(),
      /the KV tokens of d1 do not rise/,
      /- \[2560, /,
    ],
    [
      "the phase of other tokens",
      (copy) => Object.assign(programOf(copy, "d1"), { phase: "part-filled" }),
      /the phase of d1 is part-filled, but its tokens are those of drain/,
      /phase: part-filled/,
    ],
    [
      "no steady state",
      (copy) => Object.assign(programOf(copy, "d683p1365"), { phase: "ramp-up" }),
      /there is not one program of the steady state: 2048 tokens, 683 of them/,
      /- name/,
    ],
    [
      "the steady state of another step",
      (copy) => Object.assign(copy.workload, { decodeTokens: 684 }),
      /there is not one program of the steady state/,
      /- name/,
    ],
    [
      "requests that no program takes",
      (copy) => Object.assign(copy.workload, { mostDecodeTokens: 704 }),
      /no program takes 704 decode tokens; the largest takes 703/,
      /mostDecodeTokens: 704/,
    ],
    [
      "fewer requests at most than in the steady state",
      (copy) => Object.assign(copy.workload, { mostDecodeTokens: 682 }),
      /683 requests generate in the steady state, more than 682 at most/,
      /mostDecodeTokens: 682/,
    ],
    [
      "a KV cache that does not hold the steady state",
      (copy) => Object.assign(copy.workload, { kvCapacityTokens: 800_000 }),
      /the steady state holds 874,240 tokens, more than a KV cache of 800,000/,
      /kvCapacityTokens: 800000/,
    ],
    [
      "a step that takes less time than one that reads less",
      (copy) => {
        const { steps } = programOf(copy, "d1");
        const last = steps.at(-1);
        if (last !== undefined) last[1] = 1;
      },
      /the times of d1 fall where it reads more/,
      /- \[/,
    ],
    [
      "a plan for another workload",
      (copy) => {
        const program = programOf(copy, "d1");
        program.plan.workload.name = "other";
        program.plan = withHash(program.plan);
      },
      /the workload.name of this plan is not that of the set/,
      /name: other/,
    ],
    [
      "a plan for other layers",
      (copy) => {
        const program = programOf(copy, "d703");
        program.plan.model.layers = 31;
        program.plan = withHash(program.plan);
      },
      /the model of this plan is not that of the set/,
      /id: llama-3-8b/,
    ],
    [
      "a plan that was changed",
      (copy) => {
        programOf(copy, "d703").plan.nanoOperations[0].implementation = "none";
      },
      /`none`, which the profile does not have/,
      /implementation: none/,
    ],
    [
      "silence about a size that was not measured",
      (copy) => {
        delete programOf(copy, "d1").smallerThanMeasured;
      },
      /d1 does not say which of its kernels are smaller than any measured/,
      /- name: d1/,
    ],
    [
      "a KV cache that the GPU cannot hold",
      (copy) => Object.assign(copy.workload, { kvCapacityTokens: 9_000_860 }),
      /a KV cache of 9,000,860 tokens does not fit the GPU, which holds 900,086/,
      /kvCapacityTokens: 9000860/,
    ],
    [
      "another number of searched programs",
      (copy) => Object.assign(copy.search, { searched: 9 }),
      /9 programs are said to be searched, and 1 were/,
      /searched: 9/,
    ],
    [
      "another coverage",
      (copy) => Object.assign(copy.coverage, { leastTokens: 1 }),
      /the profile covers other batches/,
      /leastTokens: 1/,
    ],
  ])("finds %s, and says where", (_, change, message, line) => {
    const errors = errorsOf(change);
    expect(errors).toContainEqual({
      message: expect.stringMatching(message),
      line: expect.stringMatching(line),
    });
  });

  it("finds two programs of one name", () => {
    const errors = errorsOf((copy) => {
      copy.programs.push(structuredClone(programOf(copy, "d703")));
    });
    expect(errors.map(({ message }) => message)).toEqual(["two programs are called d703"]);
  });

  it("finds that a set was changed after its search, and not that one of its plans was measured", () => {
    const keep = (copy: PlanSet) => copy;
    const changed = findingsOf((copy) => Object.assign(copy.search, { nodesEach: 1 }), keep);
    expect(changed.findings).toContainEqual(expect.objectContaining({ code: "hash" }));
    const { periodUs, stepUs } = programOf(set, "d703").plan.predicted;
    const measured: NonNullable<Program["plan"]["measured"]> = {
      ...{ periodUs, stepUs, spread: 0.01, samples: 3, layers: 32, clockMhz: 1500, powerW: 600 },
      ...{ gpu: "NVIDIA H200", driverVersion: "1", cublasLtVersion: "1", command: "run" },
      measuredAt: "2026-01-01T00:00:00Z",
    };
    const { findings } = findingsOf((copy) => {
      programOf(copy, "d703").plan.measured = measured;
    }, keep);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});
