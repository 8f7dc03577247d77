import { PlannerError } from "../../errors.ts";
import type { Program } from "../../generated/program.ts";
import { BYTES_PER_ELEMENT } from "../../model/model-shape.ts";
import type { Step } from "../../step/step.ts";
import { BYTES_PER_WORD, scratchAddress } from "./binding/binding.ts";
import { type DeviceBounds, encodeStep } from "./binding/step-inputs.ts";
import { requireFit } from "./device-memory.ts";
import {
  type DevicePlan,
  type DevicePlanRequest,
  type PlannedProgram,
  planDevice,
} from "./device-plan.ts";
import { ExecutorProcess } from "./process/executor-process.ts";
import type { ExecutorHello, RowFault, TimingSlice } from "./process/protocol.ts";
import { failuresOf, type RowFailure } from "./row-failures.ts";
import { type DeviceRotary, rotationTable } from "./weights/rotations.ts";
import type { WeightSource } from "./weights/weight-source.ts";

/** What an engine is made for; all device memory follows from it. */
export interface EngineSetup extends DevicePlanRequest {
  binary: string;
  device: number;
  signal: AbortSignal;
  rotary: DeviceRotary;
  weights: WeightSource;
  /** Random instead of zero, where nothing fills the cache but the speed matters. */
  randomCache: boolean;
}

export interface StepResult {
  /** Next token of each sampled row, in their order; 0 where there is none. */
  tokens: Int32Array;
  /** Rows without a next token. */
  failures: readonly RowFailure[];
  /** Of copying the inputs and launching. */
  hostUs: number;
  deviceUs: number;
}

/** Start and end of an instruction, µs from the first start. */
export interface TracedInstruction {
  name: string;
  layer: number | null;
  queue: number;
  startUs: number;
  endUs: number;
}

/** Beside the time that timing takes by itself. */
const SLACK_MS = 60_000;

/** A model on a GPU with programs that run it. One request at a time. */
export class CudaEngine {
  readonly hello: ExecutorHello;
  readonly #executor: ExecutorProcess;
  readonly #plan: DevicePlan;
  readonly #bounds: DeviceBounds;

  private constructor(
    executor: ExecutorProcess,
    hello: ExecutorHello,
    plan: DevicePlan,
    bounds: DeviceBounds,
  ) {
    this.#executor = executor;
    this.hello = hello;
    this.#plan = plan;
    this.#bounds = bounds;
  }

  /**
   * Starts the executor, plans and takes device memory, fills the weights and captures all
   * programs.
   *
   * @throws PlannerError `E_INFEASIBLE` when it does not fit, `E_INVALID_MODEL` and `E_NATIVE` on
   *   what cannot be run, `E_NO_GPU`, `E_INTERRUPTED`, and what the weights' source throws
   */
  static async open(setup: EngineSetup): Promise<CudaEngine> {
    const { binary, device, signal } = setup;
    const { executor, hello } = await ExecutorProcess.start({ binary, devices: [device], signal });
    try {
      const plan = planDevice(setup, hello);
      requireFit(plan.regions, hello.devices[0].freeBytes);
      await prepare(executor, plan, setup);
      const { vocabularySize } = setup.shape;
      return new CudaEngine(executor, hello, plan, { vocabularySize, kvPages: setup.kvPages });
    } catch (error) {
      await executor.close();
      throw error;
    }
  }

  /**
   * Runs one step of a program to its end.
   *
   * @throws PlannerError `E_INTERNAL` on ids that name nothing, before anything runs
   */
  async step(name: string, step: Step): Promise<StepResult> {
    const { inputs, inputsOffset, program } = this.#program(name);
    const { answer, tail } = await this.#executor.ask(
      "step",
      {
        program: name,
        to: `inputs+${inputsOffset}`,
        from: addressOf(program, "sampled_tokens"),
        size: program.batch.sampledRows * BYTES_PER_WORD,
        faults: scratchAddress(this.#plan.scratch.faults),
      },
      bytesOf(encodeStep(inputs, step, this.#bounds)),
    );
    const tokens = new Int32Array(new Uint8Array(tail).buffer).slice(0, step.sampledRows.length);
    const failures = failuresOf(step, answer.faults as readonly RowFault[]);
    return { tokens, failures, hostUs: Number(answer.hostUs), deviceUs: Number(answer.deviceUs) };
  }

  /** Logits of the last step's first sampled rows, [rows, padded vocabulary]. */
  async logits(name: string, rows: number): Promise<Float32Array> {
    const { program } = this.#program(name);
    const width = program.after.find(({ operation }) => operation === "lm_head")?.kernel.shape.n;
    if (width === undefined) throw new PlannerError("E_INTERNAL", `no logits in \`${name}\``);
    const { tail } = await this.#executor.ask("read", {
      from: addressOf(program, "logits"),
      size: rows * width * BYTES_PER_ELEMENT,
    });
    const bits = new Uint16Array(new Uint8Array(tail).buffer);
    return new Float32Array(Uint32Array.from(bits, (half) => half << 16).buffer);
  }

