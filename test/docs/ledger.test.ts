import { describe, expect, it } from "@jest/globals";
import {
  errorsOf,
  excessByModel,
  headerOf,
  isHeldOut,
  isOfKernelsThatRan,
  type LedgerRow,
  promiseOf,
  sequentialExcess,
} from "../../scripts/docs/ledger.ts";
import { readPlan } from "../../src/plan/plan-file.ts";

interface Run {
  at: string;
  atRun?: LedgerRow["atRun"];
  today?: LedgerRow["today"];
  promisedSpeedup?: number;
}

const BEFORE = "2026-11-30T12:00:00Z";
const AFTER = "2026-11-30T21:30:00Z";

/** 1000 µs a layer were measured, and 1.04 times as fast as the sequential plan. */
function row({ at, atRun = null, today = null, promisedSpeedup }: Run): LedgerRow {
  return {
    file: `${at}.plan.yaml`,
    commit: "abc",
    plan: { kind: "overlapped", model: { id: "m" }, predicted: { promisedSpeedup } },
    measured: {
      measuredAt: at,
      periodUs: 1000,
      sequential: { periodUs: 1040, speedup: 1.04, verdict: "faster" },
    },
    ...{ atRun, today },
  } as unknown as LedgerRow;
}

describe("the ledger of runs", () => {
  it("estimates the excess from runs until then, and holds later ones out", () => {
    const fitted = row({ at: BEFORE, today: { periodUs: 990, speedup: 1.06 } });
    const heldOut = row({ at: AFTER, today: { periodUs: 990, speedup: 1.2 } });
    expect([fitted, heldOut].map(isHeldOut)).toEqual([false, true]);
    expect(excessByModel([fitted, heldOut])).toMatchObject([{ model: "m", runs: 1 }]);
    expect(excessByModel([fitted, heldOut])[0]?.excess).toBeCloseTo(0.02);
  });

  it("judges the promise that a plan stated, or its prediction less the excess", () => {
    const atRun = { periodUs: 980, speedup: 1.07 };
    const rows = [row({ at: AFTER, atRun, promisedSpeedup: 1.05 }), row({ at: AFTER, atRun })];
    expect(rows.map((each) => promiseOf(each, 0.01)?.speedup)).toEqual([1.05, 1.06]);
    const errors = errorsOf(rows, (each) => promiseOf(each, 0.01));
    expect(errors.meanSpeedup).toBeCloseTo(0.015);
    expect(errors.worstPeriod).toBeCloseTo(0.02);
    expect(promiseOf(row({ at: AFTER }), 0.01)).toBeNull();
  });

  it("tells promises by measurements of older kernels from those by the kernels that ran", () => {
    const kept = ["2026-11-30T2129-llama-3.1-8b", "2026-11-30T2226-llama-3.1-8b"].map((name) => {
      const { plan } = readPlan(`docs/accuracy/h200-sxm-${name}-tp1-512-512.plan.yaml`);
      return isOfKernelsThatRan({ plan, measured: plan.measured as LedgerRow["measured"] });
    });
    expect(kept).toEqual([false, true]);
  });

  it("says by how much the sequential plan was predicted too slow", () => {
    const atRun = { periodUs: 1000, speedup: 1.0608 };
    expect(sequentialExcess([row({ at: AFTER, atRun })])).toBeCloseTo(0.02);
  });

  it("keeps what was predicted of the layers that ran in the first line of a run", () => {
    expect(headerOf("abc1234", { periodUs: 1414.628, speedup: 1.10096 })).toBe(
      "# Ran at commit abc1234. Predicted for its layers: 1414.63 µs, 1.1010x.\n",
    );
  });
});
