import { beforeAll, describe, expect, it } from "@jest/globals";
import type { EffortOptions } from "../../src/setup/search-options.ts";
import { type Setup, setUpEach } from "../../src/setup/setup.ts";
import { mostPromising, weighParallelisms } from "../../src/setup/weigh-parallelisms.ts";

const MIXTRAL = { model: "mixtral-8x7b", gpu: "h200-sxm" };
/** Plans without overlap, which take no search. */
const EFFORT: EffortOptions = { method: "none", batches: 1 };

const commandOf = ({ tensorParallel }: Setup) => `search at ${tensorParallel}`;

describe("weighing parallelisms", () => {
  let setups: [Setup, ...Setup[]];

  beforeAll(async () => {
    setups = await setUpEach(MIXTRAL);
  });

  it("sets up each parallelism of the store that fits, and the one asked for alone", async () => {
    expect(setups.length).toBeGreaterThan(1);
    expect(setups.map(({ tensorParallel }) => tensorParallel)).toEqual(
      [...new Set(setups.map(({ tensorParallel }) => tensorParallel))].sort((a, b) => a - b),
    );
    expect(new Set(setups.map(({ workload }) => workload))).toEqual(new Set(["1024/512"]));
    const asked = await setUpEach({ ...MIXTRAL, tp: 2 });
    expect(asked.map(({ tensorParallel }) => tensorParallel)).toEqual([2]);
  });

  it("takes the one with the most tokens/s per GPU, and says what the others come to", async () => {
    const { setup, result, parallelisms } = await weighParallelisms(setups, EFFORT, commandOf);
    const rates = parallelisms.map(({ sequential }) => sequential);
    const { predicted, provenance } = result.plan;
    expect(predicted.tokensPerSecondPerGpu).toBe(Math.max(...rates));
    expect(provenance.command).toBe(commandOf(setup));
    expect(await mostPromising(setups, EFFORT)).toBe(setup);
    const taken = parallelisms.find((each) => each.tensorParallel === setup.tensorParallel);
    expect(taken).toMatchObject({ planned: predicted.tokensPerSecondPerGpu });
    for (const { optimum, sequential } of parallelisms) expect(sequential).toBeLessThan(optimum);
  });

  it("searches none whose optimum is below the best plan", async () => {
    const searched: number[] = [];
    const { parallelisms, setup } = await weighParallelisms(setups, EFFORT, commandOf, {
      onSearch: ({ tensorParallel }) => searched.push(tensorParallel),
    });
    const best = Math.max(...parallelisms.map(({ planned }) => planned ?? 0));
    const hopeless = parallelisms.filter(({ optimum }) => optimum <= best);
    expect(hopeless.length).toBeGreaterThan(0);
    for (const { tensorParallel, planned, unsearched } of hopeless) {
      expect([planned, unsearched]).toEqual([null, "optimum"]);
      expect(searched).not.toContain(tensorParallel);
    }
    expect(searched).toContain(setup.tensorParallel);
  });

  it("weighs nothing where one alone is open", async () => {
    const [first] = setups;
    const { setup, result, parallelisms } = await weighParallelisms([first], EFFORT, commandOf);
    expect([setup, parallelisms]).toEqual([first, []]);
    expect(result.plan.provenance.command).toBe(commandOf(first));
  });

  it("keeps the plan that it has when it is interrupted", async () => {
    const abort = new AbortController();
    const [first] = setups;
    // Twice the same, so that neither is hopeless.
    const twins: [Setup, Setup] = [first, { ...first, tensorParallel: first.tensorParallel }];
    const { result, parallelisms } = await weighParallelisms(twins, EFFORT, commandOf, {
      signal: abort.signal,
      onSearch: () => abort.abort(),
    });
    expect(result.plan.predicted.tokensPerSecondPerGpu).toBeGreaterThan(0);
    const reasons = parallelisms.map(({ unsearched }) => unsearched ?? "searched");
    expect(reasons.sort()).toEqual(["interrupted", "searched"]);
  });
});
