import { beforeAll, describe, expect, it } from "@jest/globals";
import { CostTable } from "../../src/cost/cost-table.ts";
import { PlannerError } from "../../src/errors.ts";
import { parseText, validated } from "../../src/files/read-document.ts";
import { requireTimes } from "../../src/gate/judge-set.ts";
import type { PlanSet } from "../../src/generated/plan-set.ts";
import { coverageOf } from "../../src/plan-set/coverage.ts";
import { planSetHash } from "../../src/plan-set/plan-set-file.ts";
import { programName } from "../../src/plan-set/program-name.ts";
import { stepTimes } from "../../src/plan-set/step-times.ts";
import { verifyPlanSet } from "../../src/plan-set/verify-set.ts";
import type { LoadedProfile } from "../../src/profile/load.ts";
import { searchPlan } from "../../src/search/search.ts";
import { setCommandRemarks } from "../../src/setup/command-remarks.ts";
import { searchRequest } from "../support/search-request.ts";
import { editsOf, leavesOf, placeOf, withLeaf } from "../support/single-edits.ts";

/** What is free text: the hash is computed anew. Edits of plans are tried with a plan alone. */
const FREE: readonly string[] = ["hash", "schema", "provenance.tool"];
/** Of the set as it was made. */
const KNOWN = /^the profile was not measured|^some kernels are smaller/;

const COMMAND =
  "nanoflow-plan search --model tiny/config.json --gpu h100-sxm --tp 1 --workload w.csv";
const KV_TOKENS = 300_000;

let set: PlanSet;
let profile: LoadedProfile;

/** A set of the steady state and of decode tokens alone, neither of them searched. */
beforeAll(async () => {
  const asked = searchRequest("llama-3-8b", 1, {
    ...{ groups: [104], tokens: [128, 192, 256, 512], contexts: [0, 512, 2048] },
  });
  profile = asked.profile;
  const costs = new CostTable(profile.profile);
  const [steady] = asked.batches;
  const batches = [{ ...steady, tokens: 192, prefillTokens: 0, prefillContext: 0 }, steady];
  const plans = [];
  for (const batch of batches) {
    const { tokens, decodeTokens } = batch as NonNullable<typeof steady>;
    const { plan } = await searchPlan({
      ...{
        ...asked,
        method: "none",
        ...{ workloadName: "w.csv", profileName: "h100-sxm" },
        batches: [batch] as typeof asked.batches,
      },
      model: { ...asked.model, id: "tiny", layers: 4 },
      command: `${COMMAND} --batch ${tokens} --decode ${decodeTokens} --method none`,
    });
    plans.push(plan);
  }
  const made = {
    schema: "nanoflow-plan/plan-set/1" as const,
    ...{ model: "tiny", gpu: "h100-sxm" },
    workload: {
      ...{ name: "w.csv", denseBatchTokens: 512, decodeTokens: 192 },
      ...{ mostDecodeTokens: 192, kvCapacityTokens: KV_TOKENS },
    },
    provenance: { tool: "fixture", command: `${COMMAND} --node-limit 1000 --set` },
    search: { searched: 0, gap: 0.005, nodesEach: 1000, timeEachSeconds: null },
    coverage: coverageOf((plans[0] as (typeof plans)[number]).model, costs),
    programs: plans.map((plan, index) => ({
      name: programName(plan.workload),
      phase: index === 0 ? "drain" : "steady",
      steps: stepTimes(plan, costs, KV_TOKENS),
      plan,
    })) as PlanSet["programs"],
  };
  set = JSON.parse(JSON.stringify({ ...made, hash: planSetHash(made) }));
});

/** What `verify` or the gate says of a set. */
function saidOf(edited: PlanSet): string[] {
  const document = parseText("a.plan-set.yaml", JSON.stringify(edited));
  try {
    validated(document, "plan-set");
    requireTimes(edited, profile, "");
    const findings = [
      ...verifyPlanSet(document, edited, profile),
      ...setCommandRemarks(edited, document),
    ];
    return findings.map(({ message }) => message).filter((message) => !KNOWN.test(message));
  } catch (error) {
    if (error instanceof PlannerError) return [error.message];
    throw error;
  }
}

describe("a set with one edit", () => {
  it("says nothing without one", () => {
    expect(saidOf(set)).toEqual([]);
  });

  it("is noticed by verify or the gate, whatever the place, but for free text", () => {
    const silent = leavesOf(set)
      .filter(([keys]) => !keys.includes("plan") && !FREE.includes(placeOf(keys)))
      .flatMap(([keys, value]) =>
        editsOf(value).flatMap((edit) => {
          const edited = withLeaf(set, keys, edit);
          edited.hash = planSetHash(edited);
          return saidOf(edited).length === 0 ? [`${keys.join(".")}: ${edit}`] : [];
        }),
      );
    expect(silent).toEqual([]);
  });
});
