import { PlannerError } from "../../../errors.ts";
import type { ModelShape } from "../../../generated/plan.ts";
import { matrixBytes } from "../../../model/precision.ts";
import type { SlotTables, SlotTablesPlaces } from "../sampling/slot-tables.ts";
import type { DeviceWeights } from "../weights/device-weights.ts";
import type { InputLayout } from "./step-inputs.ts";

/** Offsets in the region `scratch`, bytes. */
export interface ScratchLayout {
  /** For GEMMs, one a queue. */
  workspaces: readonly number[];
  /** For our own products, one a queue. */
  products: readonly { partials: number; counters: number }[];
  /** Of the router, one a queue. */
  groupCounts: readonly number[];
  /** Of decode attention. */
  partials: number;
  counters: number;
  /** Of sampling, a flag a row. */
  faults: number;
  /** Of each range of decode rows. */
  tileOffsets: readonly number[];
  /** Of each range of prefill rows, its work list. */
  prefillTiles: readonly number[];
  /** Zeros for the first norm, which has nothing to add. */
  zeros: number;
  rotations: number;
}

/** A block of inputs. */
export interface InputsPlace {
  region: string;
  /** Bytes. */
  offset: number;
}

/** What a program is bound to, beside its own arena. */
export interface Binding {
  /** As a rank computes it. */
  shape: ModelShape;
  /** Ranks that run the program, each on its own memory at the same addresses. */
  tensorParallel: number;
  /** Of all norms. */
  epsilon: number;
  weights: DeviceWeights;
  inputs: InputLayout;
  /** Where the program's block of inputs lies. */
  inputsAt: InputsPlace;
  kvPages: number;
  scratch: ScratchLayout;
  smCount: number;
  /** Where rows are sampled by the parameters of their slots. */
  sampling?: { tables: SlotTables; places: SlotTablesPlaces };
}

/** Of int32 and float32, as inputs and most scratch are. */
export const BYTES_PER_WORD = 4;

/** The page tables of all slots, and a table of scrap pages behind them. */
export const TABLES_ADDRESS = "tables+0";
/** What slots keep of sampling. */
export const SAMPLING_REGION = "sampling";
/** Rows of logits that are put together from the slices of all ranks. */
export const WHOLE_LOGITS_ADDRESS = "logits+0";
/** Log probabilities of a step's sampled rows. */
export const LOGPROBS_ADDRESS = "logprobs+0";
/** The token that was sampled last for each slot. */
export const LAST_TOKENS_ADDRESS = "last+0";

/** @param word of the block */
export function inputAddress(
  { inputsAt: { region, offset } }: Pick<Binding, "inputsAt">,
  word: number,
): string {
  return `${region}+${offset + word * BYTES_PER_WORD}`;
}

export function scratchAddress(offset: number | undefined): string {
  if (offset === undefined) throw new PlannerError("E_INTERNAL", "scratch that was not planned");
  return `scratch+${offset}`;
}

export function weightAddress({ weights }: Binding, name: string): string {
  const tensor = weights.tensors.get(name);
  if (tensor === undefined) throw new PlannerError("E_INTERNAL", `no weights \`${name}\``);
  return `weights+${tensor.offset}`;
}

/** Where the scales of a quantised weight lie. */
export function scalesAddress({ weights }: Binding, name: string): string {
  const offset = weights.tensors.get(name)?.scalesOffset;
  if (offset === undefined) throw new PlannerError("E_INTERNAL", `no scales of \`${name}\``);
  return `weights+${offset}`;
}

/** Keys and values of a page of one layer, with their scales. @param shape of a rank */
export function kvBytesPerPage(
  { kvHeads, headSize, precision }: ModelShape,
  pageTokens: number,
): number {
  return 2 * matrixBytes(kvHeads * pageTokens, headSize, precision?.kv);
}
