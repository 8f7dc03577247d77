import { PlannerError } from "../../errors.ts";
import type { Program } from "../../generated/program.ts";
import { pageTokensOf } from "../../program/page-tokens.ts";
import { MOST_BIASES } from "../../step/sampling-limits.ts";
import type {
  RowLogprobs,
  ServedStep,
  ServingEngine,
  ServingStep,
} from "../../step/serving-step.ts";
import {
  BYTES_PER_WORD,
  inputAddress,
  LAST_TOKENS_ADDRESS,
  LOGPROBS_ADDRESS,
  SAMPLING_REGION,
  scratchAddress,
  TABLES_ADDRESS,
} from "./binding/binding.ts";
import {
  encodeServingStep,
  layOutServingInputs,
  type ServingLayout,
  type SlotState,
  servingLimits,
} from "./binding/serving-inputs.ts";
import { SlotBook } from "./binding/slot-book.ts";
import type { StepLimits } from "./binding/step-inputs.ts";
import {
  type DevicePlan,
  type PlannedProgram,
  type ProgramForm,
  planFurther,
} from "./device-plan.ts";
import {
  arenaAddress,
  bytesOf,
  type EngineSetup,
  loadProgram,
  type OpenDevice,
  type Opening,
  openDevice,
} from "./open-device.ts";
import type { ExecutorProcess, RequestWords } from "./process/executor-process.ts";
import type { ExecutorAnswer, ExecutorHello, RowFault, TimingSlice } from "./process/protocol.ts";
import { describeFault } from "./row-failures.ts";
import { logprobsOfRow } from "./sampling/logprobs.ts";
import { logprobBytes, slotTablesWords } from "./sampling/slot-tables.ts";
import { SlotUpdates } from "./sampling/slot-updates.ts";
import { type TracedInstruction, timeInTurns, traceOnce } from "./timing.ts";

/** What a serving engine is opened for. */
export interface ServingSetup extends Omit<EngineSetup, "programs"> {
  /** By the names that steps are submitted with; on one page size. */
  programs: ReadonlyMap<string, Program>;
  /** Requests that may run at once. */
  slots: number;
  /** Most KV tokens of a sequence. */
  contextTokens: number;
}

/** A step as the GPU gave it. */
export interface CudaServedStep extends ServedStep {
  /** From the end of the step before to the start of this one; null before the first. */
  gapUs: number | null;
  /** Of the executor, for copying the inputs and launching. */
  hostUs: number;
  logprobs: ReadonlyMap<number, RowLogprobs>;
}

/** A program that steps are submitted to. */
interface Served {
  /** Its name in the executor. */
  own: string;
  planned: PlannedProgram<ServingLayout>;
  /** Of each request. */
  words: RequestWords;
}

/**
 * Serves a model on a GPU, or on all of a tensor-parallel group. The inputs of a step are copied
 * while the one before runs. Page tables and last sampled tokens stay on the device, where all
 * programs find them.
 */
export class CudaServingEngine implements ServingEngine {
  readonly hello: ExecutorHello;
  readonly opening: Opening;
  readonly #executor: ExecutorProcess;
  readonly #plan: DevicePlan<ServingLayout>;
  readonly #limits: SlotLimits;
  readonly #state: SlotState;
  readonly #vocabularySize: number;
  readonly #served = new Map<string, Served>();
  #added = 0;
  #lost: PlannerError | undefined;

