import { beforeAll, describe, expect, it } from "@jest/globals";
import { CostTable } from "../../src/cost/cost-table.ts";
import { PlannerError } from "../../src/errors.ts";
import { parseText, validated } from "../../src/files/read-document.ts";
import { requireOwnTimes } from "../../src/gate/own-times.ts";
import { requireSameProblem } from "../../src/gate/remake.ts";
import { differencesOf, statedOtherwise } from "../../src/gate/stated.ts";
import type { Plan } from "../../src/generated/plan.ts";
import { planHash } from "../../src/plan/plan-hash.ts";
import { searchPlan } from "../../src/search/search.ts";
import type { SearchRequest } from "../../src/search/space/search-request.ts";
import { DEFAULT_SPACE, type SearchSpace } from "../../src/search/space/space.ts";
import { commandRemarks } from "../../src/setup/command-remarks.ts";
import { type ParsedSearch, parseSearchCommand } from "../../src/setup/search-command.ts";
import { verifyPlan } from "../../src/verify/verify.ts";
import { searchRequest } from "../support/search-request.ts";
import { editsOf, leavesOf, placeOf, withLeaf } from "../support/single-edits.ts";

/**
 * What is free text, or what a GPU said and nobody can work out anew. `hash` is computed anew for
 * each edit, and the loader looks for `profile.file` and its sessions.
 */
const FREE: readonly string[] = [
  ...["hash", "schema", "profile.file", "profile.sessions", "profile.sha256", "provenance.tool"],
  ...["measured.spread", "measured.samples", "measured.driverVersion", "measured.cublasLtVersion"],
  ...["measured.clockMhz", "measured.powerW", "measured.measuredAt", "measured.command"],
  ...["measured.periodUs", "measured.stepUs", "measured.gpu"],
  ...["measured.sequential.periodUs", "measured.sequential.verdict"],
];

const COMMAND =
  "nanoflow-plan search --model tiny/config.json --gpu h100-sxm --tp 1 --batch 512 --decode 192 --context 1280 --splits aligned";

const SEARCH = parseSearchCommand(COMMAND) as ParsedSearch;

let request: SearchRequest;
let plan: Plan;
let costs: CostTable;

beforeAll(async () => {
  const asked = searchRequest("llama-3-8b", 1, {
    ...{ interference: 0, capW: null, groups: [104] },
    ...{ tokens: [64, 128, 256, 512], contexts: [0, 512, 2048] },
  });
  const model = { ...asked.model, id: "tiny", layers: 4 };
  const space: SearchSpace = { ...DEFAULT_SPACE, splits: "aligned" };
  request = { ...asked, model, space, command: COMMAND, profileName: "h100-sxm" };
  costs = new CostTable(request.profile.profile);
  const { plan: made } = await searchPlan(request);
  const { periodUs, stepUs, speedup, sequentialUs } = made.predicted;
  const measured: NonNullable<Plan["measured"]> = {
    ...{ periodUs, stepUs, spread: 0, samples: 9, layers: 4, clockMhz: 1700, powerW: 600 },
    ...{ gpu: "synthetic", driverVersion: "1", cublasLtVersion: "1" },
    ...{ measuredAt: "2026-01-01T00:00:00Z", command: "nanoflow-plan run --compare" },
    sequential: { periodUs: sequentialUs, speedup, verdict: "faster" },
  };
  plan = JSON.parse(JSON.stringify({ ...made, measured }));
});

/**
 * The first thing that the gate says of a plan beside what its search makes, or else `verify`, which
 * takes longer.
 */
function saidOf(edited: Plan): string | undefined {
  try {
    const document = parseText("a.plan.yaml", JSON.stringify(edited));
    validated(document, "plan");
    requireSameProblem(edited, plan, SEARCH);
    const { unexplained, explained } = differencesOf(edited, plan);
    const [said] = [...statedOtherwise(edited, plan), ...unexplained, ...explained];
    if (said !== undefined) return said;
    const findings = [
      ...commandRemarks(edited, document),
      ...verifyPlan(document, edited, request.profile),
    ];
    const found = findings.find(({ message }) => message !== KNOWN)?.message;
    if (found === undefined) requireOwnTimes(edited, costs, "");
    return found;
  } catch (error) {
    if (error instanceof PlannerError) return error.message;
    throw error;
  }
}

/** Of the plan as it was made. */
const KNOWN =
  "the profile was not measured but estimated from a datasheet, and so are this plan's numbers";
/** Nano-operations are alike: each edit is made in some of them. */
const SOME = [0, 12];

describe("a plan with one edit", () => {
  it("says nothing without one", () => {
    expect(plan.kind).toBe("overlapped");
    expect(saidOf(plan)).toBeUndefined();
  });

  it("is noticed by verify or the gate, whatever the place, but for free text", () => {
    const silent = leavesOf(plan)
      .filter(([keys]) => !FREE.includes(placeOf(keys)))
      .filter(([[list, at]]) => list !== "nanoOperations" || SOME.includes(Number(at)))
      .flatMap(([keys, value]) =>
        editsOf(value).flatMap((edit) => {
          const edited = withLeaf(plan, keys, edit);
          edited.hash = planHash(edited);
          return saidOf(edited) === undefined ? [`${keys.join(".")}: ${edit}`] : [];
        }),
      );
    expect(silent).toEqual([]);
  });
});
