import type { ModelShape } from "../../generated/plan.ts";
import type { Program } from "../../generated/program.ts";
import type { Step } from "../step.ts";
import { type Region, requireFit } from "./device-memory.ts";
import { type DeviceWeights, layOutWeights } from "./device-weights.ts";
import {
  type Executable,
  kvBytesPerPage,
  type ScratchLayout,
  writeExecutable,
} from "./executable.ts";
import { ExecutorProcess } from "./executor-process.ts";
import type { ExecutorHello, TimingSlice } from "./protocol.ts";
import { type RotaryEmbedding, rotationTable } from "./rotations.ts";
import { layOutScratch } from "./scratch.ts";
import {
  encodeStep,
  type InputLayout,
  layOutInputs,
  pageTokensOf,
  type StepLimits,
} from "./step-inputs.ts";
import type { WeightSource } from "./weight-source.ts";

/** What an engine is made for; all device memory follows from it. */
export interface EngineSetup {
  binary: string;
  device: number;
  signal: AbortSignal;
  shape: ModelShape;
  layers: number;
  epsilon: number;
  rotary: RotaryEmbedding;
  programs: Readonly<Record<string, Program>>;
  limits: Readonly<Record<string, StepLimits>>;
  /** Pages of the KV cache of a layer, the scrap page included. */
  kvPages: number;
  /** Random instead of zero, where nothing fills the cache but the speed matters. */
  randomCache: boolean;
  weights: WeightSource;
}

export interface StepResult {
  /** Next token of each sampled row, in their order. */
  tokens: Int32Array;
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

interface LoadedProgram {
  program: Program;
  inputs: InputLayout;
  inputsOffset: number;
  whole: Executable;
  layers: Executable;
}

export interface Timing {
  slices: readonly TimingSlice[];
}

const WORD_BYTES = 4;
/** A slice and the kernels' loading. */
const SLACK_MS = 60_000;

/** A model on a GPU with programs that run it. One request at a time. */
export class CudaEngine {
  readonly hello: ExecutorHello;
  readonly #executor: ExecutorProcess;
  readonly #programs = new Map<string, LoadedProgram>();

  private constructor(executor: ExecutorProcess, hello: ExecutorHello) {
    this.#executor = executor;
    this.hello = hello;
  }

  /**
   * Starts the executor, plans and takes device memory, fills the weights and captures all programs.
   *
   * @throws PlannerError `E_INFEASIBLE` when it does not fit, `E_INVALID_MODEL` and `E_NATIVE` on
   *   what cannot be run, `E_NO_GPU`, `E_INTERRUPTED`, and what the weights' source throws
   */
  static async open(setup: EngineSetup): Promise<CudaEngine> {
    const weights = layOutWeights(setup.shape, setup.layers);
    const { executor, hello } = await ExecutorProcess.start({
      binary: setup.binary,
      devices: [setup.device],
      signal: setup.signal,
    });
    const engine = new CudaEngine(executor, hello);
    try {
      await engine.#prepare(setup, weights);
      return engine;
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  /** Runs one step of a program to its end. */
  async step(name: string, step: Step): Promise<StepResult> {
    const { inputs, inputsOffset, program } = this.#program(name);
    const { answer, tail } = await this.#executor.ask(
      "step",
      {
        program: name,
        to: `inputs+${inputsOffset}`,
        from: addressOf(program, "sampled_tokens"),
        size: program.batch.sampledRows * WORD_BYTES,
      },
      bytesOf(encodeStep(inputs, step)),
    );
    const tokens = new Int32Array(new Uint8Array(tail).buffer).slice(0, step.sampledRows.length);
    return { tokens, hostUs: Number(answer.hostUs), deviceUs: Number(answer.deviceUs) };
  }

  /** Logits of the last step's sampled rows, [rows, padded vocabulary]. */
  async logits(name: string, rows: number): Promise<Float32Array> {
    const { program } = this.#program(name);
    const columns =
      program.after.find(({ operation }) => operation === "lm_head")?.kernel.shape.n ?? 0;
    const { tail } = await this.#executor.ask("read", {
      from: addressOf(program, "logits"),
      size: rows * columns * 2,
    });
    const bits = new Uint16Array(new Uint8Array(tail).buffer);
    return new Float32Array(Uint32Array.from(bits, (half) => half << 16).buffer);
  }

