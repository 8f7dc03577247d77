import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { CudaServingEngine } from "../../../src/engine/cuda/serving-engine.ts";
import type { Program } from "../../../src/generated/program.ts";
import { lowerPlan } from "../../../src/program/lower.ts";
import { pageTokensOf } from "../../../src/program/page-tokens.ts";
import { fakeExecutor } from "../../support/fake-executor.ts";
import { planFixture } from "../../support/plan-fixture.ts";
import { PLAIN } from "../../support/sampling.ts";
import { servingSchedule, servingStepOf } from "../../support/serving-schedule.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const LAYERS = 2;
const SLOTS = 4;
const plan = planFixture({ shape: { headSize: 64 } });
const program = lowerPlan(plan, LAYERS);
const sequential = lowerPlan(planFixture({ kind: "sequential", shape: { headSize: 64 } }), LAYERS);
const schedule = servingSchedule({
  ...{ steps: 6, slots: SLOTS, chunkTokens: 60, pageTokens: pageTokensOf(program) },
  vocabularySize: 1000,
  lengths: (id) => ({ prompt: 20 + 10 * id, output: 3 }),
});
const steps = schedule.steps.map((step) => servingStepOf(program, step));
const [first, second, third] = steps as [(typeof steps)[0], (typeof steps)[0], (typeof steps)[0]];

