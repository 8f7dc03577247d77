import type { KernelKind } from "../../generated/profile.ts";
import type { KernelUse } from "../../ir/op-graph.ts";
import { kernelName } from "../../store/kernel-name.ts";
import { kernelNamed, standInFor } from "../../store/stand-ins.ts";
import type { CampaignKernel } from "../jobs/campaign.ts";
import type { Subject } from "./subjects.ts";

/** Decode attention has a stand-in, but what runs beside it has to run beside itself. */
const ALWAYS_MEASURED: readonly KernelKind[] = ["decode_attention"];

/** What a store has, by the names of its kernels. */
export class Stock {
  readonly #names: ReadonlySet<string>;
  readonly #kernels: readonly KernelUse[];

  constructor(kernels: readonly KernelUse[]) {
    this.#kernels = kernels;
    this.#names = new Set(kernels.map((kernel) => kernelName(kernel)));
  }

  /** @param again kinds that count as missing, since they have changed */
  static of(names: readonly string[], again: readonly KernelKind[]): Stock {
    const kernels = [...new Set(names)].map(kernelNamed);
    return new Stock(kernels.filter(({ kind }) => !again.includes(kind)));
  }

  /** The same with kernels more. */
  with(kernels: readonly CampaignKernel[]): Stock {
    return new Stock([...this.#kernels, ...kernels.map(({ kernel }) => kernel)]);
  }

  has(kernel: KernelUse): boolean {
    return this.#names.has(kernelName(kernel));
  }

  /** Kernels of a model that have to be measured before it can be planned. */
  missing({ kernels }: Subject): CampaignKernel[] {
    const vocabulary = kernels.find(({ kernel }) => kernel.kind === "embedding")?.kernel.shape;
    const scales = this.#hasVocabularyOf(vocabulary?.hidden);
    return kernels.filter(({ kernel }) => {
      if (this.has(kernel)) return false;
      const { kind, shape } = kernel;
      const ofVocabulary = (shape.vocab ?? shape.n) === vocabulary?.vocab;
      if (ofVocabulary && scales) return false;
      return ALWAYS_MEASURED.includes(kind) || standInFor(kernel, this.#kernels) === undefined;
    });
  }

  /** Of one width all kernels of any vocabulary: those of others are scaled from them. */
  #hasVocabularyOf(hidden: number | undefined): boolean {
    return this.#kernels.some(
      ({ kind, shape }) =>
        kind === "embedding" &&
        shape.hidden === hidden &&
        this.has({ kind: "gemm", shape: { n: shape.vocab ?? 0, k: hidden ?? 0 } }) &&
        this.has({ kind: "sampling", shape: { vocab: shape.vocab ?? 0 } }),
    );
  }
}
