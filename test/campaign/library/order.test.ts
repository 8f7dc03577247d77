import { describe, expect, it } from "@jest/globals";
import { Stock } from "../../../src/campaign/library/gaps.ts";
import { inOrderOfValue } from "../../../src/campaign/library/order.ts";
import { referenceKernels } from "../../../src/campaign/library/references.ts";
import { subjectName, subjectsOf } from "../../../src/campaign/library/subjects.ts";
import type { KernelKind } from "../../../src/generated/profile.ts";
import { resolveModel } from "../../../src/model/resolve-model.ts";
import { kernelName } from "../../../src/store/kernel-name.ts";

const H200_BYTES = 150e9;

function subjects(ids: readonly string[], sizes?: readonly number[], maxTokens = 2048) {
  return subjectsOf(ids.map(resolveModel), H200_BYTES, maxTokens, sizes);
}

/** A store that has kernels up to so many tokens. */
function stockOf(names: readonly string[], again: readonly KernelKind[] = [], mostTokens = 2048) {
  return Stock.of(
    names.map((name) => ({ name, mostTokens, mostAfterAsMany: mostTokens })),
    again,
  );
}

function namesOf(ids: readonly string[], sizes: readonly number[]): string[] {
  return subjects(ids, sizes).flatMap(({ kernels }) =>
    kernels.map(({ kernel }) => kernelName(kernel)),
  );
}

describe("what a library is filled for", () => {
  it("is each model at the smallest parallelism that fits, and at the next up to four GPUs", () => {
    expect(subjects(["llama-3-8b", "qwen2-72b", "mixtral-8x22b"]).map(subjectName)).toEqual([
      ...["llama-3-8b at TP 1", "llama-3-8b at TP 2"],
      ...["qwen2-72b at TP 2", "qwen2-72b at TP 4", "mixtral-8x22b at TP 4"],
    ]);
  });

  it("has no collectives, which one GPU cannot measure", () => {
    const kinds = namesOf(["qwen2-72b"], [4]).map((name) => name.split(" ")[0]);
    expect(kinds).toContain("gemm");
    expect(kinds).not.toContain("all_reduce");
  });
});

describe("what a store lacks", () => {
  const missing = (have: readonly string[], id: string) =>
    subjects([id], [1]).flatMap((subject) =>
      stockOf(have)
        .missing(subject)
        .map(({ kernel }) => kernelName(kernel)),
    );

  it("is nothing that it has", () => {
    expect(missing(namesOf(["llama-3-8b"], [1]), "llama-3-8b")).toEqual([]);
  });

  it("is no elementwise kernel that another size stands in for, and no other vocabulary", () => {
    const found = missing(namesOf(["llama-3-8b"], [1]), "qwen3-8b");
    expect(found).toEqual([
      "rope_kv_append head=128 kvheads=8 page=16 qheads=32 qkNorm=true",
      ...["gemm k=4096 n=24576", "gemm k=12288 n=4096"],
    ]);
  });

  it("is a kind that has changed, though it is there", () => {
    const stock = stockOf(namesOf(["llama-3-8b"], [1]), ["decode_attention"]);
    const [subject] = subjects(["llama-3-8b"], [1]);
    expect(subject && stock.missing(subject).map(({ kernel }) => kernel.kind)).toEqual([
      "decode_attention",
    ]);
  });
});

