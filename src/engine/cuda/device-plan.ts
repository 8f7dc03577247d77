import { PlannerError } from "../../errors.ts";
import type { ModelShape } from "../../generated/plan.ts";
import type { Program } from "../../generated/program.ts";
import { BYTES_PER_ELEMENT } from "../../model/model-shape.ts";
import { BYTES_PER_WORD, kvBytesPerPage, type ScratchLayout } from "./binding.ts";
import type { Region } from "./device-memory.ts";
import { type DeviceWeights, layOutWeights } from "./device-weights.ts";
import { type Executable, writeExecutable } from "./executable.ts";
import type { ExecutorHello } from "./protocol.ts";
import { layOutScratch, positionsOf } from "./scratch.ts";
import { type InputLayout, layOutInputs, type StepLimits } from "./step-inputs.ts";

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
  let inputsBytes = 0;
  const programs = entries.map(({ name, program, inputs: layout }): [string, PlannedProgram] => {
    const inputsOffset = inputsBytes;
    inputsBytes += layout.length * BYTES_PER_WORD;
    const binding = {
      shape,
      epsilon,
      weights,
      inputs: layout,
      inputsOffset,
      kvPages,
      scratch,
      smCount,
    };
    const step = writeExecutable(program, binding, "step");
    const layersOnly = writeExecutable(program, binding, "layers");
    return [name, { program, inputs: layout, inputsOffset, step, layers: layersOnly }];
  });
  const kvBytes = kvBytesPerPage(shape, first.pageTokens) * kvPages * layers;
  const most = (of: (planned: PlannedProgram) => number) =>
    Math.max(...programs.map(([, planned]) => of(planned)));
  return {
    weights,
    scratch,
    positions: positionsOf(inputs),
    kvElements: kvBytes / BYTES_PER_ELEMENT,
    programs: new Map(programs),
    regions: [
      { name: "weights", bytes: weights.bytes, purpose: "weights" },
      { name: "cache", bytes: kvBytes, purpose: "the KV cache" },
      { name: "arena", bytes: most(({ program }) => program.arenaBytes), purpose: "activations" },
      { name: "scratch", bytes: scratchBytes, purpose: "scratch" },
      { name: "inputs", bytes: inputsBytes, purpose: "inputs" },
      {
        name: "stamps",
        bytes: most(({ step }) => step.steps.length) * STAMP_BYTES,
        purpose: "traces",
      },
    ],
  };
}
