import { REACH } from "../../cost/curve/interpolate.ts";
import type { KernelKind } from "../../generated/profile.ts";
import type { KernelUse } from "../../ir/op-graph.ts";
import { kernelName } from "../../store/kernel-name.ts";
import { kernelNamed, standInFor } from "../../store/stand-ins.ts";
import type { CampaignKernel } from "../jobs/campaign.ts";
import type { Subject } from "./subjects.ts";

/** Decode attention has a stand-in, but what runs beside it has to run beside itself. */
const ALWAYS_MEASURED: readonly KernelKind[] = ["decode_attention"];

/** A kernel that a session measured whole, and its largest size on the whole GPU. */
export interface StockedKernel {
  name: string;
  mostTokens: number;
  /** Of attention the largest size that was timed after as long a context, tokens. */
  mostAfterAsMany: number;
}

/** Largest sizes of a kernel in the sessions that have it: the smallest of these, and the largest. */
interface Largest {
  least: number;
  most: number;
  mostAfterAsMany: number;
}

/** What a store has, by the names of its kernels. */
export class Stock {
  readonly #largest: ReadonlyMap<string, Largest>;
  readonly #kernels: readonly KernelUse[];

  constructor(largest: ReadonlyMap<string, Largest>) {
    this.#largest = largest;
    this.#kernels = [...largest.keys()].map(kernelNamed);
  }

  /** @param again kinds that count as missing, since they have changed */
  static of(stocked: readonly StockedKernel[], again: readonly KernelKind[]): Stock {
    const largest = new Map<string, Largest>();
    for (const { name, mostTokens, mostAfterAsMany } of stocked) {
      if (again.includes(kernelNamed(name).kind)) continue;
      const known = largest.get(name) ?? { least: mostTokens, most: mostTokens, mostAfterAsMany };
      largest.set(name, {
        least: Math.min(known.least, mostTokens),
        most: Math.max(known.most, mostTokens),
        mostAfterAsMany: Math.max(known.mostAfterAsMany, mostAfterAsMany),
      });
    }
    return new Stock(largest);
  }

  /** This stock and further kernels, which then are measured as far as any model needs them. */
  with(kernels: readonly CampaignKernel[]): Stock {
    const most = Number.POSITIVE_INFINITY;
    const whole = { least: most, most, mostAfterAsMany: most };
    const added = kernels.map(({ kernel }): [string, Largest] => [kernelName(kernel), whole]);
    return new Stock(new Map([...this.#largest, ...added]));
  }

  /** Whether a session measured a kernel, at whatever sizes. */
  has(kernel: KernelUse): boolean {
    return this.#largest.has(kernelName(kernel));
  }

  /**
   * Kernels of a model that have to be measured before it can be planned, at all dense batches that
   * are asked for.
   */
  missing({ kernels, maxTokens }: Subject): CampaignKernel[] {
    const vocabulary = kernels.find(({ kernel }) => kernel.kind === "embedding")?.kernel.shape;
    const scales = this.#hasVocabularyOf(vocabulary?.hidden, maxTokens);
    return kernels.filter(({ kernel, rowsPerToken }) => {
      const rows = maxTokens * rowsPerToken;
      if (this.has(kernel)) return !this.#reaches(kernel, rows);
      const { kind, shape } = kernel;
      const ofVocabulary = (shape.vocab ?? shape.n) === vocabulary?.vocab;
      if (ofVocabulary && scales) return false;
      return ALWAYS_MEASURED.includes(kind) || !this.#standsIn(kernel, rows);
    });
  }

  /** Whether a kernel was measured at sizes from which so many rows can be told. */
  #reaches(kernel: KernelUse, rows: number): boolean {
    const largest = this.#largest.get(kernelName(kernel));
    if (largest === undefined) return false;
    const { most, mostAfterAsMany } = largest;
    // Its rows are requests, and their KV cache ends with the memory before a large batch does.
    if (kernel.kind === "decode_attention") return true;
    // Where nano-batches cut one long prompt, the second half of it comes after the first.
    const afterHalf = kernel.kind === "prefill_attention" ? rows / 2 : 0;
    return rows <= REACH * most && afterHalf <= REACH * mostAfterAsMany;
  }

  /** Whether another kernel tells so many rows of one that nobody measured, as `scaledKernel` does. */
  #standsIn(kernel: KernelUse, rows: number): boolean {
    const standIn = standInFor(kernel, this.#kernels);
    if (standIn === undefined) return false;
    const { least = 0 } = this.#largest.get(kernelName(standIn.source)) ?? {};
    return rows <= REACH * Math.min(least, (REACH * least) / standIn.ratio);
  }

  /** Of one width all kernels of any vocabulary: those of others are scaled from them. */
  #hasVocabularyOf(hidden: number | undefined, rows: number): boolean {
    return this.#kernels.some((embedding) => {
      const { kind, shape } = embedding;
      const { vocab = 0 } = shape;
      const others: KernelUse[] = [
        { kind: "gemm", shape: { n: vocab, k: hidden ?? 0 } },
        { kind: "sampling", shape: { vocab } },
      ];
      return (
        kind === "embedding" &&
        shape.hidden === hidden &&
        [embedding, ...others].every((kernel) => this.#reaches(kernel, rows))
      );
    });
  }
}
