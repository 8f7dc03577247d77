import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { readPlan } from "../../../src/plan/plan-file.ts";
import { checkpointFolder } from "../../support/checkpoint-folder.ts";
import { fakeExecutor } from "../../support/fake-executor.ts";
import { runProgram } from "../../support/fake-process.ts";
import { writePlanFiles } from "../../support/plan-file.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const SHAPE = { headSize: 64 };
const INSTRUCTION_US = 10;

function planIn(options: Parameters<typeof writePlanFiles>[1] = {}) {
  return writePlanFiles(temporaryFolder(), { shape: SHAPE, ...options });
}

async function runOn(flags: readonly string[], planPath: string, ...argv: string[]) {
  const native = fakeExecutor(temporaryFolder(), ...flags);
  const common = ["--engine", "cuda", "--native", native, "--json"];
  const { exitCode, stdout } = await runProgram(["run", planPath, ...common, ...argv]);
  return { exitCode, document: JSON.parse(stdout) };
}

describe("run --engine cuda", () => {
  const { plan, planPath } = planIn();

  it("sets what was measured beside what was predicted", async () => {
    const { exitCode, document } = await runOn([], planPath, "--layers", "3", "--iterations", "2");
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({
      engine: "cuda",
      file: planPath,
      layers: 3,
      gpu: "NVIDIA H200",
      predicted: { periodUs: expect.any(Number) },
      measured: { clockMhz: 1500, powerW: 690, samples: 80, throttleNames: ["sw_power_cap"] },
    });
    // Two nano-batches plan their decode and prefill attention once a step.
    const instructions = 3 * plan.nanoOperations.length + 4;
    const expected = (instructions * INSTRUCTION_US * 1.0005) / 3;
    expect(document.measured.periodUs).toBeCloseTo(expected, 2);
    expect(document.measured.spread).toBeCloseTo(0.001, 4);
    const names = document.operations.map(({ name }: { name: string }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining(["embedding", "sampling", ...plan.nanoOperations.map(({ id }) => id)]),
    );
  });

  it.each([
    ["faster", "sequential", "sequential:10"],
    ["slower", "sequential", "plan:10"],
    ["same", "nanoBatchOnly", "none:1"],
  ])("finds the plan %s than what takes turns with it", async (verdict, other, slow) => {
    const { document } = await runOn([`--slow=${slow}`], planPath, "--compare");
    expect(document.comparisons[other].verdict).toBe(verdict);
    expect(document[other].periodUs).toBeGreaterThan(0);
    expect(document.plan).toMatchObject(document.measured);
  });

  it("prints tables", async () => {
    const native = fakeExecutor(temporaryFolder());
    const argv = ["run", planPath, "--engine", "cuda", "--native", native, "--compare"];
    const { stdout, exitCode } = await runProgram(argv);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^plan +[\d.]+ µs +[\d.]+ µs +-?[\d.]+%/m);
    expect(stdout).toMatch(/^Plan against sequential: (faster|same|slower), [\d.]+x/m);
    expect(stdout).toMatch(/^qkv_proj\.0 +[\d.]+ µs +10\.0 µs/m);
  });

  it("times no plan whose logits are no numbers, and names the request", async () => {
    const { exitCode, document } = await runOn(["--fault=2:nan"], planPath);
    expect(exitCode).toBe(5);
    expect(document.error).toMatchObject({
      code: "E_NATIVE",
      message: "`plan` is not timed, request 2: the logits of its next token hold NaN",
    });
  });

  it("writes a trace of every plan that Perfetto reads", async () => {
    const trace = join(temporaryFolder(), "trace.json");
    await runOn([], planPath, "--compare", "--trace", trace, "--layers", "2");
    const { traceEvents } = JSON.parse(readFileSync(trace, "utf8"));
    const slices = traceEvents.filter(
      ({ ph, pid }: { ph: string; pid: number }) => ph === "X" && pid === 0,
    );
    const layered = slices.filter(({ args }: { args: object }) => "layer" in args);
    expect(layered).toHaveLength(2 * plan.nanoOperations.length);
    expect(slices.every(({ dur }: { dur: number }) => dur === INSTRUCTION_US)).toBe(true);
  });

  it("records the measurement in the plan and leaves its hash alone", async () => {
    const { planPath: path, plan: before } = planIn();
    const { document } = await runOn([], path, "--record");
    const { plan: after } = readPlan(path);
    expect(after.hash).toBe(before.hash);
    expect(after.measured).toMatchObject({
      periodUs: expect.closeTo(document.measured.periodUs, 1),
      layers: before.model.layers,
      gpu: "NVIDIA H200",
      driverVersion: "580.0",
      cublasLtVersion: "13.1.0",
      command: expect.stringMatching(/^(?!.*--native).*--record/),
    });
    const { exitCode } = await runProgram(["verify", path]);
    expect(exitCode).toBe(0);
  });

  it.each([
    ["that dies", ["--die-on=time"], 5, "E_NATIVE", "illegal memory access"],
    ["that finds no GPU", ["--no-gpu"], 5, "E_NO_GPU", "no CUDA device"],
    ["that writes nonsense", ["--garbage-on=program"], 5, "E_NATIVE", "not json"],
    ["that lacks a kernel", ["--error-on=program"], 5, "E_NATIVE", "cannot program"],
    ["without enough memory", ["--free=1000000"], 3, "E_INFEASIBLE", "for the KV cache"],
  ])("ends with a message on an executor %s", async (_, flags, code, error, message) => {
    const { exitCode, document } = await runOn(flags, planPath);
    expect(exitCode).toBe(code);
    expect(document.error.code).toBe(error);
    expect(document.error.message).toContain(message);
  });

  it("records no more layers than the model has", async () => {
    const layers = String(plan.model.layers + 1);
    const { exitCode, document } = await runOn([], planPath, "--record", "--layers", layers);
    expect(exitCode).toBe(2);
    expect(document.error.message).toContain(`--record keeps no measurement of ${layers} layers`);
    expect(readPlan(planPath).plan.measured).toBeUndefined();
  });

  it("refuses layers that no such GPU can hold before anything starts, and says how many fit", async () => {
    const wide = planIn({ shape: { ...SHAPE, hiddenSize: 2 ** 15 } });
    const native = ["--engine", "cuda", "--native", "/nowhere", "--json"];
    const { exitCode, stdout } = await runProgram([
      "run",
      wide.planPath,
      ...native,
      "--layers",
      "900",
    ]);
    const { error } = JSON.parse(stdout);
    expect(exitCode).toBe(3);
    expect(error).toMatchObject({
      code: "E_INFEASIBLE",
      message: expect.stringMatching(/of 900 layers take .* and a .* has/),
      remedy: expect.stringMatching(/--layers \d+\./),
    });
  });

  it("refuses a broken checkpoint before anything starts", async () => {
    const folder = checkpointFolder();
    writeFileSync(join(folder, "model.safetensors"), "");
    const argv = ["run", planPath, "--engine", "cuda", "--native", "/nowhere", "--json"];
    const { exitCode, stdout } = await runProgram([...argv, "--weights", folder]);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout).error.message).toContain("cut off");
  });

  it("refuses a seed beside weights that are not random", async () => {
    const argv = ["run", planPath, "--engine", "cuda", "--native", "/nowhere", "--seed", "2"];
    const { exitCode, stderr } = await runProgram([...argv, "--weights", checkpointFolder()]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--seed says nothing beside --weights");
  });

  it("refuses the weights of another model", async () => {
    const folder = temporaryFolder();
    const config = {
      architectures: ["LlamaForCausalLM"],
      hidden_size: 128,
      intermediate_size: 64,
      num_hidden_layers: 1,
      num_attention_heads: 2,
      num_key_value_heads: 1,
      vocab_size: 64,
    };
    writeFileSync(join(folder, "config.json"), JSON.stringify(config));
    const header = Buffer.from("{}");
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    writeFileSync(join(folder, "model.safetensors"), Buffer.concat([length, header]));
    const { exitCode, document } = await runOn([], planPath, "--weights", folder);
    expect(exitCode).toBe(2);
    expect(document.error.message).toContain("not of the plan's tiny");
  });

  describe("with a plan for two GPUs", () => {
    const { planPath: path } = planIn({ tensorParallel: 2 });

    it.each([
      ["the first ones", []],
      ["those that are named", ["--device", "3,1"]],
    ])("runs it on %s", async (_, options) => {
      const { exitCode, document } = await runOn([], path, "--layers", "2", ...options);
      expect(exitCode).toBe(0);
      expect(document.measured.periodUs).toBeGreaterThan(0);
    });

    it("says what each card did", async () => {
      const native = fakeExecutor(temporaryFolder());
      const argv = ["run", path, "--engine", "cuda", "--native", native, "--layers", "2"];
      const { stdout } = await runProgram(argv);
      expect(stdout).toContain("2 x NVIDIA H200");
      expect(stdout).toContain("rank 0 at 1,500 MHz and 690 W, rank 1 at 1,500 MHz and 690 W");
    });

    it("writes a trace of each rank", async () => {
      const trace = join(temporaryFolder(), "trace.json");
      await runOn([], path, "--trace", trace, "--layers", "2");
      const { traceEvents } = JSON.parse(readFileSync(trace, "utf8"));
      const titles = traceEvents
        .filter(({ name }: { name: string }) => name === "process_name")
        .map(({ args }: { args: { name: string } }) => args.name);
      expect(titles).toEqual(["plan, rank 0", "plan, rank 1"]);
    });

    it.each([
      ["too few", "0", "names 1 GPU, and the plan is for 2"],
      ["too many", "0,1,2", "names 3 GPUs, and the plan is for 2"],
    ])("refuses %s GPUs", async (_, devices, message) => {
      const { exitCode, document } = await runOn([], path, "--device", devices);
      expect(exitCode).toBe(2);
      expect(document.error).toMatchObject({
        code: "E_USAGE",
        message: expect.stringContaining(message),
        remedy: "Name as many: --device 0,1.",
      });
    });

    it.each(["0,0", "0,", "a,1", "-1,0"])("refuses the list %s", async (devices) => {
      const { exitCode, document } = await runOn([], path, "--device", devices);
      expect(exitCode).toBe(2);
      expect(document.error.message).toContain("--device");
    });
  });

  it("stops at once when the user interrupts", async () => {
    const interrupt = new AbortController();
    const native = fakeExecutor(temporaryFolder(), "--hang-on=time");
    const argv = ["run", planPath, "--engine", "cuda", "--native", native, "--json"];
    const running = runProgram(argv, { signal: interrupt.signal });
    setTimeout(() => interrupt.abort("SIGINT"), 500);
    const { exitCode } = await running;
    expect(exitCode).toBe(130);
  });
});
