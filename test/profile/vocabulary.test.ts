import { describe, expect, it } from "@jest/globals";
import { CostTable } from "../../src/cost/cost-table.ts";
import { WHOLE_GPU } from "../../src/cost/table/split.ts";
import type { KernelUse } from "../../src/ir/op-graph.ts";
import { withVocabulary } from "../../src/profile/vocabulary.ts";
import { DOWN, QKV } from "../support/llama-kernels.ts";
import { syntheticProfile } from "../support/synthetic-profile.ts";

const head = (vocab: number): KernelUse => ({ kind: "gemm", shape: { n: vocab, k: 4096 } });
const embedding = (vocab: number): KernelUse => ({
  kind: "embedding",
  shape: { hidden: 4096, vocab },
});
const sampling = (vocab: number): KernelUse => ({ kind: "sampling", shape: { vocab } });
const kernelsFor = (vocab: number) => [QKV, head(vocab), embedding(vocab), sampling(vocab)];

const PROFILE = syntheticProfile({
  kernels: kernelsFor(32_000).map((kernel) => ({ kernel, lane: "compute" })),
});
const SIZE = { tokens: 512, context: 0 };

describe("a profile for another vocabulary", () => {
  it("is the same when it has every kernel", () => {
    expect(withVocabulary(PROFILE, kernelsFor(32_000))).toEqual({ profile: PROFILE, scaled: [] });
  });

  it("scales LM head and sampling by the vocabulary, the embedding not, and says so", () => {
    const adapted = withVocabulary(PROFILE, kernelsFor(128_000));
    const [measured, made] = [PROFILE, adapted?.profile ?? PROFILE].map(
      (profile) => new CostTable(profile),
    );
    const ratio = (of: (vocab: number) => KernelUse, implementation: string) =>
      (made?.soloUs(of(128_000), implementation, "whole", WHOLE_GPU, SIZE) ?? 0) /
      (measured?.soloUs(of(32_000), implementation, "whole", WHOLE_GPU, SIZE) ?? 1);
    expect(ratio(head, "wide")).toBeCloseTo(4);
    expect(ratio(sampling, "plain")).toBeCloseTo(4);
    expect(ratio(embedding, "plain")).toBeCloseTo(1);
    expect(made?.energyMj(head(128_000), SIZE, 1980)).toBeCloseTo(
      4 * (measured?.energyMj(head(32_000), SIZE, 1980) ?? 0),
    );
    expect(adapted?.scaled).toContainEqual(
      expect.stringMatching(/^gemm k=4096 n=128000: not measured, taken 4 times .* n=32000$/),
    );
    expect(adapted?.scaled).toHaveLength(3);
  });

  it("does not exist when a layer's kernel is missing", () => {
    expect(withVocabulary(PROFILE, [...kernelsFor(128_000), DOWN])).toBeUndefined();
    expect(withVocabulary(PROFILE, [DOWN])).toBeUndefined();
  });
});
