import type { ProgramKernel, TokenRange } from "../../../generated/program.ts";
import type { Step } from "../../../step/step.ts";
import type { PagedKv } from "../memory/paged-kv.ts";
import type { LayerShard, ModelShard } from "../memory/shard-weights.ts";

/** One launch of a kernel, with its operands by the names of the program. */
export interface KernelCall {
  operation: string;
  /** What of it is not bf16. */
  formats: NonNullable<ProgramKernel["variant"]>;
  /** Sizes of the kernel's shape in the program. */
  size(name: string): number;
  tokens: TokenRange;
  /** Elements of an operand as they are now; undefined when the instruction does not read it. */
  operand(name: string): Float64Array | undefined;
  kv: PagedKv | undefined;
  step: Step;
  shard: ModelShard;
  /** Undefined around the layers. */
  layer: LayerShard | undefined;
}

/** Elements that a kernel writes, by operand. */
export type Outputs = Readonly<Record<string, Float64Array>>;

export type Kernel = (call: KernelCall) => Outputs;

/** An operand that the kernel cannot do without. */
export function input({ operation, operand }: KernelCall, name: string): Float64Array {
  const elements = operand(name);
  if (elements === undefined) throw new Error(`${operation} without its operand ${name}`);
  return elements;
}
