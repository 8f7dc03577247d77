import { PlannerError } from "../../../errors.ts";
import type {
  Instruction,
  ProgramBuffer,
  StepInstruction,
  TokenRange,
} from "../../../generated/program.ts";
import { renormalizesExperts } from "../../../model/model-shape.ts";
import type { RequestWords } from "../process/executor-process.ts";
import { slotSamplingWords, slotTablesWords } from "../sampling/slot-tables.ts";
import {
  type Binding,
  inputAddress,
  kvBytesPerPage,
  LOGPROBS_ADDRESS,
  SAMPLING_REGION,
  scalesAddress,
  scratchAddress,
  TABLES_ADDRESS,
  WHOLE_LOGITS_ADDRESS,
  weightAddress,
} from "./binding.ts";
import type { PrefillInputs, TablePlace } from "./step-inputs.ts";

/** Shape, rows, implementation, and activations in the arena: the words of every kernel. */
export function commonWords(
  { kernel, implementation, size, reads, writes }: Instruction | StepInstruction,
  buffers: readonly ProgramBuffer[],
): RequestWords {
  const words: Record<string, string | number> = {
    tokens: size.tokens,
    implementation,
    ...kernel.shape,
    ...kernel.variant,
  };
  for (const { operand, buffer, start } of [...reads, ...writes]) {
    const { arenaOffset } = buffers[buffer] ?? { arenaOffset: null };
    if (arenaOffset !== null) words[`@${operand}`] = `arena+${arenaOffset + start}`;
  }
  return words;
}

/**
 * Which tiles of the cache a decode attention reads, worked out once a step.
 *
 * @param range of its rows, among those that decode attention works on
 */
export function decodePlanWords(binding: Binding, rows: TokenRange, range: number): RequestWords {
  const { inputs, scratch } = binding;
  return {
    tokens: rows[1] - rows[0],
    "@contextLengths": inputAddress(binding, inputs.contextLengths + rows[0]),
    "@tileOffsets": scratchAddress(scratch.tileOffsets[range]),
  };
}

/**
 * Which tiles of chunks a prefill attention works on, listed once a step.
 *
 * @param range of its rows, among those that prefill attention works on
 */
export function prefillPlanWords(
  binding: Binding,
  { rows, queryStarts, contextBefore }: PrefillInputs,
  range: number,
): RequestWords {
  const { inputs, scratch, shape } = binding;
  return {
    tokens: rows[1] - rows[0],
    sequences: inputs.limits.sequences,
    group: shape.queryHeads / shape.kvHeads,
    "@queryStarts": inputAddress(binding, queryStarts),
    "@contextBefore": inputAddress(binding, contextBefore),
    "@tiles": scratchAddress(scratch.prefillTiles[range]),
  };
}

/**
 * What an instruction before or after the layers needs beside the common words.
 *
 * @param queue that it runs on
 * @throws PlannerError `E_NATIVE` on one that the executor has no kernel for
 */
export function stepWords(
  { operation, kernel }: StepInstruction,
  binding: Binding,
  queue: number,
): RequestWords {
  const { inputs, epsilon } = binding;
  switch (operation) {
    case "embedding":
      return {
        "@table": weightAddress(binding, "embedding"),
        "@ids": inputAddress(binding, inputs.tokenIds),
        ...(binding.tensorParallel > 1 && { sliced: 1 }),
      };
    case "embedding_all_reduce":
      return {};
    case "sampled_rows":
      return { "@ids": inputAddress(binding, inputs.sampledRowIds) };
    case "first_norm":
      return {
        "@weight": weightAddress(binding, "0.attention_norm"),
        "@input": scratchAddress(binding.scratch.zeros),
        epsilon,
      };
    case "final_norm":
      return { "@weight": weightAddress(binding, "final_norm"), epsilon };
    case "lm_head":
      return { "@weight": weightAddress(binding, "lm_head"), ...workspace(binding, queue) };
    case "sampling":
      return {
        "@faults": scratchAddress(binding.scratch.faults),
        known: binding.shape.vocabularySize,
        ...slotWords(binding),
      };
    default:
      throw unknownKernel(operation, kernel.kind);
  }
}

/** The executor's name of a kernel. Ranks sample together, each from the logits of its slice. */
export function executorKernel(
  { kind }: Instruction["kernel"] | StepInstruction["kernel"],
  { tensorParallel }: Binding,
): string {
  return kind === "sampling" && tensorParallel > 1 ? "peer_sampling" : kind;
}

