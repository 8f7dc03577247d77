import { PlannerError } from "../../errors.ts";
import type { ModelShape } from "../../generated/plan.ts";
import type { Program } from "../../generated/program.ts";
import { BYTES_PER_ELEMENT } from "../../model/model-shape.ts";
import {
  type Binding,
  BYTES_PER_WORD,
  kvBytesPerPage,
  type ScratchLayout,
} from "./binding/binding.ts";
import { type Executable, writeExecutable } from "./binding/executable.ts";
import { type InputLayout, layOutInputs, type StepLimits } from "./binding/step-inputs.ts";
import type { Region } from "./device-memory.ts";
import type { ExecutorHello } from "./process/protocol.ts";
import { layOutScratch, positionsOf } from "./scratch.ts";
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
}

export interface PlannedProgram {
  program: Program;
  inputs: InputLayout;
  /** Of its block in the region of inputs, bytes. */
  inputsOffset: number;
  step: Executable;
  layers: Executable;
}

/** Everything on the device, before anything is. */
export interface DevicePlan {
  weights: DeviceWeights;
  scratch: ScratchLayout;
  /** Positions in the table of rotations. */
  positions: number;
  /** Elements of the KV cache of all layers. */
  kvElements: number;
  programs: ReadonlyMap<string, PlannedProgram>;
  regions: readonly Region[];
}

/** Two time stamps of 64 bits. */
const STAMP_BYTES = 16;

/**
 * Lays out a GPU for some programs of one model, and writes the programs for it.
 *
 * @throws PlannerError `E_INVALID_MODEL` and `E_NATIVE` on what the executor has no kernel for
 */
export function planDevice(request: DevicePlanRequest, hello: ExecutorHello): DevicePlan {
  const { shape, layers, kvPages, epsilon } = request;
  const weights = layOutWeights(shape, layers);
  const entries = [...request.programs].map(([name, { program, limits }]) => ({
    name,
    program,
    inputs: layOutInputs(program, limits),
  }));
  const inputs = entries.map((entry) => entry.inputs);
  const [first] = inputs;
  if (first === undefined) throw new PlannerError("E_INTERNAL", "no program for the device");
  const { scratch, bytes: scratchBytes } = layOutScratch(
    entries.map(({ program }) => program),
    inputs,
    shape,
    hello,
  );
  const { smCount } = hello.devices[0];
  const { programs, inputsBytes } = bindPrograms(entries, {
    shape,
    epsilon,
    weights,
    kvPages,
    scratch,
    smCount,
  });
  const kvBytes = kvBytesPerPage(shape, first.pageTokens) * kvPages * layers;
  return {
    weights,
    scratch,
    positions: positionsOf(inputs),
    kvElements: kvBytes / BYTES_PER_ELEMENT,
    programs,
    regions: [
      { name: "weights", bytes: weights.bytes, purpose: "weights" },
      { name: "cache", bytes: kvBytes, purpose: "the KV cache" },
      { name: "scratch", bytes: scratchBytes, purpose: "scratch" },
      { name: "inputs", bytes: inputsBytes, purpose: "inputs" },
      ...sharedRegions([...programs.values()]),
    ],
  };
}

/** Binds programs to one device, their inputs one behind the other. */
function bindPrograms(
  entries: readonly { name: string; program: Program; inputs: InputLayout }[],
  common: Omit<Binding, "inputs" | "inputsOffset">,
): { programs: ReadonlyMap<string, PlannedProgram>; inputsBytes: number } {
  const programs = new Map<string, PlannedProgram>();
  let inputsBytes = 0;
  for (const { name, program, inputs } of entries) {
    const binding = { ...common, inputs, inputsOffset: inputsBytes };
    const step = writeExecutable(program, binding, "step");
    const layers = writeExecutable(program, binding, "layers");
    programs.set(name, { program, inputs, inputsOffset: inputsBytes, step, layers });
    inputsBytes += inputs.length * BYTES_PER_WORD;
  }
  return { programs, inputsBytes };
}

/** As large as the program needs them that needs most: programs run one at a time. */
function sharedRegions(programs: readonly PlannedProgram[]): Region[] {
  const most = (of: (planned: PlannedProgram) => number) => Math.max(...programs.map(of));
  const stamps = most(({ step }) => step.steps.length) * STAMP_BYTES;
  return [
    { name: "arena", bytes: most(({ program }) => program.arenaBytes), purpose: "activations" },
    { name: "stamps", bytes: stamps, purpose: "traces" },
  ];
}
