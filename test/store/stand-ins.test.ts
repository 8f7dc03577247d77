import { describe, expect, it } from "@jest/globals";
import type { Profile } from "../../src/generated/profile.ts";
import { kernelName } from "../../src/store/kernel-name.ts";
import { scaledKernel } from "../../src/store/scaled-kernel.ts";
import { kernelNamed, standInFor } from "../../src/store/stand-ins.ts";
import { transferredRows } from "../../src/store/transferred-power.ts";

type Kernel = Profile["kernels"][number];

const named = (...names: string[]) => names.map(kernelNamed);

function standIn(name: string, ...measured: string[]) {
  const found = standInFor(kernelNamed(name), named(...measured));
  return found && [kernelName(found.source), found.ratio];
}

describe("a name", () => {
  it.each([
    "gemm k=4096 n=6144",
    "rope_kv_append head=128 kvheads=8 page=16 qheads=32 qkNorm=true",
    "gemm k=1 n=2 operands=fp8-e4m3 scaling=row",
  ])("says all of a kernel: %s", (name) => {
    expect(kernelName(kernelNamed(name))).toBe(name);
  });
});

describe("what stands in for a kernel that nobody measured", () => {
  it("is the elementwise kernel nearest in size", () => {
    expect(standIn("silu_mul width=11008", "silu_mul width=7168", "silu_mul width=14336")).toEqual([
      "silu_mul width=14336",
      11008 / 14336,
    ]);
  });

  it("is decode attention with as many query heads a KV head", () => {
    const of = (kvheads: number, qheads: number) =>
      `decode_attention head=128 kvheads=${kvheads} page=16 qheads=${qheads}`;
    expect(standIn(of(4, 16), of(8, 32), of(4, 32))).toEqual([of(8, 32), 0.5]);
    expect(standIn(of(4, 28), of(8, 32), of(4, 32))).toBeUndefined();
  });

  it("is a collective of as many ranks", () => {
    expect(
      standIn("all_reduce hidden=8192 ranks=2", "all_reduce hidden=8192 ranks=4"),
    ).toBeUndefined();
    expect(standIn("all_reduce hidden=8192 ranks=2", "all_reduce hidden=4096 ranks=2")).toEqual([
      "all_reduce hidden=4096 ranks=2",
      2,
    ]);
  });

  it("is a grouped product over the same experts and sums, half to twice as wide", () => {
    const of = (n: number, k = 4096, experts = 8) =>
      `grouped_gemm experts=${experts} k=${k} n=${n} topk=2`;
    expect(standIn(of(14336), of(28672))).toEqual([of(28672), 0.5]);
    expect(standIn(of(14336), of(28673))).toBeUndefined();
    expect(standIn(of(14336), of(28672, 4097), of(28672, 4096, 16))).toBeUndefined();
  });

  it("is none of another variant, none far away, and none for products", () => {
    const rope = "rope_kv_append head=128 kvheads=8 page=16 qheads=32";
    expect(standIn(`${rope} bias=true`, rope)).toBeUndefined();
    expect(standIn("rms_norm hidden=1024", "rms_norm hidden=8192")).toBeUndefined();
    expect(standIn("gemm k=4096 n=6144", "gemm k=4096 n=6272")).toBeUndefined();
  });
});

describe("a scaled kernel", () => {
  it("takes a share of the time at as many tokens, where it is a grouped product", () => {
    const shape = { n: 28672, k: 4096, experts: 8, topk: 2 };
    const source: Kernel = {
      ...{ kind: "grouped_gemm", shape, implementations: ["own.m128"] },
      solo: [[0, "w", 256, 0, 400, 0.01, 9]],
      sustained: [[0, 1024, 0, 900, 0.01, 1500, 690, 621, 0, 0, 0]],
    };
    const half = scaledKernel(source, { kind: "grouped_gemm", shape: { ...shape, n: 14336 } }, 0.5);
    expect(half.solo).toEqual([[0, "w", 256, 0, 200, 0.01, 9]]);
    expect(half.sustained).toEqual([[0, 1024, 0, 450, 0.01, 1500, 690, 310.5, 0, 0, 0]]);
  });

  it("takes at the same work as long and as much energy", () => {
    const source: Kernel = {
      kind: "silu_mul",
      shape: { width: 8000 },
      implementations: ["default"],
      solo: [
        [0, "w", 256, 0, 4, 0.01, 9],
        [0, "w", 512, 0, 8, 0.01, 9],
        [0, "w", 1024, 0, 16, 0.01, 9],
      ],
      sustained: [[0, 1024, 0, 17, 0.01, 1900, 400, 6.8, 0, 0, 0]],
    };
    const half = scaledKernel(source, { kind: "silu_mul", shape: { width: 4000 } }, 0.5);
    expect(half.solo.map(([, , tokens, , us]) => [tokens, us])).toEqual([
      ...[
        [256, 4],
        [512, 4],
        [1024, 8],
      ],
    ]);
    expect(half.sustained.map(([, tokens, , us]) => [tokens, us])).toEqual([[2048, 17]]);
    expect(half.shape).toEqual({ width: 4000 });
  });
});

describe("a pair at the cap beside kernels of another session", () => {
  const kernel = (kind: Kernel["kind"], powerW: number): Kernel => ({
    kind,
    shape: {},
    implementations: ["default"],
    solo: [],
    sustained: [[0, 100, 10, 1000, 0.01, 1500, powerW, powerW, 0, 0, 0]],
  });

  it("keeps the share that the remainder's kernel takes of its energy alone", () => {
    const own = {
      group: kernel("gemm", 600),
      remainder: kernel("decode_attention", 400),
      idleW: 100,
    };
    const other = {
      group: kernel("gemm", 650),
      remainder: kernel("decode_attention", 450),
      idleW: 110,
    };
    // Over 1000 µs each the product takes 500 mJ above idle; 600 - 500 of 300 mJ are a third.
    const row = [104, 0, 100, 10, 0, 100, 10, 1000, 1000, 1500, 700] as const;
    const [moved] = transferredRows([[...row]], own, other);
    expect(moved?.[10]).toBeCloseTo(110 + 540 + (100 / 300) * 340, 6);
    expect(transferredRows([[...row]], own, own)[0]?.[10]).toBeCloseTo(700, 9);
  });
});