  private constructor(
    { executor, hello, plan, opening }: OpenDevice<ServingLayout>,
    limits: SlotLimits,
  ) {
    this.#executor = executor;
    this.hello = hello;
    this.opening = opening;
    this.#plan = plan;
    this.#limits = limits;
    const { shape, kvPages, sampling } = plan.binding;
    if (sampling === undefined) throw new PlannerError("E_INTERNAL", "no sampling by slots");
    this.#vocabularySize = shape.vocabularySize;
    this.#state = {
      book: new SlotBook({ ...limits, kvPages }),
      sampling: new SlotUpdates(sampling.tables),
    };
    for (const [name, planned] of plan.programs) this.#serve(name, name, planned);
  }

  /**
   * Opens a GPU with all programs captured for any step of so many slots and such contexts.
   *
   * @throws PlannerError what {@link openDevice} throws
   */
  static async open(setup: ServingSetup): Promise<CudaServingEngine> {
    const limits = slotLimitsOf(setup);
    const programs = new Map(
      [...setup.programs].map(([name, program]) => [name, boundedBy(limits, program)]),
    );
    const { slots } = setup;
    const sampling = { slots, tables: slots, mostBiases: MOST_BIASES };
    const open = await openDevice(
      { ...setup, programs, sampling },
      formOf(limits),
      regionsOf(limits),
    );
    return new CudaServingEngine(open, limits);
  }

  get depth(): number {
    return this.hello.stepsUnderWay;
  }

  /** Process of native-executor. */
  get pid(): number | undefined {
    return this.#executor.pid;
  }

  get died(): Promise<Error> {
    return this.#executor.died;
  }

  /**
   * @throws PlannerError `E_INTERNAL` on a step that names what is not there; nothing runs then.
   *   `E_NATIVE` when the executor failed: what the device holds by slot is then unknown, and the
   *   engine refuses all further steps
   */
  async submit(name: string, step: ServingStep): Promise<CudaServedStep> {
    if (this.#lost !== undefined) throw this.#lost;
    const { planned, words } = this.#find(name);
    const encoded = encodeServingStep(planned.inputs, step, this.#state, this.#vocabularySize);
    const rows = step.sampledRows.length;
    const asking = this.#rowsThatAsk(step);
    const stepWords = {
      entries: step.pageEntries.length,
      ...this.#updateWords(encoded.updates, encoded.dataWords),
      ...(asking.length > 0 && { also: LOGPROBS_ADDRESS, size: logprobBytes(rows) }),
    };
    const { answer, tail } = await this.#executor
      .ask("submit", { ...words, ...stepWords }, bytesOf(encoded.payload))
      .catch((error: PlannerError) => {
        this.#lost ??= error;
        throw error;
      });
    const bytes = new Uint8Array(tail);
    const tokenBytes = planned.program.batch.sampledRows * BYTES_PER_WORD;
    return {
      tokens: new Int32Array(bytes.buffer, 0, rows),
      failures: (answer.faults as readonly RowFault[])
        .filter(({ row }) => row < rows)
        .map(({ row, fault }) => ({ row, fault: describeFault(fault) })),
      logprobs: logprobsOf(bytes.subarray(tokenBytes), asking),
      deviceUs: Number(answer.deviceUs),
      gapUs: answer.gapUs as number | null,
      hostUs: Number(answer.hostUs),
    };
  }

  /**
   * Captures a program in the place of the one that has the name, if any. Steps that are submitted
   * before it is there run the old one. Serving pauses meanwhile: the executor ends the steps under
   * way first.
   *
   * @throws PlannerError `E_INFEASIBLE` when it needs more than the engine was opened for, `E_NATIVE`
   */
  async add(name: string, program: Program): Promise<void> {
    if (pageTokensOf(program) !== this.#limits.pageTokens) throw otherPages(program, this.#limits);
    const own = this.#newName(name);
    const region = `inputs.${this.#added}`;
    const bounded = boundedBy(this.#limits, program);
    const planned = planFurther(this.#plan, bounded, region, formOf(this.#limits));
    const size = planned.inputs.length * BYTES_PER_WORD;
    await this.#onEach("allocate", { region, size });
    try {
      await loadProgram(this.#executor, own, planned);
    } catch (error) {
      await this.#onEach("free", { region });
      throw error;
    }
    const replaced = this.#served.get(name);
    this.#serve(name, own, planned);
    if (replaced !== undefined) await this.#drop(replaced);
  }

  /**
   * Times whole steps, taking turns, on the inputs of the programs' last steps. They append keys and
   * values again where their requests had pages then: for benchmarks, not amid serving.
   */
  async time(
    names: readonly string[],
    sliceSeconds: number,
    rounds: number,
  ): Promise<ReadonlyMap<string, readonly TimingSlice[]>> {
    const own = names.map((name) => this.#find(name).own);
    const slices = await timeInTurns(this.#executor, own, sliceSeconds, rounds);
    return new Map(names.map((name, index) => [name, slices.get(own[index] as string) ?? []]));
  }

  /** Start and end of each instruction of one launch, likewise. */
  trace(name: string): Promise<TracedInstruction[]> {
    const { own, planned } = this.#find(name);
    return traceOnce(this.#executor, own, planned.step);
  }

  /**
   * What the boards of all ranks have used since their driver was loaded, mJ; null where one does
   * not tell. A card updates it every 100 ms. Waits for the steps under way.
   */
  async energyMj(): Promise<number | null> {
    let sumMj = 0;
    for (const answer of await this.#onEach("energy", {})) {
      const energyMj = (answer.energyMj as number | null | undefined) ?? null;
      if (energyMj === null) return null;
      sumMj += energyMj;
    }
    return sumMj;
  }

  async close(): Promise<void> {
    await this.#executor.close();
  }

  #rowsThatAsk({ sampledRows, sequenceOf, slots }: ServingStep): AskingRow[] {
    const asking: AskingRow[] = [];
    for (let row = 0; row < sampledRows.length; row++) {
      const slot = slots[sequenceOf[sampledRows[row] as number] as number] as number;
      const wanted = this.#state.sampling.logprobs(slot);
      if (wanted > 0) asking.push({ row, wanted });
    }
    return asking;
  }

  #updateWords(updates: number, data: number): RequestWords {
    const { sampling } = this.#plan.binding;
    if (updates === 0 || sampling === undefined) return {};
    const { tables, places } = sampling;
    return {
      ...{ updates, data, vocab: tables.vocabulary },
      ...slotTablesWords(tables, places, SAMPLING_REGION),
    };
  }

  #find(name: string): Served {
    const served = this.#served.get(name);
    if (served === undefined) throw new PlannerError("E_INTERNAL", `no program \`${name}\``);
    return served;
  }

  /** The executor keeps a program and its successor until the latter is there: each has its own name. */
  #newName(name: string): string {
    const taken = new Set([...this.#served.values()].map(({ own }) => own));
    let own: string;
    do own = `${name}.${++this.#added}`;
    while (taken.has(own));
    return own;
  }

  async #drop({ own, planned: { inputsAt } }: Served): Promise<void> {
    await this.#executor.ask("drop", { name: own });
    const others = [...this.#served.values()];
    if (others.some(({ planned }) => planned.inputsAt.region === inputsAt.region)) return;
    await this.#onEach("free", { region: inputsAt.region });
  }

  /** For every rank. */
  async #onEach(verb: string, words: RequestWords): Promise<ExecutorAnswer[]> {
    const answers: ExecutorAnswer[] = [];
    for (const { share } of this.#plan.weights) {
      const { answer } = await this.#executor.onRank(share.rank).ask(verb, words);
      answers.push(answer);
    }
    return answers;
  }

  #serve(name: string, own: string, planned: PlannedProgram<ServingLayout>): void {
    const { inputs, program } = planned;
    const { slots, tableStride } = this.#limits;
    const words = {
      program: own,
      to: inputAddress(planned, 0),
      words: inputs.length,
      ids: inputAddress(planned, inputs.tokenIds),
      rows: inputs.rows,
      last: LAST_TOKENS_ADDRESS,
      slots,
      pageTables: TABLES_ADDRESS,
      tableEntries: slots * tableStride,
      from: arenaAddress(program, "sampled_tokens"),
      faults: scratchAddress(this.#plan.binding.scratch.faults),
      targets: inputAddress(planned, inputs.targets),
      sampled: program.batch.sampledRows,
    };
    this.#served.set(name, { own, planned, words });
  }
}

/** What all programs of an engine agree on. */
interface SlotLimits {
  slots: number;
  contextTokens: number;
  pageTokens: number;
  tableStride: number;
}

function slotLimitsOf({ programs, slots, contextTokens }: ServingSetup): SlotLimits {
  const [first, ...others] = programs.values();
  if (first === undefined) throw new PlannerError("E_INTERNAL", "no program to serve with");
  const limits = {
    slots,
    contextTokens: Math.max(
      ...[first, ...others].map((program) => servingLimits(program, contextTokens).context),
    ),
    pageTokens: pageTokensOf(first),
  };
  const other = others.find((program) => pageTokensOf(program) !== limits.pageTokens);
  if (other !== undefined) throw otherPages(other, limits);
  return { ...limits, tableStride: Math.ceil(limits.contextTokens / limits.pageTokens) };
}

function otherPages(program: Program, { pageTokens }: Pick<SlotLimits, "pageTokens">) {
  return new PlannerError(
    "E_INFEASIBLE",
    `a program on KV pages of ${pageTokensOf(program)} tokens, and the engine has pages of ${pageTokens}`,
    { remedy: "Serve with plans of one profile." },
  );
}

function boundedBy({ contextTokens }: SlotLimits, program: Program) {
  return { program, limits: servingLimits(program, contextTokens) };
}

function formOf({ slots }: SlotLimits): ProgramForm<ServingLayout> {
  return {
    layOut: (program: Program, limits: StepLimits) => layOutServingInputs(program, limits, slots),
    layersAlone: false,
  };
}

/** The tables of all slots and that of padding, and the last sampled tokens. */
function regionsOf({ slots, tableStride }: SlotLimits) {
  return [
    { name: "tables", bytes: (slots + 1) * tableStride * BYTES_PER_WORD, purpose: "page tables" },
    { name: "last", bytes: slots * BYTES_PER_WORD, purpose: "last sampled tokens" },
  ];
}

/** A sampled row, and how many log probabilities it asks for. */
interface AskingRow {
  row: number;
  wanted: number;
}

function logprobsOf(bytes: Uint8Array, asking: readonly AskingRow[]): Map<number, RowLogprobs> {
  const found = new Map<number, RowLogprobs>();
  for (const { row, wanted } of asking) {
    const logprobs = logprobsOfRow(bytes, row);
    if (logprobs === undefined) continue;
    found.set(row, { ...logprobs, likeliest: logprobs.likeliest.slice(0, wanted) });
  }
  return found;
}
