import { PlannerError } from "../../errors.ts";
import { BYTES_PER_ELEMENT } from "../../model/model-shape.ts";
import type { Step } from "../../step/step.ts";
import { BYTES_PER_WORD, inputAddress, scratchAddress } from "./binding/binding.ts";
import {
  type DeviceBounds,
  encodeStep,
  layOutInputs,
  type StepLayout,
} from "./binding/step-inputs.ts";
import type { DevicePlan, PlannedProgram, ProgramForm } from "./device-plan.ts";
import { arenaAddress, bytesOf, type EngineSetup, layersOf, openDevice } from "./open-device.ts";
import type { ExecutorProcess } from "./process/executor-process.ts";
import type { ExecutorHello, RowFault, TimingSlice } from "./process/protocol.ts";
import { failuresOf, type RowFailure } from "./row-failures.ts";
import { type TracedInstruction, timeInTurns, traceOnce } from "./timing.ts";

export interface StepResult {
  /** Next token of each sampled row, in their order; 0 where there is none. */
  tokens: Int32Array;
  /** Rows without a next token. */
  failures: readonly RowFailure[];
  /** Of copying the inputs and launching. */
  hostUs: number;
  deviceUs: number;
}

/** Steps bring their page tables. */
const FORM: ProgramForm<StepLayout> = { layOut: layOutInputs, layersAlone: true };

/** A model on a GPU, or on all of a tensor-parallel group, with programs that run it. One request at a time. */
export class CudaEngine {
  readonly hello: ExecutorHello;
  readonly #executor: ExecutorProcess;
  readonly #plan: DevicePlan<StepLayout>;
  readonly #bounds: DeviceBounds;

  private constructor(
    executor: ExecutorProcess,
    hello: ExecutorHello,
    plan: DevicePlan<StepLayout>,
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
    const { executor, hello, plan } = await openDevice(setup, FORM);
    const { vocabularySize } = setup.shape;
    return new CudaEngine(executor, hello, plan, { vocabularySize, kvPages: setup.kvPages });
  }

  /**
   * Runs one step of a program to its end.
   *
   * @throws PlannerError `E_INTERNAL` on ids that name nothing, before anything runs
   */
  async step(name: string, step: Step): Promise<StepResult> {
    const planned = this.#program(name);
    const { inputs, program } = planned;
    const { answer, tail } = await this.#executor.ask(
      "step",
      {
        program: name,
        to: inputAddress(planned, 0),
        from: arenaAddress(program, "sampled_tokens"),
        size: program.batch.sampledRows * BYTES_PER_WORD,
        faults: scratchAddress(this.#plan.binding.scratch.faults),
      },
      bytesOf(encodeStep(inputs, step, this.#bounds)),
    );
    const tokens = new Int32Array(new Uint8Array(tail).buffer).slice(0, step.sampledRows.length);
    const failures = failuresOf(step, answer.faults as readonly RowFault[]);
    return { tokens, failures, hostUs: Number(answer.hostUs), deviceUs: Number(answer.deviceUs) };
  }

  /** Logits of the last step's first sampled rows, [rows, padded vocabulary], the slices of ranks side by side. */
  async logits(name: string, rows: number): Promise<Float32Array> {
    const { program } = this.#program(name);
    const width = program.after.find(({ operation }) => operation === "lm_head")?.kernel.shape.n;
    if (width === undefined) throw new PlannerError("E_INTERNAL", `no logits in \`${name}\``);
    const ranks = this.#plan.weights.length;
    const bits = new Uint32Array(rows * width * ranks);
    for (let rank = 0; rank < ranks; rank++) {
      const { tail } = await this.#executor.onRank(rank).ask("read", {
        from: arenaAddress(program, "logits"),
        size: rows * width * BYTES_PER_ELEMENT,
      });
      const slice = new Uint16Array(new Uint8Array(tail).buffer);
      for (let row = 0; row < rows; row++) {
        const from = slice.subarray(row * width, (row + 1) * width);
        bits.set(from, (row * ranks + rank) * width);
      }
    }
    return new Float32Array(bits.map((half) => half << 16).buffer);
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
    const named = (name: string) => (parts === "step" ? name : layersOf(name));
    const slices = await timeInTurns(this.#executor, names.map(named), sliceSeconds, rounds);
    return new Map(names.map((name) => [name, slices.get(named(name)) ?? []]));
  }

  /** Start and end of each instruction of one launch on a rank, on the inputs of the program's last step. */
  trace(name: string, rank = 0): Promise<TracedInstruction[]> {
    return traceOnce(this.#executor.onRank(rank), name, this.#program(name).step);
  }

  async close(): Promise<void> {
    await this.#executor.close();
  }

  #program(name: string): PlannedProgram<StepLayout> {
    const planned = this.#plan.programs.get(name);
    if (planned === undefined) throw new PlannerError("E_INTERNAL", `no program \`${name}\``);
    return planned;
  }
}
