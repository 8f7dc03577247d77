import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { buildLayerGraph } from "../../../src/ir/layer-graph.ts";
import { stepOperations } from "../../../src/ir/step-operations.ts";
import { FP8_BY_ROWS, withPrecision } from "../../../src/model/precision.ts";
import { resolveModel } from "../../../src/model/resolve-model.ts";
import { readPlan } from "../../../src/plan/plan-file.ts";
import { runProgram } from "../../support/fake-process.ts";
import { writeSession } from "../../support/session-file.ts";
import { kernelsOf, syntheticProfile } from "../../support/synthetic-profile.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const FOLDER = temporaryFolder();
const STORE = join(FOLDER, "store");
const PLAN = join(FOLDER, "fp8.plan.yaml");
const BATCH = ["--batch", "512", "--decode", "256", "--context", "1024"];
const FP8 = ["--precision", "fp8", "--kv-cache", "fp8"];
const BOTH = { decodeTokens: 1, prefillTokens: 1 };

/** Kernels of llama-3-8b by formula, in one session; pairs make overlap gain. */
function addSession(measuredAt: string, formats: Parameters<typeof withPrecision>[1]): void {
  const { shape } = withPrecision(resolveModel("llama-3-8b"), formats);
  const kernels = kernelsOf(buildLayerGraph(shape, 1, BOTH), stepOperations(shape, 1));
  const profile = syntheticProfile({
    ...{ kernels, modelId: "llama-3-8b", groups: [96, 112], interference: 0.05, capW: null },
    ...{ tokens: [128, 256, 384, 512, 1024], contexts: [0, 1024] },
  });
  const provenance = { ...profile.provenance, measuredAt };
  writeSession(STORE, { ...profile, source: "measured", provenance });
}

const search = (out: string, ...options: string[]) =>
  runProgram([
    ...["search", "--model", "llama-3-8b", "--profile", STORE, ...BATCH, "--gap", "2"],
    ...["--node-limit", "20", "--threads", "1", "--out", out, ...options],
  ]);

describe("search in FP8", () => {
  beforeAll(() => {
    mkdirSync(STORE);
    addSession("2026-01-01T00:00:00Z", {});
  });

  it("says which kernels a store of bf16 kernels lacks", async () => {
    const { exitCode, stderr } = await search(PLAN, ...FP8);
    expect(exitCode).toBe(2);
    const heads = "head=128 kvheads=8 page=16 qheads=32 kv=fp8-e4m3 scaling=row";
    for (const name of [
      "gemm k=4096 n=6144 operands=fp8-e4m3 scaling=row accumulation=fast",
      "gemm k=14336 n=4096 operands=fp8-e4m3 scaling=row accumulation=fast",
      "rms_norm hidden=4096 output=fp8-e4m3 scaling=row",
      "quantise_rows width=4096 output=fp8-e4m3 scaling=row",
      `decode_attention ${heads}`,
      `rope_kv_append ${heads}`,
    ])
      expect(stderr).toContain(`\`${name}\``);
    expect(stderr).not.toContain("sampling");
  });

  it("says so of the shipped stores too, with the command that measures them", async () => {
    const options = ["--model", "llama-2-7b", "--gpu", "h200-sxm", "--kv-cache", "fp8"];
    const { exitCode, stderr } = await runProgram(["search", ...options]);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain("kv=fp8-e4m3 scaling=row`");
    expect(stderr).toContain("nanoflow-plan profile --model llama-2-7b --kv-cache fp8");
  });

  it.each([
    ["mixtral-8x7b", ["--tp", "2", "--norms", "fused"], "norms fused into all-reduces are in bf16"],
    ["llama-3-8b", ["--tp", "3"], "tensor parallelism 3"],
  ])("refuses %s %j by name", async (model, options, message) => {
    const { exitCode, stderr } = await runProgram(["search", "--model", model, ...FP8, ...options]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  describe("with its kernels in the store", () => {
    beforeAll(async () => {
      addSession("2026-02-01T00:00:00Z", { precision: "fp8", kvCache: "fp8" });
      expect((await search(PLAN, ...FP8)).stderr).not.toContain("error");
    });

    it("makes a plan that says its formats, and how to make it again", () => {
      const { plan } = readPlan(PLAN);
      expect(plan.model.shape.precision).toEqual({
        weights: FP8_BY_ROWS,
        activations: FP8_BY_ROWS,
        kv: FP8_BY_ROWS,
        accumulation: "fast",
      });
      expect(plan.provenance.command).toContain("--precision fp8 --kv-cache fp8");
      const operations = plan.nanoOperations.map(({ operation }) => operation);
      expect(operations).toContain("attention_quantise");
      expect(plan.profile.standIns).toBeUndefined();
    });

    it("is shorter than the plan in bf16 of the same store", async () => {
      const other = join(FOLDER, "bf16.plan.yaml");
      expect((await search(other)).stderr).toMatch(/^(note: measured before .*\n)?$/);
      const [fp8, bf16] = [PLAN, other].map((path) => readPlan(path).plan);
      expect(bf16?.model.shape).not.toHaveProperty("precision");
      expect((bf16?.predicted.periodUs ?? 0) / (fp8?.predicted.periodUs ?? 1)).toBeGreaterThan(1.2);
    });

    it("is sound, and shown and simulated like others", async () => {
      for (const command of [
        ["verify", PLAN],
        ["show", PLAN],
        ["run", PLAN, "--engine", "simulator"],
      ]) {
        const { exitCode, stderr } = await runProgram(command);
        expect([command, exitCode, stderr]).toEqual([command, 0, expect.any(String)]);
      }
    });

    it.each([
      [
        "kv: {type: fp8-e4m3, scaling: row}\n",
        "kv: {type: fp8-e4m3, scaling: tensor}\n",
        "each tensor",
      ],
      ["activations: {type: fp8-e4m3", "activations: {type: fp4", "type"],
    ])("is refused with %j for %j", async (given, instead, message) => {
      const text = readFileSync(PLAN, "utf8");
      expect(text).toContain(given);
      const path = join(FOLDER, "changed.plan.yaml");
      writeFileSync(path, text.replace(given, instead));
      const { exitCode, stdout, stderr } = await runProgram(["verify", path]);
      expect(exitCode).toBe(2);
      expect(stdout + stderr).toContain(message);
    });
  });
});