/** Kernels in which all ranks meet. */
export function isCollective(kernel: string): boolean {
  return ["all_reduce", "all_reduce_norm", "peer_sampling"].includes(kernel);
}

/** Of sampling by slots, where the inputs say each row's. */
function slotWords(binding: Binding): RequestWords {
  const { inputs, sampling } = binding;
  if (sampling === undefined || inputs.rowSlots === null) return {};
  return {
    ...(binding.tensorParallel > 1 && { "@whole": WHOLE_LOGITS_ADDRESS }),
    ...slotTablesWords(sampling.tables, sampling.places, SAMPLING_REGION),
    ...slotSamplingWords(sampling.tables, {
      rowSlots: inputAddress(binding, inputs.rowSlots),
      rowIds: inputAddress(binding, inputs.sampledRowIds),
      positions: inputAddress(binding, inputs.positions),
      logprobs: LOGPROBS_ADDRESS,
      inputRows: inputs.rows,
    }),
  };
}

/**
 * What an instruction of a layer needs beside the common words.
 *
 * @throws PlannerError `E_NATIVE` on one that the executor has no kernel for
 */
export function layerWords(instruction: Instruction, binding: Binding): RequestWords {
  const { kernel, operation, layer } = instruction;
  const name = `${layer}.${operation}`;
  const weight = () => ({ "@weight": weightAddress(binding, name) });
  const scales = () =>
    kernel.variant?.operands === undefined ? {} : { "@weightScales": scalesAddress(binding, name) };
  switch (kernel.kind) {
    case "rms_norm":
      return { ...weight(), ...normWords(instruction, binding) };
    case "gemm":
      return { ...weight(), ...scales(), ...gemmWords(instruction, binding) };
    case "grouped_gemm":
      requireOwnProduct(instruction);
      return { ...weight(), ...scales(), ...productScratch(binding, instruction.stream) };
    case "router":
      return { ...weight(), ...routerWords(binding, instruction.stream) };
    case "rope_kv_append":
      return { ...cacheWords(instruction, binding), ...appendWords(instruction, binding) };
    case "decode_attention":
      return { ...cacheWords(instruction, binding), ...decodeWords(instruction, binding) };
    case "prefill_attention":
      return { ...cacheWords(instruction, binding), ...prefillWords(instruction, binding) };
    case "all_reduce_norm":
      return fusedNormWords(instruction, binding);
    case "silu_mul":
    case "quantise_rows":
    case "all_reduce":
    case "moe_permute":
    case "moe_combine":
      return {};
    default:
      throw unknownKernel(operation, kernel.kind);
  }
}

/** cuBLASLt takes one expert after the other, and only the device knows how many rows each has. */
function requireOwnProduct({ implementation, nanoOperation }: Instruction): void {
  if (implementation.startsWith("own.")) return;
  throw new PlannerError(
    "E_NATIVE",
    `${nanoOperation}: the CUDA engine cannot run ${implementation}, which takes one expert after the other`,
    { remedy: "Use a plan whose experts' products are `own.*`, or --engine simulator." },
  );
}

function normWords({ reads }: Instruction, { epsilon, scratch }: Binding): RequestWords {
  if (reads.some(({ operand }) => operand === "input")) return { epsilon };
  return { epsilon, "@input": scratchAddress(scratch.zeros) };
}

/** Of the norm that follows the all-reduce: the layer's second, the next layer's first, or the final one. */
function fusedNormWords({ operation, layer, tokens }: Instruction, binding: Binding): RequestWords {
  const name = operation === "attention_all_reduce" ? "mlp_norm" : "attention_norm";
  const own = `${name === "mlp_norm" ? layer : layer + 1}.${name}`;
  const weight = binding.weights.tensors.has(own) ? own : "final_norm";
  return {
    firstToken: tokens[0],
    "@weight": weightAddress(binding, weight),
    epsilon: binding.epsilon,
  };
}

function gemmWords(
  { implementation, size, stream, nanoOperation }: Instruction,
  binding: Binding,
): RequestWords {
  if (!implementation.startsWith("own.")) return workspace(binding, stream);
  const range = binding.inputs.rowRanges.get(size.tokens);
  if (range === undefined) throw new PlannerError("E_INTERNAL", `no rows of ${nanoOperation}`);
  return { "@expertOffsets": inputAddress(binding, range), ...productScratch(binding, stream) };
}

