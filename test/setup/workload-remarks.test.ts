import { describe, expect, it } from "@jest/globals";
import { parseText } from "../../src/files/read-document.ts";
import type { Plan } from "../../src/generated/plan.ts";
import type { PlanSet } from "../../src/generated/plan-set.ts";
import { setWorkloadRemarks, workloadRemarks } from "../../src/setup/workload-remarks.ts";
import { planFixture } from "../support/plan-fixture.ts";

const FIXTURE = planFixture();
const COMMAND = "nanoflow-plan search --model llama-3-8b --workload";

const STEADY: Plan["workload"] = {
  name: "1024/512",
  denseBatchTokens: 1920,
  decodeTokens: 640,
  prefillTokens: 1280,
  decodeContext: 1280,
  prefillContext: 0,
};
const EXPLICIT: Plan["workload"] = { ...STEADY, name: "640+1280 x 1280" };
const SHAREGPT: Plan["workload"] = {
  name: "sharegpt",
  denseBatchTokens: 1792,
  decodeTokens: 951,
  prefillTokens: 841,
  decodeContext: 565.1418178383907,
  prefillContext: 632.1018293452994,
};

function messagesOf(workload: Plan["workload"], command = `${COMMAND} ${workload.name}`): string[] {
  const provenance = { ...FIXTURE.provenance, command };
  const plan = { ...FIXTURE, workload, provenance };
  const remarks = workloadRemarks(plan, parseText("a.yaml", JSON.stringify(plan)));
  return remarks.map(({ severity, message }) => `${severity}: ${message}`);
}

describe("a plan's dense batch", () => {
  it.each([STEADY, EXPLICIT, SHAREGPT, { ...STEADY, name: "w.csv", decodeContext: 7 }])(
    "is what its workload makes it: $name",
    (workload) => {
      expect(messagesOf(workload)).toEqual([]);
    },
  );

  it.each<[Plan["workload"], Partial<Plan["workload"]>, string]>([
    [STEADY, { decodeContext: 1000 }, "workload.decodeContext is 1000, but 1024/512 makes it 1280"],
    [STEADY, { prefillContext: 900 }, "workload.prefillContext is 900, but 1024/512 makes it 0"],
    [STEADY, { decodeTokens: 64 }, "workload.decodeTokens is 64, but 1024/512 makes it 640"],
    [SHAREGPT, { decodeContext: 656 }, "decodeContext is 656, but sharegpt makes it 565.1418"],
    [EXPLICIT, { prefillTokens: 128 }, "prefillTokens is 128, but 640+1280 x 1280 makes it 1280"],
    [EXPLICIT, { decodeContext: 128 }, "decodeContext is 128, but 640+1280 x 1280 makes it 1280"],
  ])("is refused otherwise: $name with %j", (workload, change, message) => {
    expect(messagesOf({ ...workload, ...change }).join()).toContain(message);
  });

  it("may be any step that its command asks for", () => {
    const step = { ...STEADY, denseBatchTokens: 64, decodeTokens: 64, prefillTokens: 0 };
    expect(messagesOf(step)).toHaveLength(1);
    expect(messagesOf(step, `${COMMAND} 1024/512 --batch 64 --decode 64`)).toEqual([]);
  });
});

describe("positions that a command asks for", () => {
  it.each([
    [STEADY, 1536, []],
    [STEADY, 1535, ["a request of 1,536 tokens is longer than the 1,535 positions"]],
    [SHAREGPT, 100, ["sharegpt has no figures for --max-positions 100"]],
  ])("leave some requests: $name within %i", (workload, positions, expected) => {
    const command = `${COMMAND} ${workload.name} --max-positions ${positions}`;
    const messages = messagesOf(workload, command);
    expect(messages).toEqual(
      expected.map((text) => expect.stringContaining(`no search succeeds by the command: ${text}`)),
    );
    const set = { workload, provenance: { tool: "", command } } as unknown as PlanSet;
    const ofSet = setWorkloadRemarks(set, parseText("a.yaml", JSON.stringify(set)));
    expect(ofSet.map(({ severity, message }) => `${severity}: ${message}`)).toEqual(messages);
  });
});
