import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import type { ProgramBatch, StepInstruction } from "../generated/program.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import { stepOperations } from "../ir/step-operations.ts";
import { BYTES_PER_ELEMENT } from "../model/model-shape.ts";
import { activeTokens } from "../plan/token-ranges.ts";
import { RESIDUAL } from "./operands.ts";

const TOKEN_BYTES = 4;
/** Prompts of which a step may hold a part; each may want its first token sampled. */
const MOST_CHUNKS = 64;

/** The operand of a kernel in a whole buffer. */
interface WholeOperand {
  operand: string;
  buffer: string;
}

interface Around extends Omit<StepInstruction, "reads" | "writes"> {
  reads: WholeOperand[];
  writes: WholeOperand[];
}

/** What a step does around its layers, with the buffers that only the operations after them use. */
export interface StepInstructions {
  before: Around[];
  after: Around[];
  /** Bytes by name. */
  buffers: ReadonlyMap<string, number>;
}

/** Decode tokens stand before prefill tokens in each nano-batch. */
export function programBatch({ nanoBatches, workload }: Plan): ProgramBatch {
  const rows = (tokens: "decode" | "prefill") =>
    nanoBatches
      .map((batch) => activeTokens({ tokens }, batch))
      .filter((range) => range !== undefined);
  const prefillChunks = Math.min(workload.prefillTokens, MOST_CHUNKS);
  return {
    decodeRows: rows("decode"),
    prefillRows: rows("prefill"),
    prefillChunks,
    sampledRows: workload.decodeTokens + prefillChunks,
  };
}

/**
 * Embedding before the layers; final norm, LM head and sampling after them.
 *
 * With fused norms the last layer's output is what the final norm gives, and the first layer reads
 * the norm of the embedding there.
 *
 * The embedding starts the residual stream, so that the first layer's norm has nothing to add. The
 * final norm works on all rows. The rows whose next token is wanted are looked up in its output,
 * and only these go through the LM head.
 *
 * @param output buffer of the last layer's output
 */
export function stepInstructions(
  plan: Plan,
  batch: ProgramBatch,
  output: string,
): StepInstructions {
  const { shape, tensorParallel } = plan.model;
  const kernels = new Map(
    stepOperations(shape, tensorParallel, plan.model.norms).map(({ name, kernel }) => [
      name,
      kernel,
    ]),
  );
  const kernelOf = (name: string): KernelUse => {
    const kernel = kernels.get(name);
    if (kernel === undefined) throw new PlannerError("E_INTERNAL", `a step without \`${name}\``);
    return kernel;
  };
  const { denseBatchTokens: tokens } = plan.workload;
  const { sampledRows } = batch;
  const instruction = (
    operation: string,
    rows: StepInstruction["rows"],
    reads: WholeOperand[],
    writes: WholeOperand[],
    kernel = kernelOf(operation),
  ): Around => ({
    operation,
    kernel: { kind: kernel.kind, shape: kernel.shape },
    implementation: "default",
    rows,
    size: { tokens: rows === "all" ? tokens : sampledRows, context: 0 },
    reads,
    writes,
  });
  const on = (operand: string, buffer: string) => ({ operand, buffer });
  const lookUp: KernelUse = {
    kind: "embedding",
    shape: { hidden: shape.hiddenSize, vocab: tokens },
  };
  const residual = on("residual", RESIDUAL);
  const reduce = () =>
    instruction("embedding_all_reduce", "all", [on("input", RESIDUAL)], [on("output", RESIDUAL)]);
  const rowBytes = shape.hiddenSize * BYTES_PER_ELEMENT;
  const isFused = plan.model.norms === "fused";
  const normalised = isFused ? output : "final_norm";
  return {
    before: [
      instruction("embedding", "all", [], [on("output", RESIDUAL)]),
      ...(tensorParallel === 1 ? [] : [reduce()]),
      ...(isFused
        ? [instruction("first_norm", "all", [residual], [residual, on("output", output)])]
        : []),
    ],
    after: [
      ...(isFused
        ? []
        : [
            instruction(
              "final_norm",
              "all",
              [on("input", output), residual],
              [residual, on("output", "final_norm")],
            ),
          ]),
      instruction(
        "sampled_rows",
        "sampled",
        [on("table", normalised)],
        [on("output", "sampled_rows")],
        lookUp,
      ),
      instruction("lm_head", "sampled", [on("input", "sampled_rows")], [on("output", "logits")]),
      instruction(
        "sampling",
        "sampled",
        [on("logits", "logits")],
        [on("tokens", "sampled_tokens")],
      ),
    ],
    buffers: new Map([
      ...(isFused ? [] : [["final_norm", tokens * rowBytes] as const]),
      ["sampled_rows", sampledRows * rowBytes],
      ["logits", sampledRows * (kernelOf("lm_head").shape.n ?? 0) * BYTES_PER_ELEMENT],
      ["sampled_tokens", sampledRows * TOKEN_BYTES],
    ]),
  };
}
