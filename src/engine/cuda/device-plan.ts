import { PlannerError } from "../../errors.ts";
import type { ModelShape } from "../../generated/plan.ts";
import type { Program } from "../../generated/program.ts";
import { BYTES_PER_ELEMENT } from "../../model/model-shape.ts";
import { rankShape } from "../../model/tensor-parallel.ts";
import {
  type Binding,
  BYTES_PER_WORD,
  type InputsPlace,
  kvBytesPerPage,
  SAMPLING_REGION,
} from "./binding/binding.ts";
import { type Executable, writeExecutable } from "./binding/executable.ts";
import type { InputLayout, StepLimits } from "./binding/step-inputs.ts";
import type { Region } from "./device-memory.ts";
import type { ExecutorHello } from "./process/protocol.ts";
import { logprobBytes, placeSlotTables, type SlotTables } from "./sampling/slot-tables.ts";
import { layOutScratch, type ScratchNeeds, scratchNeedsOf } from "./scratch.ts";
import { type DeviceWeights, layOutWeights } from "./weights/device-weights.ts";

/** A program, and what its steps must fit. */
export interface BoundedProgram {
  program: Program;
  limits: StepLimits;
}

/** What a device plan is made for. */
export interface DevicePlanRequest {
  shape: ModelShape;
  layers: number;
  /** Of all norms. */
  epsilon: number;
  /** Pages of the KV cache of a layer, the scrap page included. */
  kvPages: number;
  programs: ReadonlyMap<string, BoundedProgram>;
  /** Where rows are sampled by the parameters of their slots. */
  sampling?: Pick<SlotTables, "slots" | "tables" | "mostBiases">;
}

/** How programs are bound: what their inputs are, and whether their layers are a program too. */
export interface ProgramForm<Layout extends InputLayout> {
  layOut(program: Program, limits: StepLimits): Layout;
  /** For timing them alone. */
  layersAlone: boolean;
}

export interface PlannedProgram<Layout extends InputLayout = InputLayout> {
  program: Program;
  inputs: Layout;
  inputsAt: InputsPlace;
  step: Executable;
  layers?: Executable;
}

/** What all programs of a device are bound to. */
type CommonBinding = Omit<Binding, "inputs" | "inputsAt">;

/** Everything on the device, before anything is. */
export interface DevicePlan<Layout extends InputLayout = InputLayout> {
  binding: CommonBinding;
  /** By rank. */
  weights: readonly DeviceWeights[];
  needs: ScratchNeeds;
  /** The KV cache of all layers. */
  kvBytes: number;
  programs: ReadonlyMap<string, PlannedProgram<Layout>>;
  regions: readonly Region[];
}

/** Two time stamps of 64 bits. */
const STAMP_BYTES = 16;
const INPUTS_REGION = "inputs";
const ARENA_REGION = "arena";

/**
 * Lays out a GPU for some programs of one model, and writes the programs for it. All ranks of a
 * tensor-parallel group are laid out alike, and run the same programs.
 *
 * @throws PlannerError `E_INVALID_MODEL` and `E_NATIVE` on what the executor has no kernel for
 */
export function planDevice<Layout extends InputLayout>(
  request: DevicePlanRequest,
  hello: ExecutorHello,
  form: ProgramForm<Layout>,
): DevicePlan<Layout> {
  const { layers, kvPages, epsilon } = request;
  const entries = [...request.programs].map(([name, { program, limits }]) => ({
    name,
    program,
    inputs: form.layOut(program, limits),
  }));
  const [first] = entries;
  if (first === undefined) throw new PlannerError("E_INTERNAL", "no program for the device");
  const { tensorParallel } = first.program;
  const shape = rankShape(request.shape, tensorParallel);
  const [weights, ...others] = Array.from({ length: tensorParallel }, (_, rank) =>
    layOutWeights(request.shape, layers, { rank, of: tensorParallel }),
  ) as [DeviceWeights, ...DeviceWeights[]];
  const needs = scratchNeedsOf(entries);
  const { scratch, bytes: scratchBytes } = layOutScratch(needs, shape, hello);
  const { smCount } = hello.devices[0];
  const sampling = samplingOf(request, first.program);
  const binding = {
    ...{ shape, tensorParallel, epsilon, weights, kvPages, scratch, smCount },
    ...sampling,
  };
  const programs = new Map<string, PlannedProgram<Layout>>();
  let inputsBytes = 0;
  for (const { name, program, inputs } of entries) {
    const inputsAt = { region: INPUTS_REGION, offset: inputsBytes };
    programs.set(name, bind(program, inputs, inputsAt, binding, form));
    inputsBytes += inputs.length * BYTES_PER_WORD;
  }
  const kvBytes = kvBytesPerPage(shape, first.inputs.pageTokens) * kvPages * layers;
  return {
    binding,
    weights: [weights, ...others],
    needs,
    kvBytes,
    programs,
    regions: [
      { name: "weights", bytes: weights.bytes, purpose: "weights" },
      { name: "cache", bytes: kvBytes, purpose: "the KV cache" },
      { name: "scratch", bytes: scratchBytes, purpose: "scratch" },
      { name: INPUTS_REGION, bytes: inputsBytes, purpose: "inputs" },
      ...sharedRegions([...programs.values()]),
      ...samplingRegions(binding, needs),
    ],
  };
}

