import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { gate, gateFails } from "../../src/gate/gate.ts";
import type { Program } from "../../src/gate/program.ts";
import type { Plan } from "../../src/generated/plan.ts";
import { readPlan, writePlan } from "../../src/plan/plan-file.ts";
import { withHash } from "../../src/plan/plan-hash.ts";
import type { LoadedProfile } from "../../src/profile/load.ts";
import { gateText } from "../../src/report/gate-report.ts";
import { loadProfileOf } from "../../src/setup/plan-profile.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const PLAN = "own.plan.yaml";
const LIMITS = { tolerance: 0.005, measuredTolerance: 0.05, programs: 2 };
const SHIPPED = "plans/h100-sxm/llama-3-8b-tp1-1024-512.plan.yaml";
let plan: Plan;
let profile: LoadedProfile;

beforeAll(() => {
  const { plan: shipped } = readPlan(SHIPPED);
  const { measured: _, ...unmeasured } = shipped;
  plan = unmeasured;
  profile = loadProfileOf(SHIPPED, shipped);
});

/** A checkout with a plan, whose program makes another, whatever it is asked. */
function checkout(committed: Plan, made: Plan): Program {
  const folder = temporaryFolder();
  const bin = join(folder, "dist", "cli", "bin.js");
  mkdirSync(dirname(bin), { recursive: true });
  writeFileSync(join(folder, PLAN), writePlan(committed));
  writeFileSync(join(folder, "made.yaml"), writePlan(made));
  writeFileSync(
    bin,
    `const { copyFileSync, writeFileSync } = require("node:fs");
    writeFileSync("asked.json", JSON.stringify(process.argv.slice(2)));
    copyFileSync("made.yaml", process.argv[process.argv.lastIndexOf("--out") + 1]);`,
  );
  return { bin, folder };
}

function edited(change: (copy: Plan) => void): Plan {
  const copy = structuredClone(plan);
  change(copy);
  return withHash(copy);
}

/** The plan as `run --compare --record` leaves it, measured at so much of its prediction. */
function measuredPlan(ratio: number, more: Partial<NonNullable<Plan["measured"]>> = {}): Plan {
  const periodUs = plan.predicted.periodUs * ratio;
  const measured = {
    ...{ periodUs, spread: 0, samples: 30, layers: plan.model.layers, stepUs: 34 * periodUs },
    ...{ clockMhz: null, powerW: null, gpu: profile.profile.gpu.name },
    ...{ driverVersion: "1", cublasLtVersion: "1" },
    ...{ measuredAt: "2026-01-01T00:00:00.000Z", command: "nanoflow-plan run --compare", ...more },
  };
  return { ...plan, measured };
}

async function verdictOn(
  committed: Plan,
  base?: Program,
  limits: Partial<typeof LIMITS> = {},
  { made = plan, head = checkout(committed, made) }: { made?: Plan; head?: Program } = {},
) {
  const verdicts = await gate({
    plans: [PLAN],
    jobs: 1,
    head,
    base,
    ...LIMITS,
    ...limits,
    profileOf: () => profile,
    signal: new AbortController().signal,
  });
  return { fails: gateFails(verdicts), text: gateText(verdicts) };
}