describe("what a store has at too few tokens", () => {
  const LLAMA = namesOf(["llama-3-8b"], [1]);
  const missingAt = (stock: Stock, id: string, tensorParallel: number, maxTokens: number) =>
    subjects([id], [tensorParallel], maxTokens).flatMap((subject) =>
      stock.missing(subject).map(({ kernel }) => kernelName(kernel)),
    );

  it("is missing where a larger batch is asked for, but for decode attention", () => {
    const stock = stockOf(LLAMA);
    expect(missingAt(stock, "llama-3-8b", 1, 3072)).toEqual([]);
    const missing = missingAt(stock, "llama-3-8b", 1, 4096);
    const others = LLAMA.filter((name) => !name.startsWith("decode_attention"));
    expect(missing.toSorted()).toEqual([...new Set(others)].toSorted());
  });

  it("is missing where attention was timed at large chunks, but at none after as long a prefix", () => {
    const missing = (mostAfterAsMany: number) => {
      const stocked = LLAMA.map((name) => ({ name, mostTokens: 16_384, mostAfterAsMany }));
      return missingAt(Stock.of(stocked, []), "llama-3-8b", 1, 8192);
    };
    const prefill = LLAMA.filter((name) => name.startsWith("prefill_attention"));
    expect(missing(2048)).toEqual([...new Set(prefill)]);
    expect(missing(4096)).toEqual([]);
  });

  it("is missing where experts have more rows than a batch has tokens", () => {
    const [experts, dense] = ["silu_mul width=4096", "silu_mul width=7168"] as const;
    const others = namesOf(["mixtral-8x22b"], [4]).filter((name) => name !== experts);
    const has = (name: string, mostTokens: number) => ({
      name,
      mostTokens,
      mostAfterAsMany: mostTokens,
    });
    const stocked = [...others.map((name) => has(name, 2048)), has(dense, 2048)];
    const missing = (...more: readonly ReturnType<typeof has>[]) =>
      missingAt(Stock.of([...stocked, ...more], []), "mixtral-8x22b", 4, 2048);
    expect(missing()).toEqual([experts]);
    // Of what stands in, a profile takes one session's rows: they may be the fewer ones.
    expect(missing(has(dense, 4096))).toEqual([experts]);
    expect(missing(has(experts, 2048))).toEqual([experts]);
    expect(missing(has(experts, 4096))).toEqual([]);
  });

  it("is missing where what stands in ends before the batch, since its rows have less work", () => {
    const norm = (hidden: number) => `rms_norm hidden=${hidden}`;
    const others = LLAMA.filter((name) => name !== norm(4096));
    const missing = (hidden: number) =>
      missingAt(stockOf([...others, norm(hidden)]), "llama-3-8b", 1, 2048);
    expect(missing(2048)).toEqual([]);
    expect(missing(1024)).toEqual([norm(4096)]);
  });
});

describe("the order", () => {
  it("takes models that nothing serves before other parallelisms of those that are served", () => {
    const stock = stockOf(namesOf(["llama-3-8b"], [1]));
    const turns = inOrderOfValue(subjects(["llama-3-8b", "qwen3-8b", "llama-2-7b"]), stock);
    expect(turns.map(({ subject }) => subjectName(subject)).slice(0, 2)).toEqual([
      "qwen3-8b at TP 1",
      "llama-2-7b at TP 1",
    ]);
  });

  it("never measures a kernel twice", () => {
    const ids = ["qwen2-72b", "deepseek-llm-67b", "llama-2-70b", "qwen3-30b-a3b"];
    const turns = inOrderOfValue(subjects(ids), Stock.of([], []));
    const names = turns.flatMap(({ missing }) => missing.map(({ kernel }) => kernelName(kernel)));
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("reference kernels", () => {
  const earlier = [
    { id: "a", names: ["gemm k=1 n=2", "gemm k=9 n=9", "rms_norm hidden=8"] },
    { id: "b", names: ["gemm k=9 n=9", "silu_mul width=8"] },
  ];
  const wanted = new Set(["gemm k=1 n=2", "gemm k=9 n=9"]);
  const chosen = (measured: readonly string[]) =>
    referenceKernels(earlier, measured, wanted).map(({ kernel }) => kernelName(kernel));

  it("are those that most sessions share, one of a kind for each session", () => {
    expect(chosen([])).toEqual(["gemm k=9 n=9", "rms_norm hidden=8", "silu_mul width=8"]);
  });

  it("are left out where what is measured compares the sessions already", () => {
    expect(chosen(["gemm k=9 n=9", "rms_norm hidden=8"])).toEqual(["silu_mul width=8"]);
  });

  it("have a bf16 product, by which each session tells the rate of the GPU, where all others are in FP8", () => {
    const fp8 = "operands=fp8-e4m3 scaling=row accumulation=fast";
    const stored = [
      { id: "a", names: ["gemm k=9 n=9", "gemm k=4 n=4"] },
      { id: "b", names: [`gemm k=9 n=9 ${fp8}`] },
    ];
    const products = new Set([`gemm k=9 n=9 ${fp8}`, `gemm k=7 n=7 ${fp8}`]);
    const names = referenceKernels(stored, [`gemm k=7 n=7 ${fp8}`], products);
    expect(names.map(({ kernel }) => kernelName(kernel))).toEqual([
      `gemm k=9 n=9 ${fp8}`,
      "gemm k=4 n=4",
    ]);
  });
});
