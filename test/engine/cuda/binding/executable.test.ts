import { describe, expect, it } from "@jest/globals";
import type { Binding } from "../../../../src/engine/cuda/binding/binding.ts";
import { writeExecutable } from "../../../../src/engine/cuda/binding/executable.ts";
import { layOutInputs } from "../../../../src/engine/cuda/binding/step-inputs.ts";
import type { ExecutorHello } from "../../../../src/engine/cuda/process/protocol.ts";
import { layOutScratch, scratchNeedsOf } from "../../../../src/engine/cuda/scratch.ts";
import { layOutWeights } from "../../../../src/engine/cuda/weights/device-weights.ts";
import type { Plan } from "../../../../src/generated/plan.ts";
import type { Program } from "../../../../src/generated/program.ts";
import { rankShape } from "../../../../src/model/tensor-parallel.ts";
import { lowerPlan } from "../../../../src/program/lower.ts";
import { type FixtureOptions, planFixture } from "../../../support/plan-fixture.ts";
import { plannerError } from "../../../support/planner-error.ts";
import { EXPERTS } from "../../../support/small-programs.ts";

const LAYERS = 3;
const hello = {
  gemmWorkspaceBytes: 4096,
  routerScratch: { tokens: 16, bytes: 128 },
  devices: [
    { smCount: 132, decodePartialBytes: [{ head: 64, bytes: 5000 }], productPartialBytes: 3000 },
  ],
} as unknown as ExecutorHello;

function bound(plan: Plan, change: (program: Program) => void = () => {}) {
  const program = lowerPlan(plan, LAYERS);
  change(program);
  const { tensorParallel } = plan.model;
  const shape = rankShape(plan.model.shape, tensorParallel);
  const limits = { context: 512, sequences: 4, longest: 384 };
  const inputs = layOutInputs(program, limits);
  const { scratch } = layOutScratch(scratchNeedsOf([{ program, inputs }]), shape, hello);
  const binding: Binding = {
    ...{ shape, tensorParallel },
    epsilon: 1e-5,
    weights: layOutWeights(plan.model.shape, LAYERS, { rank: 0, of: tensorParallel }),
    inputs,
    inputsAt: { region: "inputs", offset: 0 },
    kvPages: 100,
    scratch,
    smCount: 132,
  };
  return { program, binding };
}

function written(options: FixtureOptions, parts: "step" | "layers" = "step") {
  const { program, binding } = bound(
    planFixture({ ...options, shape: { headSize: 64, ...options.shape } }),
  );
  const { text, steps } = writeExecutable(program, binding, parts);
  const lines = text.trimEnd().split("\n");
  return {
    program,
    steps,
    queues: lines.filter((line) => line.startsWith("queue ")),
    runs: lines.filter((line) => line.startsWith("run ")),
  };
}

function wordOf(line: string | undefined, key: string): string | undefined {
  const word = line?.split(" ").find((each) => each.startsWith(`${key}=`));
  return word?.slice(key.length + 1);
}

/** Whether the executable's edges order one instruction before another. */
function reaches(runs: readonly string[], from: number, to: number): boolean {
  if (from === to) return true;
  if (from > to) return false;
  const queue = wordOf(runs[to], "queue");
  const before = runs.findLastIndex((line, at) => at < to && wordOf(line, "queue") === queue);
  const waits = (wordOf(runs[to], "waits") ?? "").split(",").filter(Boolean).map(Number);
  return [...waits, ...(before >= 0 ? [before] : [])].some((each) => reaches(runs, from, each));
}