function routerWords({ shape: { mlp }, scratch }: Binding, queue: number): RequestWords {
  return {
    "@groupCounts": scratchAddress(scratch.groupCounts[queue]),
    ...(!renormalizesExperts(mlp) && { renormalize: 0 }),
  };
}

function appendWords({ tokens, layer }: Instruction, binding: Binding): RequestWords {
  const { inputs, shape, scratch, epsilon } = binding;
  const weight = (name: string) => weightAddress(binding, `${layer}.${name}`);
  return {
    context: inputs.limits.context,
    "@rotations": scratchAddress(scratch.rotations),
    "@positions": inputAddress(binding, inputs.positions + tokens[0]),
    "@slots": inputAddress(binding, inputs.slots + tokens[0]),
    ...(shape.qkvBias && { "@bias": weight("qkv_bias") }),
    ...(shape.qkNorm && {
      "@queryNorm": weight("query_norm"),
      "@keyNorm": weight("key_norm"),
      epsilon,
    }),
  };
}

function decodeWords(
  { tokens, kernel, nanoOperation }: Instruction,
  binding: Binding,
): RequestWords {
  const { inputs, scratch } = binding;
  const range = inputs.decode.findIndex(({ rows }) => rows[0] === tokens[0]);
  const entry = inputs.decode[range];
  if (entry === undefined) throw new PlannerError("E_INTERNAL", `no inputs of ${nanoOperation}`);
  return {
    queryStride: qkvWidth(kernel.shape),
    ...tableWords(entry.table, binding),
    "@contextLengths": inputAddress(binding, inputs.contextLengths + tokens[0]),
    "@tileOffsets": scratchAddress(scratch.tileOffsets[range]),
    "@partials": scratchAddress(scratch.partials),
    "@counters": scratchAddress(scratch.counters),
  };
}

function prefillWords(
  { tokens, kernel, nanoOperation }: Instruction,
  binding: Binding,
): RequestWords {
  const { inputs, scratch } = binding;
  const range = inputs.prefill.findIndex(({ rows }) => rows[0] === tokens[0]);
  const entry = inputs.prefill[range];
  if (entry === undefined) throw new PlannerError("E_INTERNAL", `no inputs of ${nanoOperation}`);
  return {
    queryStride: qkvWidth(kernel.shape),
    ...tableWords(entry.table, binding),
    sequences: inputs.limits.sequences,
    longest: inputs.limits.longest,
    "@tiles": scratchAddress(scratch.prefillTiles[range]),
  };
}

function tableWords(table: TablePlace, binding: Binding): RequestWords {
  const pageTableStride = binding.inputs.tableStride;
  if (table.of === "sequences") {
    return { pageTableStride, "@pageTable": inputAddress(binding, table.at) };
  }
  return {
    pageTableStride,
    tables: table.tables,
    "@pageTable": TABLES_ADDRESS,
    "@tableRows": inputAddress(binding, table.rowsAt),
  };
}

/** Of a layer, keys then values; in FP8 both in one array of tiles, with their scales. */
function cacheWords(
  { layer, kernel }: Instruction,
  { shape, inputs, kvPages }: Binding,
): RequestWords {
  const bytes = kvBytesPerPage(shape, inputs.pageTokens) * kvPages;
  if (kernel.variant?.kv !== undefined) return { pages: kvPages, "@kv": `cache+${layer * bytes}` };
  return {
    pages: kvPages,
    "@keys": `cache+${layer * bytes}`,
    "@values": `cache+${layer * bytes + bytes / 2}`,
  };
}

/** For the tiles of our own products that several CTAs share. */
function productScratch({ scratch }: Binding, queue: number): RequestWords {
  const { partials, counters } = scratch.products[queue] ?? {};
  return { "@partials": scratchAddress(partials), "@counters": scratchAddress(counters) };
}

function workspace({ scratch }: Binding, queue: number): RequestWords {
  return { "@workspace": scratchAddress(scratch.workspaces[queue]) };
}

function qkvWidth({ qheads = 0, kvheads = 0, head = 0 }: Readonly<Record<string, number>>): number {
  return (qheads + 2 * kvheads) * head;
}

function unknownKernel(operation: string, kind: string): PlannerError {
  return new PlannerError("E_NATIVE", `the CUDA engine cannot run ${operation} (${kind})`, {
    remedy: "Use --engine simulator.",
  });
}
