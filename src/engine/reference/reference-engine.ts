import { PlannerError } from "../../errors.ts";
import type { BufferAccess } from "../../generated/program.ts";
import type { Random } from "../../random.ts";
import type { Step } from "../../step/step.ts";
import { Gpu, type PreparedProgram } from "./gpu.ts";
import { interleave } from "./interleave.ts";
import type { Outputs } from "./kernels/call.ts";
import { isCollective, resultOf } from "./kernels/collectives.ts";
import type { PagedKv } from "./memory/paged-kv.ts";
import type { ModelShard } from "./memory/shard-weights.ts";

export interface StepResult {
  /** A row for each of the step's `sampledRows`: [vocabulary, padding included]. */
  logits: Float64Array[];
  /** The most likely token of each. */
  tokens: number[];
}

/** What instructions have computed and not yet written, by position in the whole step and GPU. */
type Computed = Map<number, Outputs[]>;

/**
 * Runs a program in float64 on the weights of a small model, in random orders that its streams and
 * waits allow. Nothing but these keeps instructions apart. All activations of a GPU live in one
 * arena. It is NaN where nothing was written, where a started instruction will write, and where
 * everybody has read. An instruction reads and writes at separate times.
 *
 * The KV cache stays from step to step.
 */
export class ReferenceEngine {
  readonly #prepared: PreparedProgram;
  readonly #gpus: readonly Gpu[];
  readonly #normEpsilon: number;

  /**
   * @param shards one for each GPU
   * @param kv of each of these, by layer
   */
  constructor(
    prepared: PreparedProgram,
    shards: readonly ModelShard[],
    kv: readonly (readonly PagedKv[])[],
  ) {
    this.#prepared = prepared;
    this.#gpus = shards.map((shard, rank) => new Gpu(prepared, shard, kv[rank] ?? []));
    this.#normEpsilon = shards[0]?.numerics.normEpsilon ?? 0;
  }

  /**
   * Carries out one step.
   *
   * @throws PlannerError `E_UNSOUND_PLAN` when instructions wait for each other
   */
  step(step: Step, random: Random): StepResult {
    const { program } = this.#prepared;
    const first = program.before.length;
    const computed: Computed = new Map();
    for (const gpu of this.#gpus) gpu.clear();
    for (const position of program.before.keys()) this.#everywhere(position, step, random);
    interleave(program, random, {
      start: (rank, position) => this.#gpu(rank).start(first + position, step),
      read: (rank, position) => {
        const outputs = computed.get(position) ?? [];
        outputs[rank] = this.#gpu(rank).compute(first + position, step);
        computed.set(position, outputs);
      },
      finish: (rank, position) => {
        const outputs = this.#outputs(first + position, rank, computed.get(position) ?? []);
        this.#gpu(rank).finish(first + position, outputs, step, random);
      },
    });
    for (const index of program.after.keys()) {
      this.#everywhere(first + program.instructions.length + index, step, random);
    }
    return this.#result(step);
  }

  #everywhere(position: number, step: Step, random: Random): void {
    for (const gpu of this.#gpus) gpu.start(position, step);
    const computed = this.#gpus.map((gpu) => gpu.compute(position, step));
    for (const [rank, gpu] of this.#gpus.entries()) {
      gpu.finish(position, this.#outputs(position, rank, computed), step, random);
    }
  }

  /** A GPU's own results, or what a collective makes of all. */
  #outputs(position: number, rank: number, computed: readonly Outputs[]): Outputs {
    const instruction = this.#prepared.sequence[position];
    if (instruction === undefined || !isCollective(instruction.kernel.kind))
      return computed[rank] as Outputs;
    const firstToken = "tokens" in instruction ? instruction.tokens[0] : 0;
    return resultOf(computed, rank, firstToken, this.#normEpsilon);
  }

  #result(step: Step): StepResult {
    const logitsAccess = this.#written("lm_head");
    const tokensAccess = this.#written("sampling");
    const slices = this.#gpus.map((gpu) => ({
      logits: gpu.read(logitsAccess),
      tokens: gpu.read(tokensAccess),
    }));
    const rows = Array.from(step.sampledRows.keys());
    const logits = rows.map((row) =>
      Float64Array.from(slices.flatMap((slice) => [...this.#row(slice.logits, row)])),
    );
    const tokens = rows.map((row) => {
      const candidates = slices.map((slice) => slice.tokens[row] as number);
      const chance = (token: number) => logits[row]?.[token] ?? Number.NaN;
      return candidates.reduce((best, token) => (chance(token) > chance(best) ? token : best));
    });
    return { logits, tokens };
  }

  #row(logits: Float64Array, row: number): Float64Array {
    const width = logits.length / this.#prepared.program.batch.sampledRows;
    return logits.subarray(row * width, (row + 1) * width);
  }

  #written(name: string): BufferAccess {
    const { after } = this.#prepared.program;
    const access = after.find(({ operation }) => operation === name)?.writes[0];
    if (access !== undefined) return access;
    throw new PlannerError("E_INTERNAL", `a program without ${name}`);
  }

  #gpu(rank: number): Gpu {
    return this.#gpus[rank] as Gpu;
  }
}
