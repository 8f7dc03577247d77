import { PlannerError } from "../../errors.ts";
import type { ModelShape } from "../../generated/plan.ts";
import type { Program } from "../../generated/program.ts";
import { BYTES_PER_ELEMENT } from "../../model/model-shape.ts";
import { matrixBytes } from "../../model/precision.ts";
import { BYTES_PER_WORD, inputAddress, scratchAddress } from "./binding/binding.ts";
import type { InputLayout } from "./binding/step-inputs.ts";
import { type CaptureForecast, captureForecast } from "./capture-forecast.ts";
import { type Region, requireFit } from "./device-memory.ts";
import {
  type DevicePlan,
  type DevicePlanRequest,
  type PlannedProgram,
  type ProgramForm,
  planDevice,
} from "./device-plan.ts";
import {
  ExecutorProcess,
  type RankExecutor,
  type RequestWords,
} from "./process/executor-process.ts";
import type { ExecutorHello } from "./process/protocol.ts";
import { type DeviceWeights, stagingBytes } from "./weights/device-weights.ts";
import { type DeviceRotary, rotationTable } from "./weights/rotations.ts";
import { STAGING_REGION, type WeightSource } from "./weights/weight-source.ts";

/** What an engine is made for; all device memory follows from it. */
export interface EngineSetup extends DevicePlanRequest {
  binary: string;
  /** Indices of the GPUs, one a rank of the programs. */
  devices: readonly number[];
  signal: AbortSignal;
  rotary: DeviceRotary;
  weights: WeightSource;
  /** Random instead of zero, where nothing fills the cache but the speed matters. */
  randomCache: boolean;
  /** Called before the first program is captured, with what each will take. */
  onForecast?: (forecast: readonly CaptureForecast[]) => void;
}

/** A GPU, or a group of them, with a model and programs for it. */
export interface OpenDevice<Layout extends InputLayout> {
  executor: ExecutorProcess;
  hello: ExecutorHello;
  plan: DevicePlan<Layout>;
  opening: Opening;
}

/** What opening took. */
export interface Opening {
  /** For all regions, and what is in them from the start. */
  fillSeconds: number;
  weightBytes: number;
  captures: readonly Capture[];
}

/** A program that was captured. */
export interface Capture {
  name: string;
  instructions: number;
  seconds: number;
  /** Of GPU memory, beside the inputs; what the driver takes in blocks falls on the program that met it. */
  bytes: number;
}

/**
 * Starts the executor, plans and takes device memory, fills the weights and captures all programs.
 *
 * @param further regions besides those that every engine has
 * @throws PlannerError `E_INFEASIBLE` when it does not fit, `E_INVALID_MODEL` and `E_NATIVE` on what
 *   cannot be run, `E_NO_GPU`, `E_INTERRUPTED`, and what the weights' source throws
 */
export async function openDevice<Layout extends InputLayout>(
  setup: EngineSetup,
  form: ProgramForm<Layout>,
  further: readonly Region[] = [],
): Promise<OpenDevice<Layout>> {
  const { binary, devices, signal } = setup;
  const { executor, hello } = await ExecutorProcess.start({ binary, devices, signal });
  try {
    const plan = planDevice(setup, hello, form);
    requireRanks(plan.weights.length, hello);
    const regions = [...plan.regions, ...further];
    const staging = stagingBytes(plan.binding.weights);
    const most = [...regions, { name: STAGING_REGION, bytes: staging, purpose: "staged weights" }];
    requireFit(
      staging > 0 ? most : regions,
      Math.min(...hello.devices.map(({ freeBytes }) => freeBytes)),
    );
    const startMs = performance.now();
    await fillAll(executor, plan, regions, setup);
    const fillSeconds = (performance.now() - startMs) / 1000;
    setup.onForecast?.(captureForecast(plan.programs));
    const captures: Capture[] = [];
    for (const [name, planned] of plan.programs)
      captures.push(await loadProgram(executor, name, planned));
    const opening = { fillSeconds, weightBytes: plan.binding.weights.bytes, captures };
    return { executor, hello, plan, opening };
  } catch (error) {
    await executor.close();
    throw error;
  }
}