  /**
   * Times programs under sustained load, taking turns, on the inputs of their last step.
   *
   * @param parts whole steps, or their layers alone
   * @returns a slice for each round, by program
   */
  async time(
    names: readonly string[],
    parts: "step" | "layers",
    sliceSeconds: number,
    rounds: number,
  ): Promise<ReadonlyMap<string, readonly TimingSlice[]>> {
    const seconds = names.length * sliceSeconds * (rounds + 1);
    const { answer } = await this.#executor.ask(
      "time",
      {
        programs: names.map((name) => (parts === "step" ? name : layersOf(name))).join(","),
        slice: sliceSeconds,
        rounds,
      },
      undefined,
      seconds * 2000 + SLACK_MS,
    );
    const timed = answer.programs as readonly { slices: readonly TimingSlice[] }[];
    return new Map(names.map((name, index) => [name, timed[index]?.slices ?? []]));
  }

  /** Start and end of each instruction of one launch, on the inputs of the program's last step. */
  async trace(name: string): Promise<TracedInstruction[]> {
    const { step } = this.#program(name);
    const { tail } = await this.#executor.ask("trace", { program: name, stamps: "stamps+0" });
    const stamps = new BigUint64Array(new Uint8Array(tail).buffer);
    const first = stamps[0] ?? 0n;
    const sinceFirst = Float64Array.from(stamps, (stamp) => Number(stamp - first) / 1000);
    const originUs = sinceFirst.reduce((least, time) => Math.min(least, time), 0);
    const microseconds = (index: number) => (sinceFirst[index] as number) - originUs;
    return step.steps.map((instruction, index) => ({
      ...instruction,
      startUs: microseconds(2 * index),
      endUs: microseconds(2 * index + 1),
    }));
  }

  async close(): Promise<void> {
    await this.#executor.close();
  }

  #program(name: string): PlannedProgram {
    const planned = this.#plan.programs.get(name);
    if (planned === undefined) throw new PlannerError("E_INTERNAL", `no program \`${name}\``);
    return planned;
  }
}

/** Memory, then what fills it, then the programs that are bound to it. */
async function prepare(
  executor: ExecutorProcess,
  { regions, scratch, positions, kvElements, weights, programs }: DevicePlan,
  setup: EngineSetup,
): Promise<void> {
  for (const { name, bytes } of regions) {
    await executor.ask("allocate", { region: name, size: bytes });
  }
  const rotations = rotationTable(setup.rotary, positions, setup.shape.headSize);
  await executor.ask("write", { to: scratchAddress(scratch.rotations) }, bytesOf(rotations));
  for (const [rows, offset] of scratch.rowRanges) {
    await executor.ask("write", { to: scratchAddress(offset) }, bytesOf(Int32Array.of(0, rows)));
  }
  if (setup.randomCache) {
    await executor.ask("random", { to: "cache+0", count: kvElements, deviation: 1, seed: 1 });
  }
  await setup.weights(executor, weights);
  for (const [name, { step, layers }] of programs) {
    await executor.ask("program", { name }, Buffer.from(step.text));
    await executor.ask("program", { name: layersOf(name) }, Buffer.from(layers.text));
  }
}

function layersOf(name: string): string {
  return `${name}.layers`;
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function addressOf({ buffers }: Program, id: string): string {
  const offset = buffers.find((buffer) => buffer.id === id)?.arenaOffset ?? null;
  if (offset === null) throw new PlannerError("E_INTERNAL", `no buffer \`${id}\` in the arena`);
  return `arena+${offset}`;
}