describe("an executable", () => {
  it("runs the embedding before all layers and the LM head after them", () => {
    const { runs, steps } = written({});
    const at = (name: string) => steps.findIndex((step) => step.name === name);
    const inLayers = steps.flatMap(({ layer }, position) => (layer === null ? [] : [position]));
    for (const position of inLayers) {
      expect(reaches(runs, at("embedding"), position)).toBe(true);
      expect(reaches(runs, position, at("final_norm"))).toBe(true);
    }
    expect(steps.at(-1)?.name).toBe("sampling");
  });

  it("plans decode attention once for each nano-batch, before its first use", () => {
    const { runs, steps } = written({});
    const plans = steps.flatMap(({ name }, at) => (name.startsWith("decode_plan") ? [at] : []));
    expect(plans).toHaveLength(2);
    const uses = steps.flatMap(({ name }, at) => (name.startsWith("decode_attention") ? [at] : []));
    for (const use of uses) {
      const tiles = wordOf(runs[use], "@tileOffsets");
      const plan = plans.find((each) => wordOf(runs[each], "@tileOffsets") === tiles);
      expect(reaches(runs, plan ?? -1, use)).toBe(true);
    }
  });

  it("lists the work of prefill attention once for each nano-batch, before its first use", () => {
    const { runs, steps } = written({});
    const uses = steps.flatMap(({ name }, at) =>
      name.startsWith("prefill_attention") ? [at] : [],
    );
    expect(uses.length).toBeGreaterThan(0);
    for (const use of uses) {
      const tiles = wordOf(runs[use], "@tiles");
      const plans = runs.flatMap((line, at) =>
        line.includes("kernel=prefill_plan") && wordOf(line, "@tiles") === tiles ? [at] : [],
      );
      expect(plans).toHaveLength(1);
      const [plan = -1] = plans;
      expect(reaches(runs, plan, use)).toBe(true);
      // What it lists is what the attention works on.
      for (const key of ["tokens", "sequences"])
        expect(wordOf(runs[plan], key)).toBe(wordOf(runs[use], key));
      const heads = ["qheads", "kvheads"].map((key) => Number(wordOf(runs[use], key)));
      expect(Number(wordOf(runs[plan], "group"))).toBe((heads[0] ?? 0) / (heads[1] ?? 0));
    }
  });

  it("has room for every tile of the lists, and no two lists in one place", () => {
    const { binding } = bound(planFixture({ shape: { headSize: 64 } }));
    const { inputs, scratch, shape } = binding;
    const ends = [...scratch.prefillTiles.slice(1), ...scratch.tileOffsets.slice(0, 1)];
    for (const [range, { rows }] of inputs.prefill.entries()) {
      const tokens = rows[1] - rows[0];
      // The most tiles come of chunks that all have one token in a tile of their own.
      const group = shape.queryHeads / shape.kvHeads;
      const alone = inputs.limits.sequences - 1;
      const entries = [128, 256].map(
        (tileRows) => alone + Math.ceil(((tokens - alone) * group) / tileRows),
      );
      const bytes = 32 * entries.reduce((sum, count) => sum + count, 0);
      expect((ends[range] ?? 0) - (scratch.prefillTiles[range] ?? 0)).toBeGreaterThanOrEqual(bytes);
    }
  });

  it("keeps the waits of the program, wherever its instructions come to stand", () => {
    const { program, runs, steps } = written({});
    const first = steps.findIndex(({ layer }) => layer !== null);
    for (const [position, { waits }] of (program as Program).instructions.entries()) {
      for (const wait of waits) expect(reaches(runs, first + wait, first + position)).toBe(true);
    }
  });

  it("has the layers alone where only they are asked for", () => {
    const { steps, program } = written({}, "layers");
    const names = steps.filter(({ layer }) => layer === null).map(({ name }) => name);
    expect(names).toEqual(["decode_plan.0", "decode_plan.1", "prefill_plan.0", "prefill_plan.1"]);
    expect(steps.length - names.length).toBe(program.instructions.length);
  });

  it("gives the first norm nothing to add", () => {
    const { runs, steps } = written({ kind: "sequential" });
    const norms = runs.filter((_, at) => steps[at]?.name === "attention_norm.0");
    expect(norms.map((line) => wordOf(line, "@input")?.split("+")[0])).toEqual([
      "scratch",
      "arena",
      "arena",
    ]);
  });

  it("puts the two sides of a split on one green context", () => {
    expect(written({}).queues).toEqual([
      "queue side=group sms=104 split=104 gemm_sms=104",
      "queue side=remainder sms=28 split=104 gemm_sms=28",
      "queue side=whole sms=132",
    ]);
  });

  it("puts the two sides of a CTA limit on ordinary streams, the small one first", () => {
    const plan = planFixture({ shape: { headSize: 64 } });
    for (const operation of plan.nanoOperations) operation.partition.mechanism = "cta-limit";
    const { program, binding } = bound(plan);
    const [group, remainder] = writeExecutable(program, binding, "step").text.split("\n");
    expect(group).toBe("queue side=group sms=104 gemm_sms=104");
    expect(remainder).toBe("queue side=remainder sms=28 ctas=28 urgent=1");
  });

  it("gives rotary embedding the bias and the norms that the model has", () => {
    const append = (shape: FixtureOptions["shape"]) =>
      written(shape === undefined ? {} : { shape }).runs.find((line) =>
        line.includes("rope_kv_append"),
      );
    expect(append(undefined)).not.toMatch(/@bias|@queryNorm/);
    expect(wordOf(append({ qkvBias: true }), "@bias")).toMatch(/^weights\+\d+$/);
    expect(wordOf(append({ qkNorm: true }), "@keyNorm")).toMatch(/^weights\+\d+$/);
  });

  it("names the rows of a GEMM by our own product", () => {
    const implementationOf = () => "own.m128";
    const { runs } = written({ kind: "sequential", implementationOf });
    const gemms = runs.filter((line) => line.includes("kernel=gemm") && line.includes("own."));
    expect(gemms.length).toBeGreaterThan(0);
    for (const line of gemms) {
      expect(wordOf(line, "@expertOffsets")).toMatch(/^inputs\+\d+$/);
      for (const field of ["@partials", "@counters"]) {
        expect(wordOf(line, field)).toMatch(/^scratch\+\d+$/);
      }
    }
  });

  it("tells router and sum of a shared expert, and of weights that are no shares", () => {
    const of = (mlp: Partial<typeof EXPERTS> & { renormalizedExpertWeights?: boolean }) => {
      const { runs } = written({
        kind: "sequential",
        mlp: { ...EXPERTS, ...mlp },
        implementationOf: ({ kernel }) => (kernel.kind === "grouped_gemm" ? "own.m64" : "default"),
      });
      return (kernel: string) => runs.find((line) => line.includes(`kernel=${kernel} `));
    };
    const plain = of({ sharedExpertIntermediateSize: 0 });
    for (const kernel of ["router", "moe_combine"]) {
      expect(plain(kernel)).not.toMatch(/shared|renormalize/);
      expect(wordOf(of({})(kernel), "shared")).toBe("1");
      expect(wordOf(of({})(kernel), "@sharedGate")).toMatch(/^arena\+\d+$/);
    }
    expect(wordOf(of({})("moe_combine"), "@shared")).toMatch(/^arena\+\d+$/);
    expect(of({})("router")).not.toContain("renormalize");
    expect(wordOf(of({ renormalizedExpertWeights: false })("router"), "renormalize")).toBe("0");
  });

  it("gives routers that may run at the same time counts of their own", () => {
    const { runs } = written({
      mlp: EXPERTS,
      implementationOf: ({ kernel }) => (kernel.kind === "grouped_gemm" ? "own.m64" : "default"),
    });
    const routers = runs.flatMap((line, at) => (line.includes("kernel=router ") ? [at] : []));
    expect(routers.length).toBeGreaterThan(1);
    for (const at of routers) {
      const counts = wordOf(runs[at], "@groupCounts");
      expect(counts).toMatch(/^scratch\+\d+$/);
      const earlier = routers.filter(
        (each) => each < at && wordOf(runs[each], "@groupCounts") === counts,
      );
      for (const each of earlier) expect(reaches(runs, each, at)).toBe(true);
    }
  });

  describe("of two ranks", () => {
    const collectives = (runs: readonly string[]) =>
      runs.flatMap((line, at) =>
        /kernel=(all_reduce|all_reduce_norm|peer_sampling) /.test(line) ? [at] : [],
      );

    it("looks tokens up in slices of the vocabulary, adds them up, and samples over all slices", () => {
      const { runs, steps } = written({ tensorParallel: 2 });
      const at = (name: string) => runs[steps.findIndex((step) => step.name === name)];
      expect(wordOf(at("embedding"), "sliced")).toBe("1");
      expect(wordOf(at("embedding"), "vocab")).toBe("512");
      expect(at("sampled_rows")).not.toContain("sliced");
      expect(wordOf(at("embedding_all_reduce"), "kernel")).toBe("all_reduce");
      expect(wordOf(at("sampling"), "kernel")).toBe("peer_sampling");
      expect(wordOf(at("sampling"), "known")).toBe("1000");
    });

    it("has the heads of one rank in its attention and its cache", () => {
      const { runs } = written({ tensorParallel: 2 });
      const append = runs.filter((line) => line.includes("kernel=rope_kv_append"));
      for (const line of append) expect(wordOf(line, "kvheads")).toBe("2");
      // 100 pages of 16 tokens, 2 heads of 64 elements, of 2 bytes.
      const bytes = Number(wordOf(append[0], "@values")?.split("+")[1]);
      expect(bytes).toBe(100 * 16 * 2 * 64 * 2);
    });

    it("gives an all-reduce with a norm the weights of the norm behind it", () => {
      const { runs, steps } = written({ tensorParallel: 2, kind: "sequential", norms: "fused" });
      const { binding } = bound(
        planFixture({ tensorParallel: 2, norms: "fused", shape: { headSize: 64 } }),
      );
      const weightsOf = (name: string) =>
        runs.filter((_, at) => steps[at]?.name === name).map((line) => wordOf(line, "@weight"));
      const at = (name: string) => `weights+${binding.weights.tensors.get(name)?.offset}`;
      expect(weightsOf("first_norm")).toEqual([at("0.attention_norm")]);
      expect(weightsOf("attention_all_reduce.0")).toEqual(
        [0, 1, 2].map((layer) => at(`${layer}.mlp_norm`)),
      );
      expect(weightsOf("mlp_all_reduce.0")).toEqual(
        ["1.attention_norm", "2.attention_norm", "final_norm"].map(at),
      );
    });

    it("tells an all-reduce with a norm the first of its tokens", () => {
      const { runs } = written({ tensorParallel: 2, norms: "fused" });
      const sums = runs.filter((line) => line.includes("kernel=all_reduce_norm "));
      expect(new Set(sums.map((line) => wordOf(line, "firstToken")))).toEqual(
        new Set(["0", "256"]),
      );
      for (const line of sums) expect(wordOf(line, "@residual")).toMatch(/^arena\+\d+$/);
    });

    it("comes to its collectives in one order, whatever the plan leaves open", () => {
      const plan = planFixture({ tensorParallel: 2, shape: { headSize: 64 } });
      const { program, binding } = bound(plan, ({ streams, instructions }) => {
        const [first] = streams;
        const sums = instructions.filter(({ kernel }) => kernel.kind === "all_reduce");
        for (const [index, sum] of sums.entries()) {
          if (index % 2 === 0 || first === undefined) continue;
          sum.stream = streams.push(structuredClone(first)) - 1;
          sum.waits = [];
        }
      });
      for (const parts of ["step", "layers"] as const) {
        const lines = writeExecutable(program, binding, parts).text.trimEnd().split("\n");
        const runs = lines.filter((line) => line.startsWith("run "));
        const all = collectives(runs);
        expect(new Set(all.map((each) => wordOf(runs[each], "queue"))).size).toBeGreaterThan(1);
        for (const [index, each] of all.slice(1).entries())
          expect(reaches(runs, all[index] ?? -1, each)).toBe(true);
      }
    });
  });

  it("is refused where cuBLASLt would take one expert after the other", () => {
    const experts = { experts: 8, expertsPerToken: 2, expertIntermediateSize: 64 };
    const mlp = { kind: "moe", ...experts, sharedExpertIntermediateSize: 0 } as const;
    const implementationOf = () => "lt66.t29.s35.c4.k1.r0.w0.o1.i0";
    const error = plannerError(() => written({ mlp, implementationOf }));
    expect(error.code).toBe("E_NATIVE");
    expect(error.message).toMatch(/moe_gate_up\.0: .* one expert after the other/);
  });

  it.each([
    ["heads of a size without kernel", { headSize: 32 }, "heads of 32"],
    [
      "many query heads on a KV head",
      { headSize: 64, queryHeads: 32, kvHeads: 2 },
      "16 query heads",
    ],
    [
      "more experts than the router has room for",
      { headSize: 64, mlp: { ...EXPERTS, experts: 128 } },
      "128 experts",
    ],
  ])("is refused for %s", (_, shape, what) => {
    const error = plannerError(() => layOutWeights({ ...planFixture().model.shape, ...shape }, 1));
    expect(error.code).toBe("E_INVALID_MODEL");
    expect(error.message).toContain(what);
  });
});