/** Captures a program under its name, in the place of one that had it. Clears its inputs. */
export async function loadProgram(
  executor: ExecutorProcess,
  name: string,
  planned: PlannedProgram,
): Promise<Capture> {
  const inputs = inputAddress(planned, 0);
  const size = planned.inputs.length * BYTES_PER_WORD;
  const cleared = { inputs, size, ...noSlots(planned) };
  const capture = { name, instructions: 0, seconds: 0, bytes: 0 };
  const parts = [[name, planned.step] as const, [layersOf(name), planned.layers] as const];
  for (const [own, executable] of parts) {
    if (executable === undefined) continue;
    const words = { name: own, ...cleared };
    const { answer } = await executor.ask("program", words, Buffer.from(executable.text));
    capture.instructions += Number(answer.instructions);
    capture.seconds += Number(answer.bindUs) / 1e6;
    capture.bytes += Number(answer.memoryBytes);
  }
  return capture;
}

/** No slot is sampled for while a program is bound. */
function noSlots(planned: PlannedProgram): RequestWords {
  const { rowSlots, sampledRows } = planned.inputs;
  if (rowSlots === null) return {};
  return { none: inputAddress(planned, rowSlots), noneSize: sampledRows * BYTES_PER_WORD };
}

/** The program of the layers alone. */
export function layersOf(name: string): string {
  return `${name}.layers`;
}

export function arenaAddress({ buffers }: Program, id: string): string {
  const offset = buffers.find((buffer) => buffer.id === id)?.arenaOffset ?? null;
  if (offset === null) throw new PlannerError("E_INTERNAL", `no buffer \`${id}\` in the arena`);
  return `arena+${offset}`;
}

export function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function requireRanks(ranks: number, { devices }: ExecutorHello): void {
  if (devices.length === ranks) return;
  throw new PlannerError("E_INTERNAL", `programs of ${ranks} ranks on ${devices.length} GPUs`);
}

async function fillAll(
  executor: ExecutorProcess,
  plan: DevicePlan,
  regions: readonly Region[],
  setup: EngineSetup,
): Promise<void> {
  for (const weights of plan.weights) {
    await fill(executor.onRank(weights.share.rank), plan, weights, regions, setup);
  }
}

/** Memory of a rank, then what is in it from the start. */
async function fill(
  executor: RankExecutor,
  { binding: { scratch, shape }, needs, kvBytes }: DevicePlan,
  weights: DeviceWeights,
  regions: readonly Region[],
  setup: EngineSetup,
): Promise<void> {
  for (const { name, bytes } of regions) {
    await executor.ask("allocate", { region: name, size: bytes });
  }
  const rotations = rotationTable(setup.rotary, needs.positions, setup.shape.headSize);
  await executor.ask("write", { to: scratchAddress(scratch.rotations) }, bytesOf(rotations));
  if (setup.randomCache) {
    await executor.ask(...randomCacheRequest(shape, kvBytes));
  }
  const staging = stagingBytes(weights);
  if (staging > 0) await executor.ask("allocate", { region: STAGING_REGION, size: staging });
  await setup.weights(executor, weights);
  if (staging > 0) await executor.ask("free", { region: STAGING_REGION });
}

/** Tokens of a tile of an FP8 cache, which holds their keys, values and scales together. */
const TILE_TOKENS = 16;

function randomCacheRequest(
  { headSize, precision }: ModelShape,
  kvBytes: number,
): [verb: string, words: RequestWords] {
  const to = "cache+0";
  if (precision?.kv === undefined) {
    return ["random", { to, count: kvBytes / BYTES_PER_ELEMENT, deviation: 1, seed: 1 }];
  }
  const tiles = kvBytes / (2 * matrixBytes(TILE_TOKENS, headSize, precision.kv));
  return ["random_kv", { to, tiles, head: headSize, seed: 1 }];
}
