import { kernelKey } from "../cost/table/kernel-key.ts";
import type { ProfileKernel } from "../cost/table/kernel-table.ts";
import type { Profile } from "../generated/profile.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import { multipliedKernel } from "../store/scaled-kernel.ts";

/** A profile that was made to answer for another vocabulary. */
export interface Adapted {
  profile: Profile;
  /** What was scaled, one sentence a kernel; none when the profile had every kernel. */
  scaled: string[];
}

/**
 * Makes a profile answer for a model whose layers have the same kernels and whose vocabulary is
 * another. The LM head is a product of very many tiles and the sampler reads every logit once, so
 * their times and energies go by the vocabulary; the embedding copies rows, however many there are.
 *
 * @param kernels all that the model needs
 * @returns undefined when more than the vocabulary differs
 */
export function withVocabulary(
  profile: Profile,
  kernels: readonly KernelUse[],
): Adapted | undefined {
  const known = new Set(profile.kernels.map(kernelKey));
  const missing = kernels.filter((kernel) => !known.has(kernelKey(kernel)));
  const vocab = profile.kernels.find(({ kind }) => kind === "embedding")?.shape.vocab;
  const wanted = kernels.find(({ kind }) => kind === "embedding")?.shape.vocab;
  const made: ProfileKernel[] = [];
  const scaled: string[] = [];
  for (const kernel of missing) {
    if (vocab === undefined || wanted === undefined) return undefined;
    const likeness = likenessOf(kernel, vocab, wanted);
    const key = likeness && kernelKey(likeness.kernel);
    const model = profile.kernels.find((other) => kernelKey(other) === key);
    if (likeness === undefined || model === undefined) return undefined;
    made.push(multipliedKernel(model, kernel, likeness.factor));
    const how =
      likeness.factor === 1
        ? "as"
        : `${Number(likeness.factor.toPrecision(3))} times the time and energy of`;
    scaled.push(`${kernelKey(kernel)}: not measured, taken ${how} ${key}`);
  }
  const kernelsOfBoth = [...profile.kernels, ...made];
  return { profile: made.length === 0 ? profile : { ...profile, kernels: kernelsOfBoth }, scaled };
}

/**
 * What has to be measured so that kernels can be scaled to the vocabulary of a model.
 *
 * @param missing those that are to be scaled, of all that the model needs
 * @param hidden width of the embedding of a vocabulary of so many words that was measured
 * @returns undefined when more than the vocabulary differs
 */
export function standInsFor(
  missing: readonly KernelUse[],
  kernels: readonly KernelUse[],
  hidden: number,
  vocab: number,
): KernelUse[] | undefined {
  const own = kernels.find(({ kind }) => kind === "embedding")?.shape;
  const wanted = own?.vocab;
  if (wanted === undefined || own?.hidden !== hidden) return undefined;
  const found = missing.map((kernel) => likenessOf(kernel, vocab, wanted)?.kernel);
  return found.every((kernel) => kernel !== undefined) ? found : undefined;
}

/** The kernel of the measured vocabulary that stands for another, and what to multiply by. */
function likenessOf(
  { kind, shape, variant }: KernelUse,
  vocab: number,
  wanted: number,
): { kernel: KernelUse; factor: number } | undefined {
  const factor = wanted / vocab;
  if (kind === "gemm" && shape.n === wanted && variant === undefined)
    return { kernel: { kind, shape: { ...shape, n: vocab } }, factor };
  if (shape.vocab !== wanted) return undefined;
  const kernel = { kind, shape: { ...shape, vocab } };
  if (kind === "embedding") return { kernel, factor: 1 };
  return kind === "sampling" ? { kernel, factor } : undefined;
}