describe("an executable in FP8", () => {
  const rows = { type: "fp8-e4m3", scaling: "row" } as const;
  const precision = { weights: rows, activations: rows, kv: rows, accumulation: "fast" } as const;
  const { runs, program } = written({ shape: { precision } });
  const all = (kernel: string) => runs.filter((line) => wordOf(line, "kernel") === kernel);
  const offsetOf = (address: string | undefined) => Number(address?.split("+")[1]);

  it("gives products the scales of rows and channels, and the number formats", () => {
    const products = all("gemm").filter((line) => wordOf(line, "operands") === "fp8-e4m3");
    expect(products).toHaveLength(4 * 2 * LAYERS);
    for (const line of products) {
      expect(line).toContain("scaling=row accumulation=fast");
      expect(wordOf(line, "@inputScales")).toMatch(/^arena\+\d+$/);
      const bytes = Number(wordOf(line, "n")) * Number(wordOf(line, "k"));
      const weight = offsetOf(wordOf(line, "@weight"));
      expect(offsetOf(wordOf(line, "@weightScales"))).toBe(weight + Math.ceil(bytes / 256) * 256);
    }
    // The LM head.
    expect(all("gemm").filter((line) => wordOf(line, "operands") === undefined)).toHaveLength(1);
  });

  it("has each product read the scales that were written with its input", () => {
    const written = new Map<string, string>();
    let read = 0;
    for (const line of runs) {
      const [input = "", scales] = [wordOf(line, "@input"), wordOf(line, "@inputScales")];
      if (scales !== undefined) {
        expect(written.get(input)).toBe(scales);
        read++;
      }
      const [output, outputScales] = [wordOf(line, "@output"), wordOf(line, "@outputScales")];
      if (output !== undefined && outputScales !== undefined) written.set(output, outputScales);
    }
    expect(read).toBe(4 * 2 * LAYERS);
  });

  it("quantises norms, SiLU-multiply and attention's output", () => {
    for (const [kernel, count] of [
      ["rms_norm", 2 * 2 * LAYERS],
      ["silu_mul", 2 * LAYERS],
      ["quantise_rows", 2 * LAYERS],
    ] as const)
      expect(all(kernel).filter((line) => wordOf(line, "output") === "fp8-e4m3")).toHaveLength(
        count,
      );
  });

  it("has keys, values and scales of a layer in one array", () => {
    const bytes = 100 * 2 * 4 * 16 * (64 + 4);
    for (const kernel of ["rope_kv_append", "decode_attention", "prefill_attention"]) {
      const places = all(kernel).map((line) => {
        expect(line).toContain("kv=fp8-e4m3 scaling=row");
        expect(line).not.toContain("@keys");
        return wordOf(line, "@kv");
      });
      expect(new Set(places)).toEqual(new Set([0, 1, 2].map((layer) => `cache+${layer * bytes}`)));
    }
  });

  it("has a byte an element and four bytes a row of what products multiply", () => {
    for (const { kernel, reads, size } of program.instructions) {
      if (kernel.variant?.operands === undefined) continue;
      const bytesOf = (name: string) => {
        const access = reads.find(({ operand }) => operand === name);
        return (access?.end ?? 0) - (access?.start ?? 0);
      };
      expect(bytesOf("input")).toBe(size.tokens * (kernel.shape.k ?? 0));
      expect(bytesOf("inputScales")).toBe(size.tokens * 4);
    }
  });
});