describe("a serving engine", () => {
  const folder = temporaryFolder();
  const opened: CudaServingEngine[] = [];
  afterEach(async () => {
    for (const engine of opened.splice(0)) await engine.close();
  });

  async function open(
    programs: Record<string, Program>,
    ...flags: string[]
  ): Promise<{ engine: CudaServingEngine; requests: () => string[] }> {
    const ranks = Object.values(programs)[0]?.tensorParallel ?? 1;
    const log = join(folder, `log-${Math.random()}`);
    const engine = await CudaServingEngine.open({
      ...{ binary: fakeExecutor(folder, `--log=${log}`, ...flags) },
      devices: Array.from({ length: ranks }, (_, rank) => rank),
      ...{ signal: new AbortController().signal, shape: plan.model.shape, layers: LAYERS },
      ...{ epsilon: 1e-5, kvPages: schedule.kvPages, slots: SLOTS, contextTokens: 400 },
      programs: new Map(Object.entries(programs)),
      rotary: { base: 10_000, scaling: { kind: "default" } },
      weights: async () => {},
      randomCache: false,
    });
    opened.push(engine);
    return { engine, requests: () => readFileSync(log, "utf8").trimEnd().split("\n") };
  }

  it("has steps under way while it takes the next, and answers them in order", async () => {
    const { engine } = await open({ plan: program });
    expect(engine.depth).toBe(2);
    const order: number[] = [];
    const served = await Promise.all(
      [first, second, third].map(async (step, index) => {
        const result = await engine.submit("plan", step);
        order.push(index);
        return result;
      }),
    );
    expect(order).toEqual([0, 1, 2]);
    for (const [index, { tokens }] of served.entries()) {
      const rows = steps[index]?.sampledRows.length ?? 0;
      expect([...tokens]).toEqual(Array(rows).fill(index + 1));
    }
    expect(served.map(({ gapUs }) => gapUs)).toEqual([null, 3, 3]);
  });

  it("clears the inputs of a program before it is bound, in whose place whatsoever", async () => {
    const { engine, requests } = await open({ plan: program, other: sequential });
    await engine.add("plan", sequential);
    const bound = requests().filter((line) => line.startsWith("program "));
    expect(bound).toHaveLength(3);
    for (const line of bound) expect(line).toMatch(/ none=inputs(\.\d+)?\+\d+ noneSize=\d+/);
    for (const line of bound) expect(line).toMatch(/ inputs=inputs(\.\d+)?\+\d+ size=\d+/);
  });

  it("runs the old program until the new one is there, then gives its memory back", async () => {
    const { engine, requests } = await open({ plan: program });
    await engine.submit("plan", first);
    const adding = engine.add("plan", program);
    const during = engine.submit("plan", second);
    await adding;
    await engine.submit("plan", third);
    await during;
    await engine.add("plan", program);
    const names = requests()
      .filter((line) => /^(submit|drop|free) /.test(line))
      .map((line) =>
        line
          .replace(/ id=\d+/, "")
          .split(" ")
          .slice(0, 2)
          .join(" "),
      );
    expect(names).toEqual([
      "submit program=plan",
      "submit program=plan",
      ...["drop name=plan", "free region=inputs"],
      "submit program=plan.1",
      ...["drop name=plan.1", "free region=inputs.1"],
    ]);
  });

  it("takes and gives back the memory of every rank", async () => {
    const onTwo = lowerPlan(planFixture({ tensorParallel: 2, shape: { headSize: 64 } }), LAYERS);
    const { engine, requests } = await open({ plan: onTwo });
    const named = (verb: string, region: string) =>
      requests().filter(
        (line) => line.startsWith(`${verb} `) && line.split(" ").includes(`region=${region}`),
      );
    const onEach = [/^\w+ id=\d+ region/, /^\w+ id=\d+ device=1 region/];
    for (const region of ["weights", "cache", "logits", "tables", "last", "inputs"]) {
      const lines = named("allocate", region);
      expect(lines).toHaveLength(2);
      for (const [rank, line] of lines.entries()) expect(line).toMatch(onEach[rank] as RegExp);
    }
    await engine.submit("plan", first);
    await engine.add("plan", onTwo);
    expect(named("allocate", "inputs.1")).toHaveLength(2);
    for (const [rank, line] of named("free", "inputs").entries())
      expect(line).toMatch(onEach[rank] as RegExp);
    expect(named("free", "inputs")).toHaveLength(2);
  });

  it("sums the energy of all ranks", async () => {
    const onTwo = lowerPlan(planFixture({ tensorParallel: 2, shape: { headSize: 64 } }), LAYERS);
    const [one, two] = [await open({ plan: program }), await open({ plan: onTwo })];
    const ofOne = (await one.engine.energyMj()) ?? 0;
    expect(ofOne).toBeGreaterThan(0);
    expect(await two.engine.energyMj()).toBe(2 * ofOne);
  });

  it("takes no other program's name in the executor", async () => {
    const { engine, requests } = await open({ plan: program, "plan.1": sequential });
    await engine.add("plan", program);
    await engine.submit("plan", first);
    await engine.add("plan.1", sequential);
    const names = requests().flatMap(
      (line) => /^(?:program|drop) .*name=(\S+)/.exec(line)?.[1] ?? [],
    );
    expect(names).toEqual(["plan", "plan.1", "plan.2", "plan", "plan.1.3", "plan.1"]);
  });

  it("keeps the program that it has when the new one cannot be bound", async () => {
    const { engine, requests } = await open({ plan: program }, "--error-on=name=plan.1");
    await expect(engine.add("plan", program)).rejects.toThrow(/cannot program/);
    expect(requests().at(-1)).toMatch(/^free .*region=inputs\.1/);
    await expect(engine.submit("plan", first)).resolves.toMatchObject({ failures: [] });
  });

  it("refuses to add a program that needs more than it was opened for", async () => {
    const { engine } = await open({ plan: sequential });
    await expect(engine.add("overlapped", program)).rejects.toMatchObject({
      code: "E_INFEASIBLE",
      message: expect.stringMatching(/needs \d+ .*, and the engine was opened for \d+/),
    });
  });

  it("refuses a step on a program that it has not got, and one that cannot run", async () => {
    const { engine, requests } = await open({ plan: program });
    await expect(engine.submit("none", first)).rejects.toThrow("no program `none`");
    const wrong = { ...first, sampledRows: Int32Array.of(99_999) };
    await expect(engine.submit("plan", wrong)).rejects.toMatchObject({ code: "E_INTERNAL" });
    expect(requests().filter((line) => line.startsWith("submit "))).toEqual([]);
  });

  it("says which sampled rows gave no token, those of the step alone", async () => {
    const rows = first.sampledRows.length;
    for (const [row, failures] of [
      [0, [{ row: 0, fault: "the logits of its next token hold NaN" }]],
      [rows, []],
    ] as const) {
      const { engine } = await open({ plan: program }, `--fault=${row}:nan`);
      expect((await engine.submit("plan", first)).failures).toEqual(failures);
    }
  });

  it("sends new sampling parameters with their step, and asks for log probabilities", async () => {
    const { engine, requests } = await open({ plan: program });
    const row = first.sampledRows.findIndex(
      (sampled) => first.slots[first.sequenceOf[sampled] as number] === 1,
    );
    const parameters = { ...PLAIN, temperature: 0.7, logprobs: 2 };
    const { logprobs } = await engine.submit("plan", {
      ...first,
      sampling: [{ slot: 1, parameters }],
    });
    // The fake executor answers zeros: 32 tokens of number 0.
    expect([...logprobs.keys()]).toEqual([row]);
    expect(logprobs.get(row)?.likeliest).toHaveLength(2);
    await engine.submit("plan", { ...second, sampling: [{ slot: 1, parameters: PLAIN }] });
    const [asked, silent] = requests().filter((line) => line.startsWith("submit "));
    expect(asked).toMatch(
      / updates=1 data=0 .*@parameters=sampling\+0 .*also=logprobs\+0 size=\d+/,
    );
    expect(silent).not.toMatch(/ updates=| also=/);
  });

  it("runs no step behind one that failed, whose pages the device may lack", async () => {
    const { engine, requests } = await open({ plan: program }, "--error-on=submit");
    await expect(engine.submit("plan", first)).rejects.toThrow(/cannot submit: launch failed/);
    await expect(engine.submit("plan", second)).rejects.toThrow(/cannot submit: launch failed/);
    expect(requests().filter((line) => line.startsWith("submit "))).toHaveLength(1);
  });

  it("passes on how the executor died under a step", async () => {
    const { engine } = await open({ plan: program }, "--die-on=submit");
    await expect(engine.submit("plan", first)).rejects.toThrow(/illegal memory access/);
  });
});