describe("gate", () => {
  it("passes a plan that is made again", async () => {
    const { fails, text } = await verdictOn(plan);
    expect(text).toMatch(/same +predicted period .*\(\+0\.00%\)/);
    expect(fails).toBe(false);
  });

  it("makes a plan again from the sessions that it names, whatever its store has come to hold", async () => {
    const head = checkout(plan, plan);
    await verdictOn(plan, undefined, {}, { head });
    const asked: string[] = JSON.parse(readFileSync(join(head.folder, "asked.json"), "utf8"));
    const sessions = asked[asked.indexOf("--sessions") + 1];
    expect(sessions).toBe("2026-11-28-1804-llama-3-8b-tp1");
    expect(sessions).toBe(plan.profile.sessions?.join(","));
    // The same for a parallelism that the command leaves open.
    expect(asked[asked.indexOf("--tp") + 1]).toBe(String(plan.model.tensorParallel));
  });

  it("fails, and says why, when a plan promises what the simulator does not", async () => {
    const promising = edited(({ predicted, search }) => {
      predicted.periodUs *= 1.01;
      predicted.lowerBoundUs = 1.01 * (predicted.lowerBoundUs ?? Number.NaN);
      predicted.speedup /= 1.01;
      search.searchedLowerBoundUs = 1.01 * (search.searchedLowerBoundUs ?? Number.NaN);
    });
    const { fails, text } = await verdictOn(promising);
    expect(text).toMatch(/broken +it predicts .*, but the simulator says/);
    expect(fails).toBe(true);
  });

  it.each<[what: string, change: (copy: Plan) => void, message: RegExp]>([
    [
      "takes",
      ({ nanoOperations: [first] }) =>
        Object.assign(first, { durationUs: first.durationUs * 1.01 }),
      /broken +it says that \S+ takes .* µs, but the simulator says/,
    ],
    [
      "starts",
      ({ nanoOperations: [, second] }) => Object.assign(second ?? {}, { startUs: 9.5 }),
      /broken +it says that \S+ starts at 9.5 µs, but the simulator says/,
    ],
  ])(
    "fails when a nano-operation %s at other times than the simulator says",
    async (_, change, message) => {
      const { fails, text } = await verdictOn(edited(change));
      expect(text).toMatch(message);
      expect(fails).toBe(true);
    },
  );

  it("fails when a plan of a file has not the name that its command gives it, but for that of a checkout", async () => {
    const of = (model: string) => (copy: Plan) => {
      copy.provenance.command = copy.provenance.command.replace("llama-3-8b", model);
      copy.model.id = "renamed";
    };
    const named = edited(of("own/config.json"));
    expect((await verdictOn(named)).text).toMatch(
      /broken +.*model\.id is renamed, but the command says --model own/,
    );
    const ofCheckout = edited(of("."));
    expect((await verdictOn(ofCheckout)).text).toMatch(/same +predicted period/);
  });

  it("asks to look where a plan is worded otherwise than its search does, as good as it is", async () => {
    const { fails, text } = await verdictOn(
      edited(({ search }) => {
        search.certificate = search.certificate.replace("every order", "each order");
      }),
    );
    expect(text).toMatch(
      /ambiguous +it states search.certificate otherwise than its search makes it/,
    );
    expect(fails).toBe(false);
  });

  it("says how a search went that found the same, but otherwise", async () => {
    const { fails, text } = await verdictOn(
      edited(({ search }) => Object.assign(search, { nodes: 7 })),
    );
    expect(text).toMatch(new RegExp(`same .*search.nodes 7 -> ${plan.search.nodes}`));
    expect(fails).toBe(false);
  });

  it("fails when the base finds a better plan for the same problem, by more than the tolerance", async () => {
    const better = edited(({ predicted }) => {
      predicted.periodUs *= 0.9;
    });
    const base = checkout(plan, better);
    const { fails, text } = await verdictOn(plan, base);
    expect(text).toMatch(/worse +predicted period .* \(\+11\.11%\)/);
    expect(fails).toBe(true);
    expect((await verdictOn(plan, base, { tolerance: 0.12 })).fails).toBe(false);
  });

  it("passes when the base finds a plan that is no better", async () => {
    const worse = edited(({ predicted }) => {
      predicted.periodUs *= 1.1;
    });
    const { fails, text } = await verdictOn(plan, checkout(plan, worse));
    expect(text).toContain("better");
    expect(fails).toBe(false);
  });

  /** What the search makes when another dense batch is best, at so much of the plan's throughput. */
  const withLargerBatch = (throughput: number, more: Partial<Plan["workload"]> = {}) =>
    edited(({ predicted, workload }) => {
      workload.denseBatchTokens *= 2;
      workload.decodeTokens *= 2;
      workload.prefillTokens *= 2;
      workload.prefillContext /= 2;
      Object.assign(workload, more);
      predicted.periodUs *= 2 / throughput;
      predicted.tokensPerSecondPerGpu *= throughput;
    });

  it.each([
    [1.05, "better", false],
    [0.9, "worse", true],
  ])(
    "compares throughputs when the search picks another dense batch: %d is %s",
    async (throughput, verdict, failed) => {
      const { fails, text } = await verdictOn(
        plan,
        undefined,
        {},
        { made: withLargerBatch(throughput) },
      );
      expect(text).toMatch(new RegExp(`${verdict} +predicted tokens/s per GPU .*, dense batch `));
      expect(fails).toBe(failed);
    },
  );

  it.each([
    ["of other lengths", { decodeContext: 100 }],
    ["of another name", { name: "another" }],
    ["with another share of decode tokens", { decodeTokens: 1 }],
  ])("calls a plan broken whose command makes one for a workload %s", async (_, more) => {
    const { fails, text } = await verdictOn(
      plan,
      undefined,
      {},
      { made: withLargerBatch(1.05, more) },
    );
    expect(text).toMatch(/broken +its command makes a plan for another workload now/);
    expect(fails).toBe(true);
  });

  it.each([
    [1.02, 0, "same", false],
    [1.07, 0, "worse", true],
    [1.07, 0.1, "ambiguous", false],
  ])(
    "judges a period measured at %d of the predicted one, with a spread of %d: %s",
    async (ratio, spread, verdict, failed) => {
      const measured = measuredPlan(ratio, { spread });
      const { fails, text } = await verdictOn(measured);
      expect(text).toMatch(new RegExp(`${verdict} .*predicted to measured period`));
      expect(fails).toBe(failed);
    },
  );

  it("lets a measured period exceed its prediction by as much as it is told", async () => {
    const lenient = await verdictOn(measuredPlan(1.07), undefined, { measuredTolerance: 0.08 });
    expect(lenient.fails).toBe(false);
  });

  it.each([
    ["a faster one", () => measuredPlan(0.97), /worse +measured period .*\(\+5\.\d+%\)/],
    ["a slower one", () => measuredPlan(1.05), /better +measured period/],
    ["one that spreads", () => measuredPlan(0.97, { spread: 0.2 }), /ambiguous/],
    ["one on another GPU", () => measuredPlan(0.97, { gpu: "another" }), /not compared/],
    ["none", () => plan, /same +predicted period/],
  ])("holds a measured period against that of the base: %s", async (_, ofBase, expected) => {
    const { text } = await verdictOn(measuredPlan(1.02), checkout(ofBase(), plan));
    expect(text).toMatch(expected);
  });

  it.each<[key: string, change: (copy: Plan) => void]>([
    ["predicted.nanoBatchOnlyUs", ({ predicted }) => (predicted.nanoBatchOnlyUs = 9000)],
    ["predicted.clockMhz", ({ predicted }) => (predicted.clockMhz -= 100)],
    ["search.seed", ({ search }) => (search.seed += 1)],
  ])("calls a plan broken that states another %s than its search makes", async (key, change) => {
    const { fails, text } = await verdictOn(edited(change));
    expect(text).toMatch(new RegExp(`broken +it states ${key} .*, but its search makes it `));
    expect(fails).toBe(true);
  });
});