function samplingOf(
  { sampling, shape }: DevicePlanRequest,
  { after, tensorParallel }: Program,
): Pick<Binding, "sampling"> {
  if (sampling === undefined) return {};
  const slice = after.find(({ operation }) => operation === "sampling")?.kernel.shape.vocab;
  if (slice === undefined) throw new PlannerError("E_INTERNAL", "a program without sampling");
  const vocabulary = slice * tensorParallel;
  const tables = { ...sampling, vocabulary, known: shape.vocabularySize };
  return { sampling: { tables, places: placeSlotTables(tables) } };
}

function samplingRegions(
  { sampling, tensorParallel }: CommonBinding,
  { sampledRows }: ScratchNeeds,
): Region[] {
  if (sampling === undefined) return [];
  const logitBytes = sampledRows * sampling.tables.vocabulary * BYTES_PER_ELEMENT;
  const whole = { name: "logits", bytes: logitBytes, purpose: "the logits of all ranks" };
  return [
    ...(tensorParallel > 1 ? [whole] : []),
    { name: SAMPLING_REGION, bytes: sampling.places.bytes, purpose: "sampling parameters" },
    { name: "logprobs", bytes: logprobBytes(sampledRows), purpose: "log probabilities" },
  ];
}

/**
 * Binds a further program to a device that is laid out already.
 *
 * @param region of its inputs, which are all that it takes
 * @throws PlannerError `E_INFEASIBLE` when it needs more than the device was laid out for, `E_NATIVE`
 */
export function planFurther<Layout extends InputLayout>(
  { binding, needs, regions }: DevicePlan<Layout>,
  { program, limits }: BoundedProgram,
  region: string,
  form: ProgramForm<Layout>,
): PlannedProgram<Layout> {
  const inputs = form.layOut(program, limits);
  const arena = regions.find(({ name }) => name === ARENA_REGION)?.bytes ?? 0;
  requireAtMost("bytes of activations", program.arenaBytes, arena);
  const own = scratchNeedsOf([{ program, inputs }]);
  for (const key of Object.keys(own) as (keyof ScratchNeeds)[]) {
    requireAtMost(NEEDS[key], own[key], needs[key]);
  }
  return bind(program, inputs, { region, offset: 0 }, binding, form);
}

const NEEDS: Readonly<Record<keyof ScratchNeeds, string>> = {
  requests: "rows of a decode attention",
  queues: "queues",
  ranges: "decode attentions",
  prefillRanges: "prefill attentions",
  prefillRows: "rows of a prefill attention",
  prefillSequences: "sequences of a prefill attention",
  tokens: "tokens",
  sampledRows: "sampled rows",
  positions: "positions",
};

function requireAtMost(what: string, needed: number, taken: number): void {
  if (needed <= taken) return;
  throw new PlannerError(
    "E_INFEASIBLE",
    `the program needs ${needed} ${what}, and the engine was opened for ${taken}`,
    { remedy: "Open the engine with a program at least as large." },
  );
}

function bind<Layout extends InputLayout>(
  program: Program,
  inputs: Layout,
  inputsAt: InputsPlace,
  common: CommonBinding,
  { layersAlone }: ProgramForm<Layout>,
): PlannedProgram<Layout> {
  const binding = { ...common, inputs, inputsAt };
  const step = writeExecutable(program, binding, "step");
  const layers = layersAlone && { layers: writeExecutable(program, binding, "layers") };
  return { program, inputs, inputsAt, step, ...layers };
}

/** As large as the program needs them that needs most: programs run one at a time. */
function sharedRegions(programs: readonly PlannedProgram[]): Region[] {
  const most = (of: (planned: PlannedProgram) => number) => Math.max(...programs.map(of));
  const stamps = most(({ step }) => step.steps.length) * STAMP_BYTES;
  return [
    {
      name: ARENA_REGION,
      bytes: most(({ program }) => program.arenaBytes),
      purpose: "activations",
    },
    { name: "stamps", bytes: stamps, purpose: "traces" },
  ];
}