describe("an executable of experts in FP8", () => {
  const rows = { type: "fp8-e4m3", scaling: "row" } as const;
  const precision = { weights: rows, activations: rows, accumulation: "fast" } as const;
  const mlp = { ...EXPERTS, sharedExpertIntermediateSize: 0 };
  const implementationOf = () => "own.m64";
  const { runs } = written({ mlp, shape: { precision }, implementationOf });

  it("quantises sorted rows, each with its scale, and reads those of all experts' channels", () => {
    const products = runs.filter((line) => wordOf(line, "kernel") === "grouped_gemm");
    expect(products).toHaveLength(2 * 2 * LAYERS);
    const quantised = new Map<string | undefined, string | undefined>();
    for (const line of runs) {
      if (wordOf(line, "kernel") === "grouped_gemm") {
        expect(quantised.get(wordOf(line, "@input"))).toBe(wordOf(line, "@inputScales"));
        expect(wordOf(line, "@weightScales")).toMatch(/^weights\+\d+$/);
        expect(wordOf(line, "@partials")).toBeDefined();
      }
      if (wordOf(line, "@outputScales") !== undefined)
        quantised.set(wordOf(line, "@output"), wordOf(line, "@outputScales"));
    }
    const sorted = runs.filter((line) => wordOf(line, "kernel") === "moe_permute");
    expect(sorted.length).toBeGreaterThan(0);
    for (const line of sorted) expect(quantised.has(wordOf(line, "@output"))).toBe(true);
    // Apart from that only attention's output, which is by tokens, not by tokens and choices.
    const apart = runs.filter((line) => wordOf(line, "kernel") === "quantise_rows");
    expect(new Set(apart.map((line) => Number(wordOf(line, "tokens"))))).toEqual(new Set([256]));
  });
});