  /**
   * Times programs under sustained load, taking turns, on the inputs of their last step.
   *
   * @param names of programs, as `step` takes them, or with `.layers` for their layers alone
   */
  async time(names: readonly string[], sliceSeconds: number, rounds: number) {
    const seconds = names.length * sliceSeconds * (rounds + 1);
    const { answer } = await this.#executor.ask(
      "time",
      { programs: names.join(","), slice: sliceSeconds, rounds },
      undefined,
      seconds * 2000 + SLACK_MS,
    );
    const timed = answer.programs as readonly (Timing & { name: string })[];
    return new Map(timed.map(({ name, slices }) => [name, slices]));
  }

  /** Start and end of each instruction of one launch, on the inputs of the program's last step. */
  async trace(name: string): Promise<TracedInstruction[]> {
    const { whole } = this.#program(name);
    const { tail } = await this.#executor.ask("trace", {
      program: name,
      stamps: "stamps+0",
    });
    const stamps = new BigUint64Array(new Uint8Array(tail).buffer);
    const first = stamps[0] ?? 0n;
    const sinceFirst = Float64Array.from(stamps, (stamp) => Number(stamp - first) / 1000);
    const originUs = sinceFirst.reduce((least, time) => Math.min(least, time), 0);
    const microseconds = (index: number) => (sinceFirst[index] as number) - originUs;
    return whole.steps.map((step, index) => ({
      ...step,
      startUs: microseconds(2 * index),
      endUs: microseconds(2 * index + 1),
    }));
  }

  async close(): Promise<void> {
    await this.#executor.close();
  }

  #program(name: string): LoadedProgram {
    const loaded = this.#programs.get(name);
    if (loaded === undefined) throw new Error(`no program ${name}`);
    return loaded;
  }

  async #prepare(setup: EngineSetup, weights: DeviceWeights): Promise<void> {
    const { shape, layers, kvPages } = setup;
    const programs = Object.entries(setup.programs);
    const context = Math.max(...Object.values(setup.limits).map((limits) => limits.context));
    const { scratch, bytes: scratchBytes } = layOutScratch(
      programs.map(([, program]) => program),
      shape,
      context,
      this.hello,
    );
    let inputsBytes = 0;
    for (const [name, program] of programs) {
      const inputs = layOutInputs(program, setup.limits[name] as StepLimits);
      const binding = {
        shape,
        epsilon: setup.epsilon,
        weights,
        inputs,
        inputsOffset: inputsBytes,
        kvPages,
        scratch,
        smCount: this.hello.devices[0].smCount,
      };
      const whole = writeExecutable(program, binding, "step");
      const layersOnly = writeExecutable(program, binding, "layers");
      this.#programs.set(name, {
        program,
        inputs,
        inputsOffset: inputsBytes,
        whole,
        layers: layersOnly,
      });
      inputsBytes += inputs.length * WORD_BYTES;
    }
    const loaded = [...this.#programs.values()];
    const kvBytes =
      kvBytesPerPage(shape, pageTokensOf(loaded[0]?.program as Program)) * kvPages * layers;
    const stampsBytes = Math.max(...loaded.map(({ whole }) => whole.steps.length)) * 16;
    const regions: Region[] = [
      { name: "weights", bytes: weights.bytes, purpose: "weights" },
      { name: "cache", bytes: kvBytes, purpose: "the KV cache" },
      {
        name: "arena",
        bytes: Math.max(...loaded.map(({ program }) => program.arenaBytes)),
        purpose: "activations",
      },
      { name: "scratch", bytes: scratchBytes, purpose: "scratch" },
      { name: "inputs", bytes: inputsBytes, purpose: "inputs" },
      { name: "stamps", bytes: stampsBytes, purpose: "traces" },
    ];
    requireFit(regions, this.hello.devices[0].freeBytes);
    for (const { name, bytes } of regions) {
      await this.#executor.ask("allocate", { region: name, size: bytes });
    }
    await this.#fillScratch(setup, scratch, context);
    if (setup.randomCache) {
      await this.#executor.ask("random", {
        to: "cache+0",
        count: kvBytes / 2,
        deviation: 1,
        seed: 7,
      });
    }
    await setup.weights(this.#executor, weights);
    for (const [name, { whole, layers: layersOnly }] of this.#programs) {
      await this.#load(name, whole);
      await this.#load(`${name}.layers`, layersOnly);
    }
  }

  async #load(name: string, { text }: Executable): Promise<void> {
    await this.#executor.ask("program", { name }, Buffer.from(text));
  }

  async #fillScratch(setup: EngineSetup, scratch: ScratchLayout, context: number): Promise<void> {
    const rotations = rotationTable(setup.rotary, context, setup.shape.headSize);
    await this.#executor.ask("write", { to: `scratch+${scratch.rotations}` }, bytesOf(rotations));
    for (const [rows, offset] of scratch.rowRanges) {
      await this.#executor.ask(
        "write",
        { to: `scratch+${offset}` },
        bytesOf(Int32Array.of(0, rows)),
      );
    }
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function addressOf({ buffers }: Program, id: string): string {
  return `arena+${buffers.find((buffer) => buffer.id === id)?.arenaOffset}`;
}
